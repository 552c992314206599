"""Decides what the places file knows: the point of a postcode, the towns of a name, the area of a county."""

import re
import sqlite3
import sys
import threading
import tomllib
import unicodedata
import weakref
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from shop.stockists.places_file import ensure_unpacked
from shop.stockists.postcodes import Reading

_DATA = Path(__file__).parent / "data"
_LAST_LETTERS = {letter: place for place, letter in enumerate("ABDEFGHJLNPQRSTUVWXYZ")}
_DEGREES_PER_STEP = 1e-4
_LARGE_CITY = 1_000_000
_MOST_TOWNS = 20
_TOWN = "SELECT p.id, p.name, p.county, p.nation, p.outcode, p.lat, p.lon, p.population"


@dataclass(frozen=True)
class District:
    """A postcode district; `has_units` is false where its full postcodes are not known (BT, JE, GY, IM)."""

    outcode: str
    lat: float
    lon: float
    label: str | None
    has_units: bool


@dataclass(frozen=True)
class Town:
    """A town of the places file; `county` as the file writes it, "" where it has none."""

    id: int
    name: str
    county: str
    nation: str
    outcode: str
    lat: float
    lon: float
    population: int

    @property
    def area(self) -> str:
        """What tells this town from others of its name: "North Ayrshire", "Gwynedd", "Northern Ireland"."""
        area = county_in_english(self.county)
        return self.nation if area in ("", self.name) or self.population > _LARGE_CITY else area

    @property
    def label(self) -> str:
        """`Irvine, North Ayrshire`; Douglas, Isle of Man."""
        return f"{self.name}, {self.area}"


def county_in_english(county: str) -> str:
    """`Sir Benfro - Pembrokeshire` → `Pembrokeshire`, `City of Westminster` → `Westminster`."""
    english = county.rsplit(" - ", 1)[-1].removesuffix(" Channel Islands").removesuffix(" City")
    if english == "Na h-Eileanan an Iar":
        return "Western Isles"
    return re.sub(r"^(City and County of the City|The City|City|County) of |^the ", "", english)


