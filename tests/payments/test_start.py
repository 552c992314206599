from datetime import datetime, timedelta

import pytest
from flask import Flask

from shop.payments.actions import renew_payment, start_or_renew, start_payment
from shop.payments.gateway_values import GatewayRefused, GatewayUnavailable
from shop.payments.models import Payment
from shop.payments.queries import get_payment
from tests.orders.factories import COFFEE, TABLETS
from tests.payments.factories import (
    TILL,
    at_the_payment_page,
    bought,
    how_many,
    order_of,
    payment_of,
    session_of,
    standing,
)
from tests.payments.fake_gateway import FakeGateway


def test_what_the_provider_gets_is_what_was_written_down(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(TABLETS, COFFEE, gateway=gateway, now=now)

    payment = payment_of(placed)
    assert gateway.started == {payment.idempotency_key: (payment.reference, payment.parameters)}
    assert payment.amount_minor == 2650
    assert payment.parameters["success_url"] == (
        "http://shop.example/payments/return?session_id={CHECKOUT_SESSION_ID}"
    )
    assert payment.parameters["cancel_url"] == f"http://shop.example/payments/cancelled/{placed.secret}"
    assert payment.parameters["expires_at"] == int((now + timedelta(minutes=31)).timestamp())


def test_the_provider_learns_no_name_and_no_address(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    placed = bought(now=now)

    sent = str(payment_of(placed).parameters)
    assert "Lovelace" not in sent
    assert "SW1Y" not in sent
    assert payment_of(placed).parameters["metadata"] == {"payment": payment_of(placed).uuid}


def test_starting_twice_asks_once_and_gives_the_same_page(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)

    again = start_payment(payment_id=placed.payment_id, gateway=gateway)

    assert again.session_id == session_of(placed)
    assert again.url == "https://pay.example/cs_test_1"
    assert gateway.calls == ["start"]


def test_an_unreachable_provider_changes_nothing_and_the_same_key_is_tried_again(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)
    gateway.is_down = True

    with pytest.raises(GatewayUnavailable):
        start_payment(payment_id=placed.payment_id, gateway=gateway)
    assert standing(placed) == ("created", "placed", "reserved")

    gateway.is_down = False
    start_payment(payment_id=placed.payment_id, gateway=gateway)
    assert len(gateway.started) == 1


def test_a_lost_answer_leads_to_the_same_session_at_the_next_try(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)
    gateway.loses_answers = True
    with pytest.raises(GatewayUnavailable):
        start_payment(payment_id=placed.payment_id, gateway=gateway)

    gateway.loses_answers = False
    start_payment(payment_id=placed.payment_id, gateway=gateway)

    assert session_of(placed) == "cs_test_1"
    assert len(gateway.sessions) == 1


def test_a_refusal_fails_the_payment_and_a_new_one_has_a_new_key_and_more_time(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)
    gateway.refuses = True
    with pytest.raises(GatewayRefused):
        start_payment(payment_id=placed.payment_id, gateway=gateway)
    assert standing(placed) == ("failed", "placed", "reserved")

    gateway.refuses = False
    later = now + timedelta(minutes=10)
    renewed = renew_payment(order_id=order_of(placed).id, till=TILL, now=later)
    start_payment(payment_id=renewed, gateway=gateway)

    assert renewed != placed.payment_id
    assert how_many(Payment) == 2
    assert order_of(placed).expires_at == later + timedelta(minutes=31)


def test_an_email_the_provider_refuses_is_left_out_of_a_new_payment_at_once(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)
    gateway.refuses_email = True

    started = start_or_renew(payment_id=placed.payment_id, till=TILL, gateway=gateway, now=now)

    assert started.payment_id != placed.payment_id
    assert (started.session_id, gateway.calls) == ("cs_test_1", ["start", "start"])
    assert payment_of(placed).parameters["customer_email"] == "ada@example.com"
    sent = gateway.started[get_payment(started.payment_id).idempotency_key][1]
    assert sent == get_payment(started.payment_id).parameters
    assert "customer_email" not in sent
    assert standing(placed) == ("failed", "placed", "reserved")


def test_a_process_that_died_after_the_refusal_still_leaves_the_email_out(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)
    gateway.refuses_email = True
    with pytest.raises(GatewayRefused):
        start_payment(payment_id=placed.payment_id, gateway=gateway)

    renewed = renew_payment(order_id=order_of(placed).id, till=TILL, now=now)

    assert start_payment(payment_id=renewed, gateway=gateway).session_id == "cs_test_1"


def test_a_refusal_of_anything_else_is_told_and_not_tried_again(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)
    gateway.refuses = True

    with pytest.raises(GatewayRefused):
        start_or_renew(payment_id=placed.payment_id, till=TILL, gateway=gateway, now=now)

    assert gateway.calls == ["start"]


def test_an_order_keeps_its_open_payment(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)

    renewed = renew_payment(order_id=order_of(placed).id, till=TILL, now=now)

    assert renewed == placed.payment_id
    assert how_many(Payment) == 1
