"""Twenty shoppers want the last five boxes, then the last one: first with the guard off, then on."""

import threading
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from shop.catalog.actions import OutOfStock, reserve
from shop.db import db, transaction
from shop.orders.actions import place_order
from shop.orders.models import Order
from tests.crowds import all_at_once
from tests.orders.factories import ADA, COFFEE, agreement, line, set_stock, stock
from tests.shelves import NOON

SHOPPERS = 20
SKU = "ATROSAN-30"


def sold(results: list[Any]) -> int:
    return sum(1 for result in results if not isinstance(result, Exception))


@pytest.mark.parametrize("left", [5, 1])
def test_read_check_write_sells_the_same_box_to_everyone(left: int, shop: Flask) -> None:
    set_stock(SKU, left)
    everyone_has_looked = threading.Barrier(SHOPPERS)

    def without_guard(_number: int) -> None:
        with db.engine.connect() as connection:
            row = connection.execute(
                text("SELECT on_hand, reserved FROM variant WHERE sku = :sku"), {"sku": SKU}
            ).one()
        everyone_has_looked.wait()
        assert row.on_hand - row.reserved >= 1
        with transaction() as session:
            session.execute(
                text("UPDATE variant SET reserved = :new WHERE sku = :sku"),
                {"new": row.reserved + 1, "sku": SKU},
            )

    # Twenty threads hold a connection each for a moment only, so the pool of ten is enough.
    results = all_at_once(shop, SHOPPERS, without_guard)

    assert sold(results) == SHOPPERS
    assert stock(SKU) == (left, 1)


@pytest.mark.parametrize("left", [5, 1])
def test_a_conditional_update_sells_only_what_there_is(left: int, shop: Flask) -> None:
    set_stock(SKU, left)

    def take(_number: int) -> None:
        with transaction():
            reserve(sku=SKU, quantity=1, why="for a test", now=NOON)

    results = all_at_once(shop, SHOPPERS, take)

    assert sold(results) == left
    assert {type(r) for r in results if r is not None} == {OutOfStock}
    assert stock(SKU) == (left, left)


@pytest.mark.parametrize("left", [5, 1])
def test_twenty_orders_for_the_last_boxes_become_as_many_as_there_are(
    left: int, shop: Flask, now: datetime
) -> None:
    set_stock(SKU, left)
    set_stock("BAMBU-100", 100)

    def order(number: int) -> int:
        # Half of them ask for their goods the other way round: nobody may wait for the other for good.
        lines = (line(), COFFEE) if number % 2 else (COFFEE, line())
        with transaction():
            shopper = replace(ADA, email=f"shopper-{number}@example.com")
            agreed = agreement(*lines, attempt=f"{number:032}", shopper=shopper)
            return place_order(agreement=agreed, now=now).number

    results = all_at_once(shop, SHOPPERS, order)

    assert sold(results) == left
    assert {type(r) for r in results if isinstance(r, Exception)} == {OutOfStock}
    assert sorted(r for r in results if isinstance(r, int)) == [100_001 + n for n in range(left)]
    assert stock(SKU) == (left, left)
    assert stock("BAMBU-100") == (100, 2 * left)


def test_twenty_clicks_on_one_button_become_one_order(shop: Flask, now: datetime) -> None:
    set_stock(SKU, 50)

    def click(_number: int) -> int:
        with transaction():
            return place_order(agreement=agreement(), now=now).id

    results = all_at_once(shop, SHOPPERS, click)

    assert len(set(results)) == 1
    assert isinstance(results[0], int)
    assert db.session.execute(select(func.count(Order.id))).scalar_one() == 1
    assert stock(SKU) == (50, 1)
