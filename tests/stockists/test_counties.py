"""The lists beside the places file agree with it."""

import sqlite3
import tomllib
from pathlib import Path

from shop.stockists import gazetteer as module
from shop.stockists.gazetteer import Gazetteer
from shop.stockists.places import Place, locate

DATA = Path(module.__file__).parent / "data"


def test_every_council_area_of_a_county_is_in_the_places_file(places_path: Path) -> None:
    counties = tomllib.loads((DATA / "counties.toml").read_text(encoding="utf-8"))
    connection = sqlite3.connect(places_path)
    known = {row[0] for row in connection.execute("SELECT DISTINCT county FROM place")}
    connection.close()

    assert {area for areas in counties.values() for area in areas} - known == set()


def test_every_council_area_of_england_belongs_to_a_county_people_write(places_path: Path) -> None:
    counties = tomllib.loads((DATA / "counties.toml").read_text(encoding="utf-8"))
    connection = sqlite3.connect(places_path)
    english = {
        row[0] for row in connection.execute("SELECT DISTINCT county FROM place WHERE nation = 'England'")
    }
    connection.close()

    alone = english - {area for areas in counties.values() for area in areas}

    assert alone == {
        "Cornwall",
        "Isle of Wight",
        "Isles of Scilly",
        "Northumberland",
        "Rutland",
        "County of Herefordshire",
    }


def test_every_other_name_leads_to_a_place(gazetteer: Gazetteer) -> None:
    names = tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))["name"]

    lost = [text for name in names for text in name["text"] if not isinstance(locate(text, gazetteer), Place)]

    assert lost == []
