"""Whatever moves on the shelf stands in its ledger, adds up, and stays as it was written."""

from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from shop.catalog.actions import OutOfStock, consume, count, put_back, receive, release, reserve, write_off
from shop.catalog.models import StockMovement, Variant
from shop.catalog.product_sheets import StockInUse
from shop.catalog.queries import NoSuchPack, ledger_faults, list_movements, list_stock
from shop.db import content_version, db, transaction
from tests.crowds import all_at_once
from tests.shelves import NOON, set_shelf

SKU = "ATROSAN-30"
TOLD: dict[str, Any] = {"why": "for a test", "now": NOON}

pytestmark = pytest.mark.usefixtures("app")


def rows() -> list[tuple[str, int, int, int, int | None]]:
    db.session.rollback()
    return [(m.kind, m.quantity, m.on_hand, m.reserved, m.order_number) for m in list_movements(SKU)]


def test_a_new_shop_begins_with_a_delivery_of_each_pack_and_adds_up() -> None:
    assert rows() == [("delivered", 24, 24, 0, None)]
    assert ledger_faults() == []


def test_every_way_stock_moves_is_written_down_with_what_is_there_after(now: datetime) -> None:
    with transaction():
        reserve(sku=SKU, quantity=3, why="ordered", now=now, order_number=100_001)
        release(sku=SKU, quantity=1, why="one too many", now=now, order_number=100_001)
        consume(sku=SKU, quantity=2, why="paid", now=now, order_number=100_001)
        put_back(sku=SKU, quantity=1, why="sent back unopened", now=now, order_number=100_001)
        receive(sku=SKU, quantity=10, why="delivery note 7", now=now)
        write_off(sku=SKU, quantity=4, why="box was wet", now=now)
        count(sku=SKU, on_hand=27, why="yearly count", now=now)

    assert rows()[1:] == [
        ("reserved", 3, 24, 3, 100_001),
        ("released", 1, 24, 2, 100_001),
        ("taken", 2, 22, 0, 100_001),
        ("put_back", 1, 23, 0, 100_001),
        ("delivered", 10, 33, 0, None),
        ("written_off", 4, 29, 0, None),
        ("counted", -2, 27, 0, None),
    ]
    assert [m.why for m in list_movements(SKU)][-2:] == ["box was wet", "yearly count"]
    assert ledger_faults() == []


def test_a_count_that_agrees_is_written_down_too() -> None:
    with transaction():
        assert count(sku=SKU, on_hand=24, **TOLD) == 0

    assert rows()[-1] == ("counted", 0, 24, 0, None)


def test_fewer_than_are_promised_can_be_neither_counted_nor_written_off() -> None:
    set_shelf(SKU, 5, reserved=4)
    before = rows()

    with pytest.raises(StockInUse, match="reserved 4 times"), transaction():
        count(sku=SKU, on_hand=3, **TOLD)
    with pytest.raises(OutOfStock) as refused, transaction():
        write_off(sku=SKU, quantity=2, **TOLD)

    assert refused.value.available == 1
    assert rows() == before


@pytest.mark.parametrize("move", [put_back, receive, write_off])
def test_a_pack_nobody_knows_is_named(move: Any) -> None:
    with pytest.raises(NoSuchPack, match="No pack has the sku UNICORN-1"), transaction():
        move(sku="UNICORN-1", quantity=1, **TOLD)


def test_a_sku_typed_wrongly_is_answered_with_those_that_may_be_meant() -> None:
    with pytest.raises(NoSuchPack, match="Did you mean ATROSAN-30"), transaction():
        count(sku="atrosan30", on_hand=1, **TOLD)


def test_a_refused_move_leaves_no_row() -> None:
    set_shelf(SKU, 1)
    before = rows()

    with pytest.raises(OutOfStock), transaction():
        reserve(sku=SKU, quantity=2, **TOLD)

    assert rows() == before


def test_stock_changed_behind_the_ledger_is_found_and_named() -> None:
    with transaction() as session:
        session.execute(update(Variant).where(Variant.sku == SKU).values(on_hand=20))

    assert ledger_faults() == ["ATROSAN-30: 20 are on hand and 0 reserved, but its ledger says 24 and 0."]


@pytest.mark.parametrize("change", ["DELETE FROM stock_movements", "UPDATE stock_movements SET on_hand = 9"])
def test_the_ledger_refuses_to_be_changed(change: str) -> None:
    with pytest.raises(DBAPIError, match=r"never (deleted|changed)"), transaction() as session:
        session.execute(text(change))

    assert rows() == [("delivered", 24, 24, 0, None)]


@pytest.mark.parametrize(
    ("kind", "on_hand_change", "reserved_change"),
    [
        ("delivered", -1, 0),
        ("put_back", 1, 1),
        ("reserved", 1, 1),
        ("released", 0, 1),
        ("taken", -1, 0),
        ("written_off", 1, 0),
        ("counted", 0, 1),
    ],
)
def test_a_row_that_moves_the_wrong_way_is_refused(
    kind: str, on_hand_change: int, reserved_change: int
) -> None:
    row = StockMovement(
        sku=SKU,
        kind=kind,
        on_hand_change=on_hand_change,
        reserved_change=reserved_change,
        on_hand=5,
        reserved=1,
        why="",
        at=NOON,
    )

    with pytest.raises(IntegrityError, match="kind_moves_its_way"), transaction() as session:
        session.add(row)


def test_goods_that_come_back_renew_the_public_pages_only_where_there_were_none() -> None:
    set_shelf(SKU, 0)
    versions = [content_version(db.engine)]

    for move in (put_back, receive):
        with transaction():
            move(sku=SKU, quantity=1, **TOLD)
        versions.append(content_version(db.engine))

    assert [version - versions[0] for version in versions] == [0, 1, 1]


def test_twenty_hands_on_one_shelf_leave_a_ledger_in_which_each_row_follows_from_the_last(app: Flask) -> None:
    def one(number: int) -> None:
        move = (receive, reserve, write_off, put_back)[number % 4]
        with transaction():
            move(sku=SKU, quantity=1, **TOLD)

    results = all_at_once(app, 20, one)

    assert results == [None] * 20
    assert ledger_faults() == []
    movements = list_movements(SKU)
    assert len(movements) == 21
    for before, after in pairwise(movements):
        assert after.on_hand == before.on_hand + after.on_hand_change
        assert after.reserved == before.reserved + after.reserved_change


def test_low_stock_is_what_is_free_measured_by_the_packs_own_mark_or_the_shops() -> None:
    set_shelf(SKU, 9, reserved=4)
    with transaction() as session:
        session.execute(update(Variant).where(Variant.sku == "BAMBU-100").values(low_stock=1000))

    assert [pack.sku for pack in list_stock(low_at=5)] == ["ATROSAN-30", "BAMBU-100"]
    assert [pack.sku for pack in list_stock(low_at=4)] == ["BAMBU-100"]
    assert len(list_stock()) > 2
