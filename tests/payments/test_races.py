"""Everybody at once, on both databases: webhook and return page, expiry and money, twenty clicks."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from shop.db import db, transaction
from shop.orders.actions import mark_paid
from shop.orders.models import Order
from shop.orders.queries import get_order
from shop.payments.actions import renew_payment, start_payment
from shop.payments.books import check_books
from shop.payments.events import note_event
from shop.payments.gateway_values import Event
from shop.payments.models import Payment, PaymentEvent
from shop.payments.reconcile import due_work
from shop.payments.settling import expire, settle
from tests.crowds import all_at_once
from tests.orders.factories import ADA, COFFEE, TABLETS, set_stock, stock
from tests.payments.factories import (
    TILL,
    at_the_payment_page,
    bought,
    how_many,
    mails,
    order_of,
    session_of,
    standing,
)
from tests.payments.fake_gateway import FakeGateway

SHOPPERS = 20


def failures(results: list[Any]) -> list[Any]:
    return [result for result in results if isinstance(result, Exception)]


def test_webhook_return_page_and_reconciliation_at_once_settle_once(
    shop: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 5)
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed))
    later = now + timedelta(minutes=2)

    def told(number: int) -> None:
        if number % 4 == 0:
            due_work(gateway, later)
        else:
            settle(payment_id=placed.payment_id, gateway=gateway, now=later)

    results = all_at_once(shop, SHOPPERS, told)

    assert failures(results) == []
    assert standing(placed) == ("confirmed", "paid", "taken")
    assert stock("ATROSAN-30") == (4, 0)
    assert [event.new_status for event in order_of(placed).events] == ["placed", "paid"]
    assert len(mails()) == 1


def test_with_the_lock_left_out_the_same_money_is_counted_many_times(
    shop: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 50, reserved=0)
    placed = at_the_payment_page(gateway=gateway, now=now)
    order_id = order_of(placed).id
    set_stock("ATROSAN-30", 50, reserved=30)
    db.session.rollback()
    everyone_has_looked = threading.Barrier(10)

    def without_lock(_number: int) -> bool:
        # A copy read before the others wrote, as an object kept in a session would be.
        stale = get_order(order_id)
        db.session.expunge_all()
        db.session.rollback()
        everyone_has_looked.wait()
        with transaction():
            return mark_paid(order=stale, now=now)

    results = all_at_once(shop, 10, without_lock)

    assert results == [True] * 10
    assert stock("ATROSAN-30") == (40, 20)


def test_expiry_and_money_at_once_end_in_one_of_two_whole_stories(
    shop: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 5)
    set_stock("BAMBU-100", 7)
    placed = at_the_payment_page(TABLETS, COFFEE, gateway=gateway, now=now)
    reference = session_of(placed)

    def act(number: int) -> None:
        if number == 7:
            with gateway._lock:
                if gateway.sessions[reference].status == "open":
                    gateway.pays(reference)
        elif number % 2:
            expire(payment_id=placed.payment_id, gateway=gateway, now=now, why="a test")
        else:
            settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    results = all_at_once(shop, SHOPPERS, act)
    settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert failures(results) == []
    assert (standing(placed), stock("ATROSAN-30"), stock("BAMBU-100"), len(mails())) in [
        (("confirmed", "paid", "taken"), (4, 0), (5, 0), 1),
        (("cancelled", "expired", "released"), (5, 0), (7, 0), 0),
    ]


def test_twenty_clicks_on_order_and_pay_become_one_order_one_payment_and_one_session(
    shop: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 50)

    def click(_number: int) -> str | None:
        placed = bought(now=now)
        return start_payment(payment_id=placed.payment_id, gateway=gateway).url

    results = all_at_once(shop, SHOPPERS, click)

    assert set(results) == {"https://pay.example/cs_test_1"}
    assert (how_many(Order), how_many(Payment), len(gateway.sessions)) == (1, 1, 1)
    assert stock("ATROSAN-30") == (50, 1)


def test_twenty_tries_to_pay_again_open_one_new_payment(
    shop: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)
    gateway.refuses = True
    due_work(gateway, now + timedelta(minutes=1))
    gateway.refuses = False
    order_id = order_of(placed).id

    results = all_at_once(shop, SHOPPERS, lambda _: renew_payment(order_id=order_id, till=TILL, now=now))

    assert failures(results) == []
    assert len(set(results)) == 1
    assert how_many(Payment) == 2


def test_the_same_message_twenty_times_at_once_is_kept_once(shop: Flask, now: datetime) -> None:
    event = Event(id="evt_1", type="checkout.session.completed", session_id="cs_1", livemode=False)

    results = all_at_once(shop, SHOPPERS, lambda _: note_event(event=event, now=now))

    assert sorted(results) == [False] * (SHOPPERS - 1) + [True]
    assert how_many(PaymentEvent) == 1


def test_orders_settled_and_closed_at_once_never_wait_in_a_circle(
    shop: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 100)
    set_stock("BAMBU-100", 100)
    lines = (TABLETS, COFFEE)
    orders = [
        at_the_payment_page(
            *(lines if n % 2 else lines[::-1]),
            gateway=gateway,
            now=now,
            attempt=f"{n:032}",
            shopper=replace(ADA, email=f"shopper-{n}@example.com"),
        )
        for n in range(SHOPPERS)
    ]
    for placed in orders[::2]:
        gateway.pays(session_of(placed))

    def act(number: int) -> None:
        if number % 2:
            expire(payment_id=orders[number].payment_id, gateway=gateway, now=now, why="a test")
        else:
            settle(payment_id=orders[number].payment_id, gateway=gateway, now=now)

    results = all_at_once(shop, SHOPPERS, act)

    assert failures(results) == []
    assert {standing(placed) for placed in orders[::2]} == {("confirmed", "paid", "taken")}
    assert {standing(placed) for placed in orders[1::2]} == {("cancelled", "expired", "released")}
    assert (stock("ATROSAN-30"), stock("BAMBU-100")) == ((90, 0), (80, 0))
    assert len(mails()) == 10
    assert check_books() == []
