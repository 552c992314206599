from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.catalog.actions import OutOfStock
from shop.db import db, transaction
from shop.orders.actions import place_order
from shop.orders.models import Order, OrderCounter
from shop.orders.queries import NoSuchOrder, get_order, get_order_by_secret
from tests.orders.factories import COFFEE, TABLETS, agreement, line, placed, set_stock, stock


def how_many_orders() -> int:
    return db.session.execute(select(func.count(Order.id))).scalar_one()


def test_an_order_freezes_what_was_agreed(app: Flask, now: datetime) -> None:
    order = placed(TABLETS, COFFEE, now=now)

    assert order.label == "SR-100001"
    assert order.status == "placed"
    assert order.stock == "reserved"
    assert (order.goods_minor, order.delivery_minor, order.total_minor) == (2300, 350, 2650)
    assert (order.delivery_vat_minor, order.vat_minor) == (29, 221)
    assert order.expires_at == now + timedelta(minutes=31)
    assert [(x.sku, x.quantity, x.unit_minor, x.line_minor, x.vat_minor) for x in order.lines] == [
        ("ATROSAN-30", 1, 1150, 1150, 192),
        ("BAMBU-100", 2, 575, 1150, 0),
    ]
    assert [(x.rate, x.gross_minor, x.vat_minor) for x in order.vat_rates] == [(20, 1325, 221), (0, 1325, 0)]
    assert [(x.old_status, x.new_status) for x in order.events] == [(None, "placed")]


def test_an_order_takes_its_goods_off_the_free_stock(app: Flask, now: datetime) -> None:
    set_stock("BAMBU-100", 7)

    placed(COFFEE, now=now)

    assert stock("BAMBU-100") == (7, 2)


def test_an_order_for_more_than_there_is_leaves_nothing_behind(app: Flask, now: datetime) -> None:
    set_stock("ATROSAN-30", 5)
    set_stock("BAMBU-100", 1)

    with pytest.raises(OutOfStock) as refused:
        placed(TABLETS, COFFEE, now=now)

    assert (refused.value.sku, refused.value.available) == ("BAMBU-100", 1)
    assert stock("ATROSAN-30") == (5, 0)
    assert stock("BAMBU-100") == (1, 0)
    assert how_many_orders() == 0
    assert db.session.execute(select(OrderCounter.last)).scalar_one() == 100_000


def test_the_same_attempt_gives_the_same_order_and_takes_the_goods_once(app: Flask, now: datetime) -> None:
    set_stock("ATROSAN-30", 5)

    first = placed(now=now)
    second = placed(now=now)

    assert second.id == first.id
    assert how_many_orders() == 1
    assert stock("ATROSAN-30") == (5, 1)


def test_numbers_follow_each_other_without_a_gap(app: Flask, now: datetime) -> None:
    set_stock("ATROSAN-30", 3)

    numbers = [placed(now=now, attempt=attempt * 32).number for attempt in "ab"]
    with pytest.raises(OutOfStock):
        placed(line(quantity=9), now=now, attempt="c" * 32)
    numbers.append(placed(now=now, attempt="d" * 32).number)

    assert numbers == [100_001, 100_002, 100_003]


def test_secrets_are_long_and_never_alike(app: Flask, now: datetime) -> None:
    secrets = {placed(now=now, attempt=attempt * 32).secret for attempt in "abc"}

    assert len(secrets) == 3
    assert {len(secret) for secret in secrets} == {32}


def test_nothing_is_kept_when_the_transaction_fails_later(app: Flask, now: datetime) -> None:
    set_stock("ATROSAN-30", 5)

    def place_and_fail() -> None:
        with transaction():
            place_order(agreement=agreement(), now=now)
            raise RuntimeError("the process broke down")

    with pytest.raises(RuntimeError, match="broke down"):
        place_and_fail()

    assert how_many_orders() == 0
    assert stock("ATROSAN-30") == (5, 0)


def test_two_lines_of_one_sku_are_no_agreement() -> None:
    with pytest.raises(ValueError, match="one line for each sku"):
        agreement(TABLETS, TABLETS)


def test_an_order_is_found_by_its_whole_secret_only(app: Flask, now: datetime) -> None:
    order = placed(now=now)

    assert get_order_by_secret(order.secret).id == order.id
    with pytest.raises(NoSuchOrder):
        get_order_by_secret(order.secret[:-1])
    with pytest.raises(NoSuchOrder):
        get_order_by_secret(order.attempt)


def test_no_one_sets_the_status_past_the_table(app: Flask, now: datetime) -> None:
    order = placed(now=now)

    with pytest.raises(AttributeError):
        order.status = "paid"  # type: ignore[method-assign]

    assert get_order(order.id).status == "placed"
