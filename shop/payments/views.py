"""Where the provider speaks to us, where shoppers come back from it, and where they try again."""

import logging

from flask import Blueprint, Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from shop import clock
from shop.basket import cookie
from shop.basket.models import Basket
from shop.orders import states as order_states
from shop.orders.queries import get_order, get_order_by_secret
from shop.payments import gateway
from shop.payments.actions import NotPayable, renew_payment, start_or_renew
from shop.payments.commands import check_books_command, reconcile_command
from shop.payments.events import hear
from shop.payments.gateway_values import GatewayRefused, GatewayUnavailable
from shop.payments.order_commands import commands as order_commands
from shop.payments.queries import find_newest_payment, get_payment_by_session
from shop.payments.settling import Outcome, expire, settle
from shop.payments.till import current_till

log = logging.getLogger(__name__)

blueprint = Blueprint("payments", __name__, cli_group=None)
blueprint.cli.add_command(reconcile_command)
blueprint.cli.add_command(order_commands)
blueprint.cli.add_command(check_books_command)

WENT_BACK = "the shopper went back from the payment page"
PAGE_OPEN = "page-open"


@blueprint.post("/payments/stripe/webhook")
def webhook() -> Response:
    now, provider = clock.now(), gateway.current()
    event = provider.parse_event(
        request.get_data(cache=False), request.headers.get("Stripe-Signature", ""), now=now
    )
    hear(event=event, livemode=current_till().livemode, gateway=provider, now=now)
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/payments/return")
def came_back() -> AnyResponse:
    payment = get_payment_by_session(request.args.get("session_id", ""))
    payment_id, secret = payment.id, get_order(payment.order_id).secret
    try:
        outcome = settle(payment_id=payment_id, gateway=gateway.current(), now=clock.now())
    except (GatewayUnavailable, GatewayRefused):
        # The order's page tells what we know; webhook or reconciliation tell the rest.
        return _to_order(secret)
    response = _to_order(secret)
    if outcome.is_bought:
        _empty_basket(response, outcome)
    return response


@blueprint.get("/payments/cancelled/<secret>")
def went_back(secret: str) -> AnyResponse:
    order = get_order_by_secret(secret)
    order_id, status = order.id, order.status
    payment = find_newest_payment(order_id)
    if payment is not None and payment.is_open:
        try:
            outcome = expire(payment_id=payment.id, gateway=gateway.current(), now=clock.now(), why=WENT_BACK)
        except (GatewayUnavailable, GatewayRefused):
            return _to_order(secret, notice=PAGE_OPEN)
        if outcome.is_bought:
            response = _to_order(secret)
            _empty_basket(response, outcome)
            return response
        status = outcome.order_status
    if status not in (order_states.PLACED, order_states.EXPIRED):
        return _to_order(secret)
    newest = find_newest_payment(order_id)
    if newest is not None and newest.is_open:
        # Another tab started to pay anew meanwhile.
        return _to_order(secret, notice=PAGE_OPEN)
    return redirect(url_for("basket.show"), 303)


@blueprint.post("/orders/<secret>/pay")
def pay(secret: str) -> AnyResponse:
    order = get_order_by_secret(secret)
    order_id, till, provider, now = order.id, current_till(), gateway.current(), clock.now()
    try:
        payment_id = renew_payment(order_id=order_id, till=till, now=now)
        started = start_or_renew(payment_id=payment_id, till=till, gateway=provider, now=now)
        # The page may have been paid on, or closed, in another tab.
        outcome = settle(payment_id=started.payment_id, gateway=provider, now=now)
    except NotPayable:
        return _to_order(secret)
    except (GatewayUnavailable, GatewayRefused) as problem:
        log.warning("payments: order %s could not be paid for: %s", order_id, type(problem).__name__)
        return _to_order(secret, notice="not-started")
    if outcome.order_status != order_states.PLACED or outcome.is_bought or started.url is None:
        return _to_order(secret)
    return redirect(started.url, 303)


def _to_order(secret: str, *, notice: str | None = None) -> Response:
    return make_response(redirect(url_for("orders.show", secret=secret, notice=notice), 303))


def _empty_basket(response: Response, outcome: Outcome) -> None:
    """Take out what was bought. What was put in meanwhile, in another tab, stays."""
    basket = cookie.load(request)
    cookie.store(response, Basket(tuple(line for line in basket.lines if line.sku not in outcome.skus)))
