"""Decides which place a visitor means by what was typed into one field, and says so when it had to guess."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from shop.stockists.gazetteer import District, Gazetteer, Town, normalised
from shop.stockists.postcodes import Reading, compact, readings, repairs

MAX_LENGTH = 60
MAX_CHOICES = 8

Precision = Literal["unit", "sector", "district", "town"]

# What the button "Use my location" writes into the field; the browser rounds it to about 100 m.
_POINT = re.compile(r"(-?[0-9]{1,2}\.[0-9]{1,3}), ?(-?[0-9]{1,3}\.[0-9]{1,3})", re.ASCII)
# Round the United Kingdom and the Crown dependencies, with room: south, north, west, east.
_CORNERS = (48.5, 61.5, -9.5, 2.5)

_EIRCODE = re.compile(r"(?:[AC-FHKNPRTV-Y][0-9]{2}|D6W)[0-9AC-FHKNPRTV-Y]{4}")
_ISLAND_AREAS = {"JE": "Jersey", "GY": "Guernsey", "IM": "the Isle of Man"}
_LOOK_AGAIN = "Look at it again, or type the name of a town."
_HELP = "Type a full postcode, such as KA11 5BW, or the name of a town."


@dataclass(frozen=True)
class Place:
    """A point for one reading of the text. `note` says in sentences what was guessed or is only rough."""

    label: str
    lat: float
    lon: float
    precision: Precision
    note: str | None = None


@dataclass(frozen=True)
class Choice:
    """Several places fit. Each option's label, typed again, leads to that place and no other."""

    question: str
    options: tuple[Place, ...]


@dataclass(frozen=True)
class NotAPlace:
    """No place fits; `message` says why and what to type instead."""

    message: str


def locate(text: str, gazetteer: Gazetteer) -> Place | Choice | NotAPlace:
    """The place meant by a postcode, part of one, a town, or "town, county". Never raises, whatever the text.

    What can be read as it stands always beats a repair; a repair needs exactly one living postcode to lead to
    and is shown in the note.
    """
    typed = " ".join("".join(c if c.isprintable() else " " for c in text[: MAX_LENGTH * 4]).split())
    if not typed:
        return NotAPlace(_HELP)
    if len(typed) > MAX_LENGTH:
        return NotAPlace(f"That is too long: {MAX_LENGTH} letters and digits at most. {_HELP}")
    return (
        _as_point(typed)
        or _as_postcode(typed, gazetteer)
        or _as_special_code(typed)
        or _as_name(typed, gazetteer)
        or _as_county(typed, gazetteer)
        or _as_repaired_postcode(typed, gazetteer)
        or _as_dead_postcode(typed, gazetteer)
        or _as_nearly_a_name(typed, gazetteer)
        or NotAPlace(f"We know no place in the UK called “{typed}”. {_HELP}")
    )


def _as_point(typed: str) -> Place | NotAPlace | None:
    match = _POINT.fullmatch(typed)
    if match is None:
        return None
    lat, lon = float(match[1]), float(match[2])
    south, north, west, east = _CORNERS
    if not (south <= lat <= north and west <= lon <= east):
        return NotAPlace(f"Your location is not in the UK, and our shops are. {_HELP}")
    return Place("your location", lat, lon, "sector")


def _as_postcode(typed: str, gazetteer: Gazetteer) -> Place | None:
    for reading in readings(typed):
        if place := _place_of(reading, gazetteer):
            return place
    return None


def _place_of(reading: Reading, gazetteer: Gazetteer) -> Place | None:
    """The unit, else its sector, else its district with a note that says which."""
    if point := gazetteer.unit(reading):
        return Place(str(reading), *point, "unit")
    is_full = len(reading.inward) == 3
    if point := gazetteer.sector(reading):
        label = f"{reading.outward} {reading.inward[:1]}"
        return Place(label, *point, "sector", _not_in_list(reading, label) if is_full else None)
    district = gazetteer.district(reading.outward)
    if district is None:
        district = gazetteer.old_london_district(reading.outward)
        return _district_place(district, _old_london_note(reading.outward)) if district else None
    if reading.inward and not is_full and district.has_units:
        return None
    return _district_place(district, _district_note(reading, district))


def _district_place(district: District, note: str | None) -> Place:
    label = f"{district.outcode}, {district.label}" if district.label else district.outcode
    return Place(label, district.lat, district.lon, "district", note)


def _district_note(reading: Reading, district: District) -> str | None:
    if not district.has_units:
        area = re.sub(r"[0-9].*", "", district.outcode)
        where = _ISLAND_AREAS.get(area, "Northern Ireland")
        return (
            f"In {where} we know only the first half of a postcode. We measure from the middle of"
            f" {district.outcode}, so the distances are rough."
        )
    if reading.inward:
        return _not_in_list(reading, district.outcode)
    return None


def _not_in_list(reading: Reading, instead: str) -> str:
    return f"We don’t have {reading} in our list, so we measure from the middle of {instead}."


def _old_london_note(outcode: str) -> str:
    return (
        f"{outcode} is now several smaller districts. We measure from their middle;"
        " type a full postcode to be exact."
    )


