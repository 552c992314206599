"""A shopper cancels: before paying, after paying, all of it or some of it, in time or too late."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop import clock
from shop.db import db, transaction
from shop.orders.cancellation_models import Cancellation
from shop.orders.cancelling import cancellations_of
from shop.orders.queries import lock_order
from tests.orders.factories import COFFEE, TABLETS, set_stock, stock
from tests.payments.factories import (
    Placed,
    at_the_payment_page,
    how_many,
    mails,
    order_of,
    paid,
    sent_out,
    session_of,
    standing,
)
from tests.payments.fake_gateway import FakeGateway


def cancels(client: FlaskClient, placed: Placed, **form: str) -> tuple[int, str]:
    answer = client.post(f"/orders/{placed.secret}/cancel", data=form)
    return answer.status_code, answer.text


def test_an_unpaid_order_is_closed_at_the_provider_and_cancelled(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    set_stock("ATROSAN-30", 5)
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    assert "Cancel this order" in client.get(f"/orders/{placed.secret}/cancel").text

    assert [cancels(client, placed)[0] for _ in range(2)] == [303, 303]

    assert paid_through.sessions[session_of(placed)].status == "expired"
    assert standing(placed) == ("cancelled", "cancelled", "released")
    assert stock("ATROSAN-30") == (5, 0)
    assert "This order was cancelled" in client.get(f"/orders/{placed.secret}").text


def test_money_that_was_quicker_than_the_shopper_is_kept_and_the_order_stands(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    paid_through.pays(session_of(placed))

    cancels(client, placed)

    assert standing(placed) == ("confirmed", "paid", "taken")


def test_nothing_is_cancelled_while_the_provider_can_not_be_reached(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    paid_through.is_down = True

    answer = client.post(f"/orders/{placed.secret}/cancel")

    assert answer.location == f"/orders/{placed.secret}?notice=page-open"
    assert standing(placed) == ("created", "placed", "reserved")


def test_a_paid_order_is_cancelled_on_record_with_a_mail_and_a_day_the_money_is_due(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = paid(paid_through, clock.now(), TABLETS, COFFEE)

    answers = [cancels(client, placed, which="all", why="I ordered twice")[0] for _ in range(2)]

    assert answers == [303, 303]
    (cancellation,) = cancellations_of(order_of(placed).id)
    assert (cancellation.asked_by, cancellation.why) == ("shopper", "I ordered twice")
    assert cancellation.due_at == cancellation.asked_at + timedelta(days=14)
    assert [line.quantity for line in cancellation.lines] == [1, 2]
    assert mails()[1:] == [f"order:{order_of(placed).id}:cancellation:{cancellation.id}"]
    page = client.get(f"/orders/{placed.secret}").text
    assert "Cancelled and paid back" in page
    assert "2 × A.Vogel Bambu, 100 g" in page
    assert "You get your money by" in page


def test_some_of_what_is_with_the_shopper_is_cancelled_and_awaited(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = paid(paid_through, clock.now(), TABLETS, COFFEE)
    sent_out(placed, clock.now())

    assert cancels(client, placed, which="some", **{"packs-BAMBU-100": "1"})[0] == 303

    (cancellation,) = cancellations_of(order_of(placed).id)
    assert (cancellation.due_at, [line.quantity for line in cancellation.lines]) == (None, [1])
    page = client.get(f"/orders/{placed.secret}").text
    assert "Please send the goods back within 14 days" in page
    assert "(up to 1)" in client.get(f"/orders/{placed.secret}/cancel").text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Choose whether you cancel all of it or some of it."),
        ({"which": "some"}, "Say how many you cancel of at least one thing."),
        ({"which": "some", "packs-BAMBU-100": "3"}, "Enter a whole number from 0 to 2."),
        ({"which": "some", "packs-BAMBU-100": "-1"}, "Enter a whole number from 0 to 2."),
        ({"which": "some", "packs-BAMBU-100": "9" * 400}, "Enter a whole number from 0 to 2."),
        ({"which": "all", "why": "x" * 301}, "Shorten this to 300 characters."),
        ({"which": "all", "why": "\x00"}, "Use only letters, figures and signs that can be seen."),
    ],
)
def test_a_form_that_can_not_be_used_says_what_would_be_right_and_cancels_nothing(
    form: dict[str, str], words: str, app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = paid(paid_through, clock.now(), COFFEE)

    status, page = cancels(client, placed, **form)

    assert status == 400
    assert page.count(words) == 2
    assert how_many(Cancellation) == 0


def test_after_14_days_nothing_is_cancelled_by_form(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    long_ago = clock.now() - timedelta(days=16)
    placed = paid(paid_through, long_ago)
    sent_out(placed, long_ago)
    order_id = order_of(placed).id
    with transaction():
        lock_order(order_id).move("delivered", at=long_ago, why="delivered")
    db.session.rollback()

    assert "The 14 days to cancel are over" in client.get(f"/orders/{placed.secret}/cancel").text
    assert cancels(client, placed, which="all")[0] == 303
    assert how_many(Cancellation) == 0
    assert "Cancel all or some of it" not in client.get(f"/orders/{placed.secret}").text


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_other_address_cancels_anything(method: str, app: Flask, client: FlaskClient) -> None:
    for secret in ("nobody", "%00", "é" * 32):
        assert getattr(client, method)(f"/orders/{secret}/cancel").status_code == 404
