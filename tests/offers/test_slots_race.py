"""Twenty shoppers want the last uses of a voucher: first with the guard off, then on."""

import threading
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from shop.db import db, transaction
from shop.offers.actions import VoucherRefused, claim_slot
from shop.offers.models import VoucherSlot
from shop.offers.rules import Given
from shop.orders.actions import close_unpaid, place_order
from shop.orders.queries import lock_order
from tests.crowds import all_at_once
from tests.offers.given import made
from tests.orders.factories import ADA, agreement, line, placed, set_stock

SHOPPERS = 20
TEN = Given(
    slug="winter-ten",
    label="10% off",
    kind="percentage",
    code="WINTER-10",
    by_sku=(("ATROSAN-30", 115),),
    delivery_minor=0,
)


def used() -> int:
    db.session.rollback()
    return db.session.execute(select(func.count(VoucherSlot.id))).scalar_one()


def won(results: list[Any]) -> int:
    return sum(1 for result in results if not isinstance(result, Exception))


def orders_of(how_many: int, now: datetime) -> list[int]:
    set_stock("ATROSAN-30", 100)
    return [
        placed(line(), attempt=f"{n:032}", shopper=replace(ADA, email=f"s{n}@example.com"), now=now).id
        for n in range(how_many)
    ]


def test_looking_first_and_claiming_then_gives_the_last_slot_to_everyone(shop: Flask, now: datetime) -> None:
    made(now, limit_total=1)
    everyone_has_looked = threading.Barrier(SHOPPERS)

    def without_guard(_number: int) -> None:
        with db.engine.connect() as connection:
            taken = connection.execute(text("SELECT count(*) FROM voucher_slots")).scalar_one()
        everyone_has_looked.wait()
        assert taken == 0

    assert won(all_at_once(shop, SHOPPERS, without_guard)) == SHOPPERS


@pytest.mark.parametrize("left", [1, 5])
def test_the_unique_slot_goes_to_as_many_as_there_are(left: int, shop: Flask, now: datetime) -> None:
    made(now, limit_total=left)
    ids = orders_of(SHOPPERS, now)

    def claim(number: int) -> None:
        with transaction():
            claim_slot(slug="winter-ten", order_id=ids[number], email=f"s{number}@example.com", now=now)

    results = all_at_once(shop, SHOPPERS, claim)

    assert won(results) == left
    assert {type(r) for r in results if r is not None} == {VoucherRefused}
    assert used() == left


def test_one_customer_under_twenty_spellings_uses_it_once(shop: Flask, now: datetime) -> None:
    made(now, limit_each=1)
    ids = orders_of(SHOPPERS, now)

    def claim(number: int) -> None:
        with transaction():
            claim_slot(slug="winter-ten", order_id=ids[number], email=f"A.da+{number}@Gmail.com", now=now)

    results = all_at_once(shop, SHOPPERS, claim)

    assert (won(results), used()) == (1, 1)


def test_twenty_orders_with_the_last_slot_become_one(shop: Flask, now: datetime) -> None:
    made(now, limit_total=1)
    set_stock("ATROSAN-30", 100)

    def order(number: int) -> int:
        with transaction():
            shopper = replace(ADA, email=f"s{number}@example.com")
            agreed = agreement(
                line(discount_minor=115), attempt=f"{number:032}", shopper=shopper, offers=(TEN,)
            )
            return place_order(agreement=agreed, now=now).number

    results = all_at_once(shop, SHOPPERS, order)

    assert [r for r in results if isinstance(r, int)] == [100_001]
    assert used() == 1


def test_a_slot_comes_back_when_the_order_is_closed_unpaid(shop: Flask, now: datetime) -> None:
    made(now, limit_total=1)
    order_id = placed(line(discount_minor=115), offers=(TEN,), now=now).id
    assert used() == 1

    with transaction():
        close_unpaid(order=lock_order(order_id), why="the time to pay was over", now=now)

    assert used() == 0
    again = placed(line(discount_minor=115), attempt="b" * 32, offers=(TEN,), now=now)
    assert [(given.code, given.goods_minor, given.by_sku) for given in again.offers] == [
        ("WINTER-10", 115, {"ATROSAN-30": 115})
    ]