def _as_special_code(typed: str) -> NotAPlace | None:
    packed = compact(typed)
    if re.fullmatch(r"BFPO[0-9]{0,4}|BF1[0-9]?([0-9][A-Z]{2})?", packed):
        return NotAPlace(f"A forces post office number is not a place on the map. {_HELP}")
    if packed == "GIR0AA" or re.fullmatch(r"(BX|XX|QC)[0-9]{1,2}([0-9][A-Z]{2})?", packed):
        return NotAPlace(f"{packed} belongs to one company’s post and is not a place on the map. {_HELP}")
    if _EIRCODE.fullmatch(packed):
        return NotAPlace(f"That looks like a code from Ireland. We know shops in the UK only. {_HELP}")
    if re.fullmatch(r"[0-9]{4,}", packed):
        return NotAPlace(f"That does not look like a UK postcode, and we know shops in the UK only. {_HELP}")
    return None


def _as_name(typed: str, gazetteer: Gazetteer) -> Place | Choice | None:
    parts = [part for part in map(normalised, typed.split(",")) if part]
    if not parts:
        return None
    name, areas = parts[0], parts[1:]
    said = typed.split(",", 1)[0].strip()
    towns = gazetteer.towns_named(name)
    if not towns and not areas:
        name, areas, towns = _split_without_comma(name, gazetteer)
    if not towns:
        return _as_other_name(name, gazetteer)
    whole = " ".join(areas)
    inside = [
        town
        for town in towns
        if gazetteer.is_in(town, whole) or all(gazetteer.is_in(town, area) for area in areas)
    ]
    # "Newport, Wales" is the city, although Wales holds another one: its label says "Newport, Pembrokeshire".
    exactly = [town for town in inside if whole == normalised(town.area)]
    if len(inside) == 1 or len(exactly) == 1:
        return _town_place((exactly or inside)[0])
    if inside:
        return _choice(f"Which “{said}” do you mean?", inside, gazetteer)
    unknown = typed.split(",", 1)[-1].strip()
    if len(towns) == 1:
        note = f"We could not match “{unknown}”, so this is {towns[0].label}."
        return replace(_town_place(towns[0]), note=note)
    return _choice(f"We could not match “{unknown}”. Which “{said}” do you mean?", towns, gazetteer)


def _split_without_comma(name: str, gazetteer: Gazetteer) -> tuple[str, list[str], list[Town]]:
    """`newport isle of wight` → newport, [isle of wight], and the towns; only where the area fits a town."""
    words = name.split()
    for at in range(len(words) - 1, 0, -1):
        head, area = " ".join(words[:at]), " ".join(words[at:])
        towns = [town for town in gazetteer.towns_named(head) if gazetteer.is_in(town, area)]
        if towns:
            return head, [area], towns
    return name, [], []


def _as_other_name(name: str, gazetteer: Gazetteer) -> Place | None:
    found = gazetteer.other_name(name)
    if not found:
        return None
    label, district = found
    note = f"We measure from the middle of the postcode district {district.outcode}."
    return Place(label, district.lat, district.lon, "district", note)


def _town_place(town: Town) -> Place:
    return Place(town.label, town.lat, town.lon, "town")


def _choice(question: str, towns: list[Town], gazetteer: Gazetteer) -> Choice:
    """Options whose labels differ: where two agree, the district tells them apart."""
    labels = [town.label for town in towns]
    options = []
    for town in towns[:MAX_CHOICES]:
        place = _town_place(town)
        if labels.count(town.label) > 1:
            outcode = town.outcode or gazetteer.nearest_outcode(town)
            place = replace(place, label=f"{town.name}, {outcode}")
        options.append(place)
    return Choice(question, tuple(options))


def _as_county(typed: str, gazetteer: Gazetteer) -> Choice | None:
    towns = gazetteer.towns_in(normalised(typed), MAX_CHOICES)
    if not towns:
        return None
    return _choice(
        "That is a whole county or country. Choose a town there, or type your postcode.", towns, gazetteer
    )


def _as_repaired_postcode(typed: str, gazetteer: Gazetteer) -> Place | None:
    living = [place for reading in repairs(typed) if (place := _living(reading, gazetteer))]
    if len(living) != 1:
        return None
    place = living[0]
    said = f"Showing {place.label}. You typed {typed}."
    return replace(place, note=f"{said} {place.note}" if place.note else said)


def _living(reading: Reading, gazetteer: Gazetteer) -> Place | None:
    """The place of a repaired reading, only where the whole of it is known to exist."""
    place = _place_of(reading, gazetteer)
    if place is None or place.precision == "unit":
        return place
    district = gazetteer.district(reading.outward)
    whole = district is not None and (not reading.inward or not district.has_units)
    return place if whole else None


def _as_dead_postcode(typed: str, gazetteer: Gazetteer) -> NotAPlace | None:
    """A text with a whole postcode's shape that leads nowhere."""
    for reading in readings(typed):
        if len(reading.inward) < 3:
            continue
        if not gazetteer.knows_area(reading.outward):
            letters = re.sub(r"[0-9].*", "", reading.outward)
            return NotAPlace(
                f"No UK postcode begins with {letters}. Look at it again, or type the name of a town."
            )
        return NotAPlace(f"We can’t find the postcode {reading}. It may be an old one. {_LOOK_AGAIN}")
    return None


def _as_nearly_a_name(typed: str, gazetteer: Gazetteer) -> Choice | None:
    name = normalised(typed)
    if len(name) < 3 or any(sign.isdigit() for sign in name):
        return None
    towns = [town for like in gazetteer.names_like(name, MAX_CHOICES) for town in gazetteer.towns_named(like)]
    if not towns:
        return None
    unique = list({town.id: town for town in towns}.values())
    return _choice(f"We know no place called “{typed}”. Did you mean one of these?", unique, gazetteer)
