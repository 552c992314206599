from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from shop.db import db, transaction
from shop.orders.actions import await_money, close_unpaid, flag_for_attention, mark_paid
from shop.orders.models import Order
from shop.orders.queries import lock_order
from tests.orders.factories import COFFEE, TABLETS, placed

CLOSED = "This order was closed without payment"


def moved(order: Order, act: Callable[[Order], object]) -> str:
    """The secret of the order once `act` was done to it."""
    with transaction():
        act(lock_order(order.id))
    return order.secret


def test_a_placed_order_says_what_was_ordered_and_how_to_pay(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    order = placed(TABLETS, COFFEE, now=now)

    page = client.get(f"/orders/{order.secret}").text

    assert "<title>Order SR-100001 ·" in page
    assert "This order is not paid for yet" in page
    assert f'action="/orders/{order.secret}/pay" method="post"' in page
    assert "Pay £26.50 now" in page
    assert "A.Vogel Atrosan Devil&#39;s Claw tablets" in page
    assert "Standard, tracked 48" in page
    assert "Includes VAT of £2.21." in page
    assert "12 St James&#39;s Square" in page
    assert "Always read the leaflet" in page
    assert "You have 14 days from the day the last parcel reaches you" in page.replace("\n", " ")


def test_vat_is_told_by_rate(app: Flask, client: FlaskClient, now: datetime) -> None:
    order = placed(TABLETS, COFFEE, now=now)

    page = client.get(f"/orders/{order.secret}").text

    assert "£13.25, of which £2.21 is VAT. Without VAT £11.04." in page
    assert "£13.25, of which £0.00 is VAT. Without VAT £13.25." in page


def test_food_alone_needs_no_leaflet(app: Flask, client: FlaskClient, now: datetime) -> None:
    order = placed(COFFEE, now=now)

    assert "Always read the leaflet" not in client.get(f"/orders/{order.secret}").text


@pytest.mark.parametrize(
    ("act", "words", "has_button"),
    [
        (lambda o, now: None, "This order is not paid for yet", True),
        (lambda o, now: await_money(order=o, now=now), "Your payment is on its way", False),
        (lambda o, now: mark_paid(order=o, now=now), "Thank you. Your order is paid for", False),
        (lambda o, now: close_unpaid(order=o, why="late", now=now), CLOSED, False),
        (
            lambda o, now: flag_for_attention(order=o, why="£1.00 too much", now=now),
            "One of us needs to look at this order",
            False,
        ),
        (lambda o, now: o.move("cancelled", at=now, why="asked"), "This order was cancelled", False),
    ],
)
def test_every_standing_is_said_in_words(
    act: Callable[[Order, datetime], object],
    words: str,
    has_button: bool,
    app: Flask,
    client: FlaskClient,
    now: datetime,
) -> None:
    secret = moved(placed(now=now), lambda order: act(order, now))

    answer = client.get(f"/orders/{secret}")

    assert answer.status_code == 200
    assert words in answer.text
    assert (f"/orders/{secret}/pay" in answer.text) is has_button
    # Why a person has to look is for that person.
    assert "too much" not in answer.text


@pytest.mark.parametrize(
    ("course", "words"),
    [
        (["packed"], "Your order is packed"),
        (["packed", "dispatched"], "Your order is on its way"),
        (["packed", "dispatched", "delivered"], "Your order has arrived"),
    ],
)
def test_a_parcel_under_way_is_told(
    course: list[str], words: str, app: Flask, client: FlaskClient, now: datetime
) -> None:
    def go(order: Order) -> None:
        mark_paid(order=order, now=now)
        for state in course:
            order.move(state, at=now, why="the shop did it")

    assert words in client.get(f"/orders/{moved(placed(now=now), go)}").text


def test_the_address_of_the_page_never_leaks(app: Flask, client: FlaskClient, now: datetime) -> None:
    answer = client.get(f"/orders/{placed(now=now).secret}")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("secret", ["x", "SR-100001", "1", "%00", "é" * 32, "a" * 500])
def test_no_other_address_opens_an_order(secret: str, shop: Flask, now: datetime) -> None:
    placed(now=now)

    assert shop.test_client().get(f"/orders/{secret}").status_code == 404


def test_the_page_asks_the_database_five_times(app: Flask, client: FlaskClient, now: datetime) -> None:
    secret = placed(TABLETS, COFFEE, now=now).secret
    db.session.remove()
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))

    client.get(f"/orders/{secret}")

    selects = [s for s in asked if s.startswith("SELECT") and "content_version" not in s]
    assert len(selects) == 5
