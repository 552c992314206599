"""A sale from the payment page to the paid order, through the provider's own library and its stand-in."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop import clock as shop_clock
from shop.payments.actions import start_or_renew, start_payment
from shop.payments.gateway import NAME
from shop.payments.gateway_values import GatewayUnavailable
from shop.payments.models import PaymentEvent
from shop.payments.reconcile import due_work
from shop.payments.stripe_gateway import StripeGateway
from tests.orders.factories import ADA, COFFEE, TABLETS, set_stock, stock
from tests.payments.factories import (
    TILL,
    Placed,
    at_the_payment_page,
    bought,
    how_many,
    mails,
    payment_of,
    session_of,
    standing,
)
from tests.payments.sandbox.fixtures import clock, gateway, sandbox, shop_webhook
from tests.payments.sandbox.running import Clock, RunningSandbox

__all__ = ["clock", "gateway", "sandbox", "shop_webhook"]


@pytest.fixture
def present(app: Flask, gateway: StripeGateway, clock: Clock) -> datetime:
    """The present instant, for shop and stand-in alike; the shop's pages speak to the stand-in."""
    app.extensions[NAME] = gateway
    clock.instant = shop_clock.now()
    return clock.instant


def press(sandbox: RunningSandbox, placed: Placed, **form: str) -> None:
    """The shopper presses a button of the payment page."""
    url = payment_of(placed).url
    assert url is not None
    assert sandbox.press(url, **form).status_code == 303


def deliver(sandbox: RunningSandbox, client: FlaskClient) -> list[int]:
    """The stand-in's messages reach the shop's webhook."""
    sandbox.deliver()
    answers = [
        client.post(
            "/payments/stripe/webhook", data=body, headers={"Stripe-Signature": signature}
        ).status_code
        for body, signature in sandbox.shop.received
    ]
    sandbox.shop.received.clear()
    return answers


def test_paying_on_the_page_pays_the_order_by_webhook(
    app: Flask, client: FlaskClient, gateway: StripeGateway, sandbox: RunningSandbox, present: datetime
) -> None:
    set_stock("ATROSAN-30", 5)
    set_stock("BAMBU-100", 7)
    placed = at_the_payment_page(TABLETS, COFFEE, gateway=gateway, now=present)

    press(sandbox, placed, choice="pay")

    assert standing(placed) == ("created", "placed", "reserved")
    assert set(deliver(sandbox, client)) == {200}
    assert standing(placed) == ("confirmed", "paid", "taken")
    assert payment_of(placed).captured_minor == 2650
    assert (stock("ATROSAN-30"), stock("BAMBU-100")) == ((4, 0), (5, 0))
    assert len(mails()) == 1


def test_the_return_page_first_and_doubled_webhooks_after_it_mail_once(
    app: Flask, client: FlaskClient, gateway: StripeGateway, sandbox: RunningSandbox, present: datetime
) -> None:
    sandbox.switch(webhooks_doubled=1, webhooks_reordered=1)
    placed = at_the_payment_page(gateway=gateway, now=present)
    press(sandbox, placed, choice="pay")

    back = client.get(f"/payments/return?session_id={session_of(placed)}")
    answers = deliver(sandbox, client)

    assert back.location == f"/orders/{placed.secret}"
    assert len(answers) >= 2
    assert set(answers) == {200}
    assert how_many(PaymentEvent) * 2 == len(answers)
    assert standing(placed) == ("confirmed", "paid", "taken")
    assert len(mails()) == 1


def test_a_declined_card_leaves_the_page_open_for_another(
    app: Flask, client: FlaskClient, gateway: StripeGateway, sandbox: RunningSandbox, present: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=present)

    press(sandbox, placed, choice="decline")
    assert set(deliver(sandbox, client)) <= {200}
    assert standing(placed) == ("created", "placed", "reserved")

    press(sandbox, placed, choice="pay")
    deliver(sandbox, client)
    assert standing(placed) == ("confirmed", "paid", "taken")


