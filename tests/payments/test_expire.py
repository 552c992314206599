from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from shop.payments.actions import NotPayable, renew_payment, start_payment
from shop.payments.gateway_values import GatewayUnavailable
from shop.payments.settling import expire, settle
from tests.orders.factories import TABLETS, line, set_stock, stock
from tests.orders.factories import placed as place
from tests.payments.factories import (
    TILL,
    at_the_payment_page,
    bought,
    mails,
    order_of,
    payment_of,
    session_of,
    standing,
)
from tests.payments.fake_gateway import FakeGateway

WHY = "the time to pay was over"


def test_the_page_is_closed_before_the_goods_go_back(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    set_stock("ATROSAN-30", 5)
    placed = at_the_payment_page(gateway=gateway, now=now)

    expire(payment_id=placed.payment_id, gateway=gateway, now=now, why=WHY)

    assert gateway.sessions[session_of(placed)].status == "expired"
    assert standing(placed) == ("cancelled", "expired", "released")
    assert order_of(placed).events[-1].why == WHY
    assert stock("ATROSAN-30") == (5, 0)


def test_expiring_again_gives_nothing_back_twice(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    set_stock("ATROSAN-30", 5)
    placed = at_the_payment_page(gateway=gateway, now=now)
    place(line(TABLETS), now=now, attempt="b" * 32)

    for _ in range(3):
        expire(payment_id=placed.payment_id, gateway=gateway, now=now, why=WHY)

    assert standing(placed) == ("cancelled", "expired", "released")
    assert stock("ATROSAN-30") == (5, 1)


def test_a_session_that_was_paid_meanwhile_is_settled_instead(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 5)
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed))

    outcome = expire(payment_id=placed.payment_id, gateway=gateway, now=now, why=WHY)

    assert outcome.is_bought is True
    assert standing(placed) == ("confirmed", "paid", "taken")
    assert stock("ATROSAN-30") == (4, 0)
    assert len(mails()) == 1


def test_the_goods_stay_promised_while_the_provider_can_not_be_reached(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 5)
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.is_down = True

    with pytest.raises(GatewayUnavailable):
        expire(payment_id=placed.payment_id, gateway=gateway, now=now + timedelta(days=1), why=WHY)

    assert standing(placed) == ("created", "placed", "reserved")
    assert stock("ATROSAN-30") == (5, 1)


def test_late_money_takes_the_goods_again_while_they_are_there(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 5)
    placed = at_the_payment_page(gateway=gateway, now=now)
    expire(payment_id=placed.payment_id, gateway=gateway, now=now, why=WHY)
    gateway.pays(session_of(placed))

    settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert standing(placed) == ("confirmed", "paid", "taken")
    assert stock("ATROSAN-30") == (4, 0)
    assert len(mails()) == 1


def test_late_money_for_goods_that_are_sold_out_is_noted_and_flagged(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 5)
    set_stock("BAMBU-100", 2)
    placed = at_the_payment_page(TABLETS, line(sku="BAMBU-100", unit_minor=575), gateway=gateway, now=now)
    expire(payment_id=placed.payment_id, gateway=gateway, now=now, why=WHY)
    set_stock("BAMBU-100", 0)
    gateway.pays(session_of(placed))

    settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert standing(placed) == ("confirmed", "needs_attention", "released")
    assert order_of(placed).attention == (
        "payment 1 of £20.75 came in after the order was closed, and BAMBU-100 is sold out: offer a refund"
    )
    assert payment_of(placed).captured_minor == 2075
    # The tablets that were there are back on the shelf: half an order is none.
    assert stock("ATROSAN-30") == (5, 0)
    assert mails() == []


def test_an_old_page_that_expires_does_not_touch_the_paid_order(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed))
    settle(payment_id=placed.payment_id, gateway=gateway, now=now)
    reference = session_of(placed)
    gateway.sessions[reference] = replace(
        gateway.sessions[reference], status="expired", payment_status="unpaid"
    )

    settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert standing(placed) == ("confirmed", "paid", "taken")


def test_two_payments_for_one_order_are_both_noted_and_a_person_is_asked(
    app: Flask, gateway: FakeGateway, now: datetime, second_payment: Callable[[int], int]
) -> None:
    set_stock("ATROSAN-30", 5)
    placed = at_the_payment_page(gateway=gateway, now=now)
    expire(payment_id=placed.payment_id, gateway=gateway, now=now, why=WHY)
    gateway.pays(session_of(placed))
    settle(payment_id=placed.payment_id, gateway=gateway, now=now)
    again = second_payment(placed.payment_id)

    settle(payment_id=again, gateway=gateway, now=now)

    assert order_of(placed).status == "needs_attention"
    assert order_of(placed).attention == "payment 2 of £15.00 came in while the order was paid"
    assert stock("ATROSAN-30") == (4, 0)
    assert len(mails()) == 1


def test_a_page_that_was_refused_closes_the_order_once_its_time_is_over(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)
    gateway.refuses = True

    expire(payment_id=placed.payment_id, gateway=gateway, now=now + timedelta(minutes=31), why=WHY)

    assert standing(placed) == ("failed", "expired", "released")


def test_a_closed_order_can_not_be_paid_for_anew(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    expire(payment_id=placed.payment_id, gateway=gateway, now=now, why=WHY)

    with pytest.raises(NotPayable):
        renew_payment(order_id=order_of(placed).id, till=TILL, now=now)

    assert start_payment(payment_id=placed.payment_id, gateway=gateway).session_id == session_of(placed)
