"""The sample shops are plainly made up, stand where they say, and come and go by one command."""

import re
import tomllib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from shop.db import db, transaction
from shop.stockists import actions
from shop.stockists.distance import distance_km
from shop.stockists.gazetteer import Gazetteer
from shop.stockists.models import KINDS, NATIONS, Stockist, StockistProduct
from shop.stockists.places import Place, locate

ENTRIES: list[dict[str, Any]] = tomllib.loads(actions.SAMPLES.read_text(encoding="utf-8"))["stockist"]
PRODUCTS = {
    "balance-mineral-drink", "dormeasan", "stress-relief-daytime", "atrosan", "atrogel", "bambu",
    "pollinosan-eye-drops",
}  # fmt: skip
# Ofcom: telephone numbers for use in TV and radio drama programmes.
DRAMA = re.compile(
    r"01632 960\d{3}|020 7946 0\d{3}|029 2018 0\d{3}|028 9649 6\d{3}|0191 498 0\d{3}"
    r"|01(13|14|15|16|17|18|21|31|41|51|61) 496 0\d{3}"
)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["slug"])
def test_a_sample_is_plainly_made_up(entry: dict[str, Any]) -> None:
    assert entry["name"].startswith("Sample ")
    assert re.fullmatch(r"\d+ Sample Street", entry["address_line_1"])
    assert DRAMA.fullmatch(entry["phone"])
    assert re.fullmatch(r"https://[a-z0-9-]+\.example\.org", entry.get("website", "https://none.example.org"))
    assert 2 <= len(set(entry["stocks"])) <= 7
    assert set(entry["stocks"]) <= PRODUCTS
    assert entry["kind"] in KINDS


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["slug"])
def test_a_sample_stands_at_the_point_of_its_postcode(gazetteer: Gazetteer, entry: dict[str, Any]) -> None:
    found = locate(entry["postcode"], gazetteer)

    assert isinstance(found, Place)
    assert found.precision == ("unit" if entry["nation"] in ("England", "Scotland", "Wales") else "district")
    assert distance_km(found.lat, found.lon, entry["lat"], entry["lon"]) < 0.001


def test_the_samples_cover_the_country() -> None:
    places = {entry["name"].split(", ")[1] for entry in ENTRIES}

    assert len(ENTRIES) == 65
    assert {entry["nation"] for entry in ENTRIES} == set(NATIONS)
    assert places >= {
        "Lerwick", "Kirkwall", "Stornoway", "Isle of Skye", "Belfast", "Derry", "Bangor", "Cardiff",
        "Aberystwyth", "Penzance", "Isles of Scilly", "St Helier", "Douglas", "Soho", "Leeds", "Irvine",
        "Norwich",
    }  # fmt: skip
    assert {slug for entry in ENTRIES for slug in entry["stocks"]} == PRODUCTS


def counted(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_loading_the_samples_twice_changes_nothing(app: Flask, now: datetime) -> None:
    with transaction():
        actions.load_samples(now=now)
    before = (counted(Stockist), counted(StockistProduct))

    with transaction():
        loaded = actions.load_samples(now=now)

    assert loaded == 65
    assert (
        (counted(Stockist), counted(StockistProduct))
        == before
        == (65, sum(len(e["stocks"]) for e in ENTRIES))
    )


def test_loading_puts_a_changed_sample_back(app: Flask, now: datetime) -> None:
    statement = select(Stockist).where(Stockist.town == "Irvine").options(selectinload(Stockist.products))
    with transaction():
        actions.load_samples(now=now)
    with transaction() as session:
        changed = session.scalars(statement).one()
        changed.name = "Renamed"
        changed.products = [StockistProduct(product_slug="something-else")]

    with transaction():
        actions.load_samples(now=now)

    restored = db.session.scalars(statement).one()
    entry = next(e for e in ENTRIES if e["town"] == "Irvine")
    assert restored.name == entry["name"]
    assert [p.product_slug for p in restored.products] == sorted(entry["stocks"])


def test_removing_the_samples_leaves_real_shops(
    app: Flask, now: datetime, stockist: Callable[..., Stockist]
) -> None:
    with transaction() as session:
        actions.load_samples(now=now)
        session.add(stockist(stocks=("atrosan",), name="A Real Shop"))

    result = app.test_cli_runner().invoke(args=["stockists", "remove-samples"])

    assert result.output == "65 sample shops were taken off the list.\n"
    assert list(db.session.scalars(select(Stockist.name))) == ["A Real Shop"]
    assert counted(StockistProduct) == 1


def test_the_command_loads_them(app: Flask) -> None:
    app.test_cli_runner().invoke(args=["stockists", "remove-samples"])

    result = app.test_cli_runner().invoke(args=["stockists", "load-samples"])

    assert result.output == "65 sample shops are in the list.\n"
    assert counted(Stockist) == 65


def test_a_real_shop_with_a_samples_slug_is_left_alone(
    app: Flask, now: datetime, stockist: Callable[..., Stockist]
) -> None:
    with transaction():
        actions.remove_samples()
    with transaction() as session:
        session.add(stockist(slug=ENTRIES[0]["slug"], name="A Real Shop"))

    with transaction():
        loaded = actions.load_samples(now=now)

    assert loaded == 64
    kept = db.session.scalars(select(Stockist).where(Stockist.slug == ENTRIES[0]["slug"])).one()
    assert (kept.name, kept.is_sample) == ("A Real Shop", False)