@pytest.mark.parametrize(
    ("outcome", "end"),
    [("succeed", ("confirmed", "paid", "taken")), ("fail", ("failed", "expired", "released"))],
)
def test_a_bank_that_takes_its_time(
    outcome: str,
    end: tuple[str, str, str],
    app: Flask,
    client: FlaskClient,
    gateway: StripeGateway,
    sandbox: RunningSandbox,
    present: datetime,
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=present)
    press(sandbox, placed, choice="pay_later")
    deliver(sandbox, client)
    assert standing(placed) == ("processing", "placed", "reserved")

    url = payment_of(placed).url
    assert sandbox.press(f"{url}/later", outcome=outcome).status_code == 303
    deliver(sandbox, client)

    assert standing(placed) == end


def test_going_back_closes_the_page_for_good(
    app: Flask, client: FlaskClient, gateway: StripeGateway, sandbox: RunningSandbox, present: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=present)

    assert client.get(f"/payments/cancelled/{placed.secret}").location == "/basket"

    assert gateway.fetch_checkout(session_of(placed)).status == "expired"
    assert standing(placed) == ("cancelled", "expired", "released")
    assert set(deliver(sandbox, client)) == {200}
    assert standing(placed) == ("cancelled", "expired", "released")


def test_withheld_webhooks_are_made_up_for(
    app: Flask, client: FlaskClient, gateway: StripeGateway, sandbox: RunningSandbox, present: datetime
) -> None:
    sandbox.switch(webhooks_withheld=1)
    placed = at_the_payment_page(gateway=gateway, now=present)
    press(sandbox, placed, choice="pay")
    assert deliver(sandbox, client) == []

    due_work(gateway, present + timedelta(minutes=1))

    assert standing(placed) == ("confirmed", "paid", "taken")


def test_a_lost_answer_and_a_broken_provider_lead_to_one_session(
    app: Flask, client: FlaskClient, gateway: StripeGateway, sandbox: RunningSandbox, present: datetime
) -> None:
    placed = bought(now=present)
    # The library itself tries three times.
    sandbox.switch(api_500=3)
    with pytest.raises(GatewayUnavailable):
        start_payment(payment_id=placed.payment_id, gateway=gateway)
    assert standing(placed) == ("created", "placed", "reserved")

    sandbox.switch(api_lost=1)
    start_payment(payment_id=placed.payment_id, gateway=gateway)

    sessions = sandbox.api("GET", "/v1/checkout/sessions").json()["data"]
    assert [session["id"] for session in sessions] == [session_of(placed)]


def test_a_payment_found_too_late_to_start_is_closed(
    app: Flask,
    client: FlaskClient,
    gateway: StripeGateway,
    sandbox: RunningSandbox,
    clock: Clock,
    present: datetime,
) -> None:
    placed = bought(now=present)
    clock.advance(minutes=40)

    due_work(gateway, clock.instant)

    assert standing(placed) == ("failed", "expired", "released")


def test_an_order_nobody_paid_is_closed_at_the_provider_first(
    app: Flask,
    client: FlaskClient,
    gateway: StripeGateway,
    sandbox: RunningSandbox,
    clock: Clock,
    present: datetime,
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=present)
    clock.advance(minutes=32)

    due_work(gateway, clock.instant)

    assert gateway.fetch_checkout(session_of(placed)).status == "expired"
    assert standing(placed) == ("cancelled", "expired", "released")


def test_an_address_the_library_carries_and_the_provider_refuses_is_left_out(
    app: Flask, gateway: StripeGateway, sandbox: RunningSandbox, present: datetime
) -> None:
    placed = bought(now=present, shopper=replace(ADA, email="ada@example"))

    started = start_or_renew(payment_id=placed.payment_id, till=TILL, gateway=gateway, now=present)

    assert started.url is not None
    assert payment_of(placed).status == "failed"
    assert gateway.fetch_checkout(started.session_id).status == "open"
