"""The range on PostgreSQL: the same shelves, and the last pack promised once to many buyers at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import update

from shop.catalog.actions import OutOfStock, reserve
from shop.catalog.models import Variant
from shop.catalog.product_sheets import sheet_of
from shop.catalog.queries import list_products, variants_by_sku
from shop.catalog.sheets import read_sheets
from shop.db import db, transaction
from tests import postgres
from tests.shelves import NOON

pytestmark = pytest.mark.xdist_group("postgres")

BUYERS = 6


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Flask]:
    """The shop on PostgreSQL, stocked."""
    application = postgres.application(tmp_path, postgres.migrated_database(tmp_path))
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.mark.usefixtures("shop")
def test_shelves_and_sheets_are_the_same_on_postgresql() -> None:
    assert [p.slug for p in list_products(kind="food")] == ["bambu"]
    assert [p.slug for p in list_products(need="muscle-aches-and-stiffness")] == ["atrogel"]
    assert [sheet_of(product) for product in list_products()] == read_sheets()


def test_of_six_buyers_at_once_two_get_the_last_two(shop: Flask) -> None:
    with transaction() as session:
        session.execute(update(Variant).where(Variant.sku == "ATROSAN-30").values(on_hand=2))
    together = Barrier(BUYERS)

    def buy(_buyer: int) -> bool:
        with shop.app_context():
            together.wait()
            try:
                with transaction():
                    reserve(sku="ATROSAN-30", quantity=1, why="for a test", now=NOON)
            except OutOfStock:
                return False
            return True

    with ThreadPoolExecutor(BUYERS) as pool:
        got = list(pool.map(buy, range(BUYERS)))

    assert sorted(got) == [False] * 4 + [True] * 2
    db.session.expire_all()
    assert variants_by_sku(["ATROSAN-30"])["ATROSAN-30"].reserved == 2