def normalised(text: str) -> str:
    """As the file keeps names: lower case, no accents or apostrophes, "St" as "saint", else one space."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    plain = re.sub(r"['’‘`.]", "", plain).replace("&", " and ")
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join("saint" if word == "st" else word for word in words)


class Gazetteer:
    """Read access to one open places file and the names beside it; may be shared by threads.

    The file is never written while it is in place (a new one is renamed over it), so it is opened as
    immutable: SQLite takes no locks on it, and the connection survives a fork.
    """

    def __init__(self, path: Path) -> None:
        address = f"{path.resolve().as_uri()}?immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._one_at_a_time = threading.Lock()
        weakref.finalize(self, self._connection.close)
        names = tomllib.loads((_DATA / "names.toml").read_text(encoding="utf-8"))
        self._extra_districts = names["district"]
        self._other_names = {normalised(text): name for name in names["name"] for text in name["text"]}
        counties = tomllib.loads((_DATA / "counties.toml").read_text(encoding="utf-8"))
        self._counties = {normalised(name): frozenset(areas) for name, areas in counties.items()}

    def _rows(self, statement: str, *values: object) -> list[Any]:
        with self._one_at_a_time:
            return self._connection.execute(statement, values).fetchall()

    def unit(self, reading: Reading) -> tuple[float, float] | None:
        """Latitude and longitude of a full postcode, to within 6.5 m; None when it is not in the file."""
        digit, letters = reading.inward[:1], reading.inward[1:]
        if len(letters) != 2 or any(letter not in _LAST_LETTERS for letter in letters):
            return None
        rows = self._rows("SELECT lat, lon, n, units FROM sector WHERE sector = ?", reading.outward + digit)
        if not rows:
            return None
        lat, lon, n, blob = rows[0]
        steps = _steps(blob)
        code = _LAST_LETTERS[letters[0]] * 21 + _LAST_LETTERS[letters[1]]
        at = bisect_left(steps, code, 0, n)
        if at == n or steps[at] != code:
            return None
        north, east = steps[n + at] * _DEGREES_PER_STEP, steps[2 * n + at] * _DEGREES_PER_STEP
        return round(lat + north, 5), round(lon + east, 5)

    def units_within(
        self, south: float, north: float, west: float, east: float
    ) -> Iterator[tuple[float, float]]:
        """Latitude and longitude of every full postcode in sectors whose middle lies in a box of degrees."""
        rows = self._rows(
            "SELECT lat, lon, n, units FROM sector WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?",
            *(south, north, west, east),
        )
        for lat, lon, n, blob in rows:
            steps = _steps(blob)
            for north_by, east_by in zip(steps[n : 2 * n], steps[2 * n :], strict=True):
                yield lat + north_by * _DEGREES_PER_STEP, lon + east_by * _DEGREES_PER_STEP

    def towns_within(self, south: float, north: float, west: float, east: float, *, limit: int) -> list[Town]:
        """The largest towns in a box of degrees, the largest first; of equals the one with the lower id."""
        rows = self._rows(
            f"{_TOWN} FROM place p WHERE p.lat BETWEEN ? AND ? AND p.lon BETWEEN ? AND ?"
            " ORDER BY p.population DESC, p.id LIMIT ?",
            *(south, north, west, east, limit),
        )
        return [Town(*row) for row in rows]

    def sector(self, reading: Reading) -> tuple[float, float] | None:
        """The middle of a sector such as KA11 5; None when there is no such sector."""
        rows = self._rows(
            "SELECT lat, lon FROM sector WHERE sector = ?", reading.outward + reading.inward[:1]
        )
        return (rows[0][0], rows[0][1]) if rows and reading.inward else None

    def district(self, outcode: str) -> District | None:
        """A district such as KA11 or BT1; None when there is no such district."""
        rows = self._rows("SELECT outcode, lat, lon, label, n > 0 FROM outcode WHERE outcode = ?", outcode)
        if rows:
            code, lat, lon, label, has_units = rows[0]
            return District(code, lat, lon, label, bool(has_units))
        extra = self._extra_districts.get(outcode)
        return District(outcode, extra["lat"], extra["lon"], extra["label"], False) if extra else None

    def old_london_district(self, outcode: str) -> District | None:
        """`W1` or `EC1`, since divided: the middle of W1A to W1W, each counted by its codes."""
        if not re.fullmatch(r"[A-Z]{1,2}[0-9]", outcode):
            return None
        lat, lon, n = self._rows(
            "SELECT sum(lat * n), sum(lon * n), sum(n) FROM outcode WHERE outcode GLOB ?", f"{outcode}[A-Z]"
        )[0]
        return District(outcode, round(lat / n, 5), round(lon / n, 5), "London", True) if n else None

    def knows_area(self, outward: str) -> bool:
        """Whether any postcode begins with the letters of this one."""
        letters = re.match(r"[A-Z]*", outward).group()  # type: ignore[union-attr]
        return bool(self._rows("SELECT 1 FROM outcode WHERE area = ? LIMIT 1", letters))

    def towns_named(self, name: str) -> list[Town]:
        """Towns that go by a normalised name, the largest first.

        Towns for which it is the first name stand before the rest; of the rest only those stay that are
        larger than all of them, so "newcastle" is Newcastle upon Tyne too, but "bury" is not Barry.
        """
        rows = self._rows(
            f"{_TOWN}, n.primary_name FROM place_name n JOIN place p ON p.id = n.place_id"
            " WHERE n.norm = ? ORDER BY p.population DESC, p.id",
            name,
        )
        first = [row for row in rows if row[-1]]
        if not first:
            return [Town(*row[:-1]) for row in rows]
        largest = first[0][7]
        return [Town(*row[:-1]) for row in rows if row[-1] or row[7] > largest]

    def other_name(self, name: str) -> tuple[str, District] | None:
        """Label and district of a normalised name the town list lacks, such as an island."""
        entry = self._other_names.get(name)
        district = self.district(entry["outcode"]) if entry else None
        return (entry["label"], district) if entry and district else None

    def is_in(self, town: Town, area: str) -> bool:
        """Whether a normalised county, council area, nation or district holds this town; "uk" holds all."""
        if area in ("uk", "united kingdom", "great britain") or area in self._areas_of(town):
            return True
        return area == (town.outcode or self.nearest_outcode(town)).lower()

    def _areas_of(self, town: Town) -> set[str]:
        halves = town.county.split(" - ")
        own = {normalised(part) for part in (*halves, county_in_english(town.county), town.nation, town.area)}
        counties = {name for name, areas in self._counties.items() if town.county in areas}
        return (own | counties) - {""}

    def nearest_outcode(self, town: Town) -> str:
        """The district nearest to a town; the file names none for towns of Northern Ireland."""
        rows = self._rows(
            "SELECT outcode FROM outcode"
            " ORDER BY (lat - ?1) * (lat - ?1) + (lon - ?2) * (lon - ?2) * 0.33 LIMIT 1",
            town.lat,
            town.lon,
        )
        return str(rows[0][0])

    def towns_in(self, area: str, limit: int) -> list[Town]:
        """The largest towns of a normalised county or nation; empty when there is no such area."""
        return self._towns_by_area.get(area, [])[:limit]

    @cached_property
    def _towns_by_area(self) -> dict[str, list[Town]]:
        found: dict[str, list[Town]] = {}
        for row in self._rows(f"{_TOWN} FROM place p ORDER BY p.population DESC, p.id"):
            town = Town(*row)
            for area in self._areas_of(town):
                towns = found.setdefault(area, [])
                if len(towns) < _MOST_TOWNS:
                    towns.append(town)
        return found

    def names_like(self, name: str, limit: int) -> list[str]:
        """Normalised first names that begin with this one or are spelt nearly so; at most `limit`."""
        starting = self._rows(
            "SELECT DISTINCT n.norm FROM place_name n JOIN place p ON p.id = n.place_id"
            " WHERE n.primary_name = 1 AND n.norm >= ?1 AND n.norm < ?1 || '{'"
            " ORDER BY p.population DESC LIMIT ?2",
            name,
            limit,
        )
        if starting:
            return [row[0] for row in starting]
        alike = [other for other in self._first_names if other[0] == name[:1]]
        return get_close_matches(name, alike, n=limit, cutoff=0.82)

    @cached_property
    def _first_names(self) -> list[str]:
        return [row[0] for row in self._rows("SELECT DISTINCT norm FROM place_name WHERE primary_name = 1")]


def _steps(blob: bytes) -> "array[int]":
    """The numbers of a sector's units, as the file keeps them on every machine."""
    steps = array("h", blob)
    if sys.byteorder == "big":
        steps.byteswap()
    return steps


@lru_cache(maxsize=2)
def open_gazetteer(data_dir: Path) -> Gazetteer:
    """The gazetteer of a data folder, unpacked there first where needed."""
    return Gazetteer(ensure_unpacked(data_dir))
