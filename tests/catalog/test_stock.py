"""Stock moves by one conditional statement each: never promised twice, never below nothing."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from shop.catalog.actions import OutOfStock, StockDisagrees, consume, release, reserve
from shop.catalog.models import Variant
from shop.catalog.queries import variants_by_sku
from shop.db import content_version, db, transaction
from tests.shelves import NOON, set_shelf

SKU = "ATROSAN-30"

TOLD: dict[str, Any] = {"why": "for a test", "now": NOON}

pytestmark = pytest.mark.usefixtures("app")


def shelf() -> tuple[int, int]:
    """What is on hand and what of it is reserved, read afresh."""
    db.session.rollback()
    db.session.expire_all()
    variant = variants_by_sku([SKU])[SKU]
    return variant.on_hand, variant.reserved


def put_on_shelf(on_hand: int, reserved: int = 0) -> None:
    set_shelf(SKU, on_hand, reserved)


def test_reserving_promises_without_taking_off_the_shelf() -> None:
    put_on_shelf(5)

    with transaction():
        reserve(sku=SKU, quantity=2, **TOLD)

    assert shelf() == (5, 2)
    assert variants_by_sku([SKU])[SKU].available == 3


def test_the_last_one_can_be_promised_once() -> None:
    put_on_shelf(1)

    with transaction():
        reserve(sku=SKU, quantity=1, **TOLD)
    with pytest.raises(OutOfStock) as refused, transaction():
        reserve(sku=SKU, quantity=1, **TOLD)

    assert (refused.value.sku, refused.value.available) == (SKU, 0)
    assert refused.value.message == "We don't have that many just now. It is out of stock."
    assert shelf() == (1, 1)


def test_more_than_is_free_is_refused_whole() -> None:
    put_on_shelf(5, reserved=3)

    with pytest.raises(OutOfStock) as refused, transaction():
        reserve(sku=SKU, quantity=3, **TOLD)

    assert refused.value.available == 2
    assert refused.value.message == "We don't have that many just now. You can have 2."
    assert shelf() == (5, 3)


def promise_unguarded(buyers: int) -> None:
    """What reserving would be without its condition: each buyer goes by what was read before."""
    free_as_all_read_it = variants_by_sku([SKU])[SKU].available
    with transaction() as session:
        for _buyer in range(buyers):
            if free_as_all_read_it >= 1:
                more = {"reserved": Variant.reserved + 1}
                session.execute(update(Variant).where(Variant.sku == SKU).values(more))


def test_going_by_what_was_read_before_would_oversell_but_for_the_wall_in_the_table() -> None:
    put_on_shelf(1)

    with pytest.raises(IntegrityError, match="reserved_within_on_hand"):
        promise_unguarded(buyers=2)

    assert shelf() == (1, 0)


def test_a_pack_nobody_sells_is_out_of_stock() -> None:
    with pytest.raises(OutOfStock) as refused, transaction():
        reserve(sku="UNICORN-1", quantity=1, **TOLD)

    assert refused.value.available == 0


def test_what_was_promised_can_be_given_back() -> None:
    put_on_shelf(5, reserved=4)

    with transaction():
        release(sku=SKU, quantity=3, **TOLD)

    assert shelf() == (5, 1)


def test_what_was_paid_leaves_the_shelf_and_the_promise_together() -> None:
    put_on_shelf(5, reserved=4)

    with transaction():
        consume(sku=SKU, quantity=3, **TOLD)

    assert shelf() == (2, 1)


@pytest.mark.parametrize("move", [release, consume])
def test_more_than_was_promised_can_be_neither_given_back_nor_consumed(move) -> None:  # type: ignore[no-untyped-def]
    put_on_shelf(5, reserved=1)

    with pytest.raises(StockDisagrees), transaction():
        move(sku=SKU, quantity=2, **TOLD)

    assert shelf() == (5, 1)


@pytest.mark.parametrize("move", [reserve, release, consume])
def test_a_quantity_is_one_or_more(move) -> None:  # type: ignore[no-untyped-def]
    for quantity in (0, -1):
        with pytest.raises(ValueError, match="1 or more"), transaction():
            move(sku=SKU, quantity=quantity, **TOLD)

    assert shelf() == (24, 0)


def test_public_pages_are_renewed_only_when_availability_flips() -> None:
    put_on_shelf(3)
    versions = [content_version(db.engine)]

    for move, quantity in ((reserve, 2), (reserve, 1), (consume, 1), (release, 1), (release, 1)):
        with transaction():
            move(sku=SKU, quantity=quantity, **TOLD)
        versions.append(content_version(db.engine))

    first = versions[0]
    assert [version - first for version in versions] == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("change", "wall"),
    [
        ("on_hand = -1", "on_hand_not_negative"),
        ("reserved = -1", "reserved_within_on_hand"),
        ("reserved = on_hand + 1", "reserved_within_on_hand"),
        ("price_minor = 0", "price_above_nothing"),
        ("size = 0", "size_above_nothing"),
        ("unit = 'pint'", "unit_known"),
        ("vat_class = 'reduced'", "vat_class_known"),
    ],
)
def test_the_database_itself_refuses_what_cannot_be(app: Flask, change: str, wall: str) -> None:
    with pytest.raises(IntegrityError, match=wall), transaction() as session:
        session.execute(text(f"UPDATE variant SET {change} WHERE sku = '{SKU}'"))
