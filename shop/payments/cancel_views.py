"""The page on which a shopper cancels an order, or some of its goods; open to whoever holds its address."""

import logging
from contextlib import suppress

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from shop import clock
from shop.orders import states as order_states
from shop.orders.cancellation_models import SHOPPER
from shop.orders.cancelling import NothingToCancel
from shop.orders.models import Order
from shop.orders.queries import get_order_by_secret
from shop.payments import gateway
from shop.payments.cancel_schema import LONGEST_WHY, BadCancellation, read_cancellation
from shop.payments.cancelling import (
    BY_SHOPPER,
    ask_to_cancel,
    can_still_cancel,
    cancel_unpaid,
    possible_packs,
)
from shop.payments.gateway_values import GatewayRefused, GatewayUnavailable

log = logging.getLogger(__name__)

blueprint = Blueprint("cancelling", __name__)

PAGE_OPEN = "page-open"


@blueprint.get("/orders/<secret>/cancel")
def cancel(secret: str) -> Response:
    """The form, or why there is nothing to cancel."""
    return _page(get_order_by_secret(secret), {})


@blueprint.post("/orders/<secret>/cancel")
def ask(secret: str) -> AnyResponse:
    """The form came: 303 to the order's page, or the form again with what is wrong."""
    order = get_order_by_secret(secret)
    if order.status == order_states.PLACED:
        return _cancel_unpaid(order.id, secret)
    possible = possible_packs(order)
    if not possible or not can_still_cancel(order, now=clock.now()):
        return _to_order(secret)
    try:
        asked = read_cancellation(request.form, possible)
    except BadCancellation as bad:
        return _page(order, bad.problems)
    # The other of two clicks may have been quicker: then the order's page tells what was cancelled.
    with suppress(NothingToCancel):
        ask_to_cancel(order_id=order.id, packs=asked.packs, by=SHOPPER, why=asked.why, now=clock.now())
    return _to_order(secret)


def _cancel_unpaid(order_id: int, secret: str) -> AnyResponse:
    try:
        cancel_unpaid(order_id=order_id, gateway=gateway.current(), why=BY_SHOPPER, now=clock.now())
    except (GatewayUnavailable, GatewayRefused) as problem:
        log.warning("payments: order %s could not be cancelled: %s", order_id, type(problem).__name__)
        return redirect(url_for("orders.show", secret=secret, notice=PAGE_OPEN), 303)
    return _to_order(secret)


def _to_order(secret: str) -> AnyResponse:
    return redirect(url_for("orders.show", secret=secret), 303)


def _page(order: Order, problems: dict[str, str]) -> Response:
    possible = possible_packs(order) if order.paid_at is not None else {}
    page = render_template(
        "payments/cancel.html",
        order=order,
        possible=possible,
        in_time=can_still_cancel(order, now=clock.now()),
        entered={name: value[: LONGEST_WHY + 100] for name, value in request.form.items()},
        longest=LONGEST_WHY,
        problems=problems,
    )
    response = make_response(page, 400 if problems else 200)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response
