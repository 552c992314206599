"""Money back through the provider's own library and its stand-in: lost answers, slow ends, the dashboard."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.payments.books import check_books, check_with_provider
from shop.payments.gateway_values import GatewayUnavailable
from shop.payments.left import refunds_of
from shop.payments.reconcile import due_work
from shop.payments.refund_sending import send_refund
from shop.payments.refunds import Wanted, ask_refund
from shop.payments.settling import settle
from shop.payments.stripe_gateway import StripeGateway
from tests.payments.factories import (
    WHY,
    Placed,
    at_the_payment_page,
    order_of,
    payment_of,
    standing,
)
from tests.payments.sandbox.running import KEY, SECRET, Clock, RunningSandbox
from tests.payments.test_through_the_sandbox import (
    clock,
    deliver,
    gateway,
    present,
    press,
    sandbox,
    shop_webhook,
)

__all__ = ["clock", "gateway", "present", "sandbox", "shop_webhook"]


@pytest.fixture
def sale(app: Flask, gateway: StripeGateway, sandbox: RunningSandbox, present: datetime) -> Placed:
    """A sale of £15.00 whose money is in."""
    placed = at_the_payment_page(gateway=gateway, now=present)
    press(sandbox, placed, choice="pay")
    settle(payment_id=placed.payment_id, gateway=gateway, now=present)
    return placed


def balanced(gateway: StripeGateway) -> bool:
    return check_books() == check_with_provider(gateway) == []


def test_money_goes_back_once_although_the_answer_is_lost(
    sale: Placed, gateway: StripeGateway, sandbox: RunningSandbox, present: datetime
) -> None:
    refund_id = ask_refund(order_id=order_of(sale).id, wanted=Wanted(), why=WHY, now=present)
    sandbox.switch(api_lost=1)
    once = StripeGateway(KEY, sandbox.url, SECRET)
    once._client._requestor._options.max_network_retries = 0
    with pytest.raises(GatewayUnavailable):
        send_refund(refund_id=refund_id, gateway=once, now=present)

    due_work(gateway, present + timedelta(minutes=1))

    assert standing(sale) == ("refunded", "cancelled", "taken")
    assert len(sandbox.api("GET", "/v1/refunds").json()["data"]) == 1
    assert balanced(gateway)


@pytest.mark.parametrize(
    ("outcome", "end"),
    [("succeed", ("refunded", "cancelled", "taken")), ("fail", ("confirmed", "needs_attention", "taken"))],
)
def test_a_refund_that_takes_its_time_ends_as_the_webhook_tells(
    outcome: str,
    end: tuple[str, str, str],
    sale: Placed,
    client: FlaskClient,
    gateway: StripeGateway,
    sandbox: RunningSandbox,
    present: datetime,
) -> None:
    sandbox.switch(refund_pending=1)
    refund_id = ask_refund(order_id=order_of(sale).id, wanted=Wanted(), why=WHY, now=present)
    assert send_refund(refund_id=refund_id, gateway=gateway, now=present) == "pending"

    (pending,) = sandbox.state()["pending_refunds"]
    sandbox.press(f"{sandbox.url}/control/refunds/{pending}", outcome=outcome)

    assert set(deliver(sandbox, client)) == {200}
    assert standing(sale) == end
    assert balanced(gateway)


@pytest.mark.parametrize("by_webhook", [True, False])
def test_the_dashboard_is_heard_of_by_webhook_or_by_asking(
    by_webhook: bool,
    app: Flask,
    sale: Placed,
    client: FlaskClient,
    gateway: StripeGateway,
    sandbox: RunningSandbox,
    clock: Clock,
    present: datetime,
) -> None:
    deliver(sandbox, client)
    sandbox.switch(webhooks_withheld=0 if by_webhook else 1)
    (charge,) = sandbox.state()["charges"]
    sandbox.press(f"{sandbox.url}/control/charges/{charge}/refund", amount="400")
    sandbox.press(f"{sandbox.url}/control/charges/{charge}/dispute")

    if by_webhook:
        assert set(deliver(sandbox, client)) == {200}
    else:
        clock.advance(minutes=2)
        assert due_work(gateway, clock.instant).missed >= 2

    (taken_in,) = refunds_of([sale.payment_id])
    assert (taken_in.origin, taken_in.amount_minor, taken_in.status) == ("provider", 400, "succeeded")
    assert payment_of(sale).disputed_at is not None
    assert standing(sale)[:2] == ("part_refunded", "needs_attention")
    assert balanced(gateway)


def test_a_dashboard_refund_that_can_not_be_is_said_and_not_made(
    sale: Placed, sandbox: RunningSandbox
) -> None:
    (charge,) = sandbox.state()["charges"]

    answers = [
        sandbox.press(f"{sandbox.url}/control/charges/{name}/refund", amount=amount).status_code
        for name, amount in ((charge, "1501"), (charge, "x"), (charge, "-1"), ("ch_none", "1"))
    ]

    assert answers == [400, 400, 400, 404]
