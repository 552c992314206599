"""Decides whether the tariff can be used, and what it says: zones, ways, prices by weight, who is refused."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from shop.delivery.zones import Districts, area_and_district, read_districts

FILE = Path(__file__).resolve().parent / "tariff.toml"
CALENDARS = ("ENG", "SCT", "NIR", "IM")


class TariffError(Exception):
    """The file can't be used; `problems` say where and what would be right."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to a zone: `bands` are (grams up to, pence with VAT), `days` working days after sending."""

    code: str
    label: str
    days: tuple[int, int]
    free_from_minor: int | None
    bands: tuple[tuple[int, int], ...]

    def price_minor(self, *, goods_minor: int, weight_grams: int) -> int | None:
        """What it costs for goods worth so many pence that weigh so much; None when they are too heavy."""
        band = next((pence for grams, pence in self.bands if weight_grams <= grams), None)
        if band is None:
            return None
        return 0 if self.free_from_minor is not None and goods_minor >= self.free_from_minor else band


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Where delivery costs the same; without `districts` it is for all the rest."""

    key: str
    name: str
    holidays: str
    districts: tuple[Districts, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """The whole file."""

    cutoff: time
    sent_from: str
    unknown_weight_grams: int
    areas: frozenset[str]
    zones: tuple[Zone, ...]
    refused: tuple[tuple[tuple[Districts, ...], str], ...]

    @property
    def mainland(self) -> Zone:
        """The zone for all the rest."""
        return next(zone for zone in self.zones if not zone.districts)

    def zone_of(self, postcode: str) -> Zone:
        """The zone of a tidy postcode; of several that hold it, the one that names its district."""
        area, district = area_and_district(postcode)
        found = [
            (each.first is None, zone)
            for zone in self.zones
            for each in zone.districts
            if each.holds(area, district)
        ]
        return min(found, key=lambda pair: pair[0])[1] if found else self.mainland

    def refusal(self, postcode: str) -> str | None:
        """Why we don't deliver to a tidy postcode, or None when we do."""
        area, district = area_and_district(postcode)
        for districts, words in self.refused:
            if any(each.holds(area, district) for each in districts):
                return words
        if area not in self.areas:
            return f"No UK postcode begins with {area}. We deliver in the UK and to the Isle of Man only."
        return None


class _WaySchema(Schema):
    code = fields.String(required=True, validate=validate.Regexp(r"[a-z-]{1,20}\Z"))
    label = fields.String(required=True, validate=validate.Length(1, 60))
    days = fields.Tuple((fields.Integer(strict=True), fields.Integer(strict=True)), required=True)
    free_from_minor = fields.Integer(strict=True, load_default=None, validate=validate.Range(0))
    bands = fields.List(
        fields.Tuple((fields.Integer(strict=True), fields.Integer(strict=True))),
        required=True,
        validate=validate.Length(1),
    )


class _ZoneSchema(Schema):
    key = fields.String(required=True)
    name = fields.String(required=True)
    holidays = fields.String(required=True, validate=validate.OneOf(CALENDARS))
    postcodes = fields.List(fields.String(), required=True)
    ways = fields.List(fields.Nested(_WaySchema), required=True, validate=validate.Length(1))


class _RefusedSchema(Schema):
    postcodes = fields.List(fields.String(), required=True, validate=validate.Length(1))
    words = fields.String(required=True)


class _TariffSchema(Schema):
    cutoff = fields.Time(required=True, format="%H:%M")
    sent_from = fields.String(required=True, validate=validate.OneOf(CALENDARS))
    unknown_weight_grams = fields.Integer(strict=True, required=True, validate=validate.Range(1))
    areas = fields.List(fields.String(validate=validate.Regexp(r"[A-Z]{1,2}\Z")), required=True)
    zones = fields.List(fields.Nested(_ZoneSchema), required=True)
    refused = fields.List(fields.Nested(_RefusedSchema), load_default=list)


@cache
def tariff() -> Tariff:
    """The shop's tariff. Raises TariffError."""
    return read_tariff(FILE.read_text(encoding="utf-8"))


def read_tariff(text: str) -> Tariff:
    """A tariff from its TOML text. Raises TariffError with everything that is wrong."""
    try:
        raw: dict[str, Any] = _TariffSchema().load(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise TariffError([f"the file is not TOML: {error}"]) from None
    except ValidationError as error:
        raise TariffError(list(_flat(error.normalized_messages(), ""))) from None
    problems = list(_problems(raw))
    if problems:
        raise TariffError(problems)
    return Tariff(
        **{key: raw[key] for key in ("cutoff", "sent_from", "unknown_weight_grams")},
        areas=frozenset(raw["areas"]),
        zones=tuple(_zone(zone) for zone in raw["zones"]),
        refused=tuple((tuple(map(read_districts, row["postcodes"])), row["words"]) for row in raw["refused"]),
    )


def _zone(zone: dict[str, Any]) -> Zone:
    return Zone(
        key=zone["key"],
        name=zone["name"],
        holidays=zone["holidays"],
        districts=tuple(map(read_districts, zone["postcodes"])),
        ways=tuple(Way(**{**way, "bands": tuple(way["bands"])}) for way in zone["ways"]),
    )


def _problems(raw: dict[str, Any]) -> Iterator[str]:
    if [bool(zone["postcodes"]) for zone in raw["zones"]].count(False) != 1:
        yield "zones: exactly one must have no postcodes; it is for all the rest"
    for row in [*raw["zones"], *raw["refused"]]:
        for written in row["postcodes"]:
            try:
                area = read_districts(written).area
            except ValueError as error:
                yield f"{row.get('key', 'refused')}.postcodes: {error}"
            else:
                if area not in raw["areas"]:
                    yield f"{row.get('key', 'refused')}.postcodes: '{written}' begins with none of areas"
    for zone in raw["zones"]:
        for way in zone["ways"]:
            where = f"{zone['key']}.{way['code']}"
            if not 0 < way["days"][0] <= way["days"][1]:
                yield f"{where}.days: must be two whole numbers, the first above 0 and not above the second"
            grams = [band[0] for band in way["bands"]]
            if grams != sorted(set(grams)) or grams[0] <= 0 or min(band[1] for band in way["bands"]) < 0:
                yield f"{where}.bands: must be [grams, pence] with rising grams and no negative price"


def _flat(messages: Any, path: str) -> Iterator[str]:
    if isinstance(messages, dict):
        for key, value in messages.items():
            yield from _flat(value, f"{path}.{key}".lstrip("."))
    else:
        yield f"{path}: {' '.join(map(str, messages))}"
