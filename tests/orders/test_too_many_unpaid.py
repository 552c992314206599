"""Robots that try cards place order after order and pay for none: five for one email is the most."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.db import db, transaction
from shop.orders.actions import LIFE, TooManyUnpaid, close_unpaid, mark_paid
from shop.orders.models import Order, OrderCounter
from shop.orders.queries import lock_order
from tests.crowds import all_at_once
from tests.orders.factories import ADA, COFFEE, placed, set_stock, stock


def places(how_many: int, *, now: datetime, email: str = "ada@example.com", since: int = 0) -> list[Order]:
    """So many orders for one email, each from a review page of its own."""
    shopper = replace(ADA, email=email)
    return [
        placed(COFFEE, now=now, shopper=shopper, attempt=f"{email}-{number}")
        for number in range(since, since + how_many)
    ]


def how_many_orders() -> int:
    db.session.rollback()
    return db.session.execute(select(func.count(Order.id))).scalar_one()


def test_a_sixth_unpaid_order_is_refused_and_leaves_nothing_behind(shop: Flask, now: datetime) -> None:
    set_stock("BAMBU-100", 20)
    places(5, now=now)

    with pytest.raises(TooManyUnpaid) as refused:
        places(1, now=now, since=5)

    assert refused.value.status == 429
    assert "Pay for one of them, or wait half an hour" in refused.value.message
    assert (how_many_orders(), stock("BAMBU-100")) == (5, (20, 10))
    assert db.session.execute(select(OrderCounter.last)).scalar_one() == 100_005


def test_capitals_make_no_other_email(app: Flask, now: datetime) -> None:
    set_stock("BAMBU-100", 20)
    places(5, now=now)

    with pytest.raises(TooManyUnpaid):
        places(1, now=now, email="Ada@Example.COM")


def test_another_email_is_not_held_up(app: Flask, now: datetime) -> None:
    set_stock("BAMBU-100", 20)
    places(5, now=now)

    assert places(1, now=now, email="grace@example.com")[0].status == "placed"


def test_the_same_button_pressed_again_gives_its_order_and_no_refusal(app: Flask, now: datetime) -> None:
    set_stock("BAMBU-100", 20)
    [*_, fifth] = places(5, now=now)

    assert places(1, now=now, since=4)[0].id == fifth.id


def test_paying_for_one_or_letting_one_go_makes_room(app: Flask, now: datetime) -> None:
    set_stock("BAMBU-100", 20)
    [first, second, *_] = places(5, now=now)

    with transaction():
        mark_paid(order=lock_order(first.id), now=now)
        close_unpaid(order=lock_order(second.id), why="a test", now=now)

    assert len(places(2, now=now, since=5)) == 2
    with pytest.raises(TooManyUnpaid):
        places(1, now=now, since=7)


def test_half_an_hour_later_there_is_room_again(app: Flask, now: datetime) -> None:
    set_stock("BAMBU-100", 40)
    places(5, now=now)

    with pytest.raises(TooManyUnpaid):
        places(1, now=now + LIFE - timedelta(seconds=1), since=5)

    assert len(places(5, now=now + LIFE, since=5)) == 5


def test_twenty_orders_at_once_for_one_email_become_five(shop: Flask, now: datetime) -> None:
    set_stock("BAMBU-100", 100)

    results = all_at_once(
        shop, 20, lambda number: placed(COFFEE, now=now, attempt=f"at-once-{number}").status
    )

    assert results.count("placed") == 5
    assert {type(result) for result in results} == {str, TooManyUnpaid}
    assert (how_many_orders(), stock("BAMBU-100")) == (5, (100, 10))
