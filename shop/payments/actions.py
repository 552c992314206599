"""Decides how an order's money is asked for: written down first, so that nothing is asked twice."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from shop.db import db, transaction
from shop.errors import Refusal
from shop.orders import states as order_states
from shop.orders.actions import give_more_time
from shop.orders.models import Order
from shop.orders.queries import lock_order
from shop.payments import states
from shop.payments.gateway import Gateway
from shop.payments.gateway_values import (
    EMAIL,
    SESSION_LIFE,
    CheckoutLine,
    GatewayRefused,
    checkout_parameters,
)
from shop.payments.models import Payment
from shop.payments.queries import find_newest_payment, get_payment, lock_payment
from shop.payments.till import Till

log = logging.getLogger(__name__)


class NotPayable(Refusal):
    """This order is paid, closed, or waits for a person: no payment may be started."""

    title = "This order can't be paid for"

    def __init__(self) -> None:
        super().__init__(
            "It is paid already or was closed. Open its page to see which; nothing was taken twice."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A payment the provider knows: its session, and the page to send the shopper to."""

    payment_id: int
    session_id: str
    url: str | None


def prepare_payment(*, order: Order, till: Till, now: datetime) -> Payment:
    """Write down what the provider will be asked, inside the caller's transaction.

    An order with an open payment keeps that one; after a refusal the email is left out. Raises
    NotPayable for an order that isn't waiting for money.
    """
    newest = find_newest_payment(order.id)
    if newest is not None and newest.is_open:
        return newest
    if order.status != order_states.PLACED or order.money_awaited_at is not None:
        raise NotPayable
    uuid = uuid4()
    payment = Payment(
        at=now,
        order_id=order.id,
        uuid=str(uuid),
        provider="stripe",
        idempotency_key=f"payment-{uuid}",
        parameters=checkout_parameters(
            payment=uuid,
            lines=[
                _line(f"{line.name}, {line.size_label}", line.quantity, line.charged_minor)
                for line in order.lines
            ],
            delivery=_line(f"Delivery: {order.delivery_label}", 1, order.delivery_minor),
            amount_minor=order.total_minor,
            # Some addresses pass for one here and not there. The order is worth more than a filled-in field.
            email=None if newest is not None and newest.was_refused else order.email,
            success_url=f"{till.shop_url}/payments/return?session_id={{CHECKOUT_SESSION_ID}}",
            cancel_url=f"{till.shop_url}/payments/cancelled/{order.secret}",
            placed_at=now,
        ),
        amount_minor=order.total_minor,
        currency=order.currency,
        livemode=till.livemode,
        expires_at=now + SESSION_LIFE,
    )
    db.session.add(payment)
    db.session.flush()
    return payment


def start_payment(*, payment_id: int, gateway: Gateway) -> Started:
    """Ask the provider for a payment page with what was written down, and note the answer. Safe to repeat.

    Raises GatewayUnavailable (nobody knows; repeat it) and GatewayRefused (no page exists; the payment
    failed).
    """
    payment = get_payment(payment_id)
    if payment.reference is not None:
        return Started(payment_id=payment_id, session_id=payment.reference, url=payment.url)
    key, parameters = payment.idempotency_key, payment.parameters
    let_go()
    try:
        answer = gateway.start_checkout(idempotency_key=key, parameters=parameters)
    except GatewayRefused as refused:
        # Its own words may repeat the shopper's address; code and parameter don't.
        log.warning("payments: payment %s was refused: %s %s", payment_id, refused.code, refused.param)
        with transaction():
            payment = lock_payment(payment_id)
            if payment.reference is None and payment.is_open:
                payment.move(states.FAILED)
        raise
    with transaction():
        payment = lock_payment(payment_id)
        if payment.reference is None:
            payment.reference, payment.url = answer.session_id, answer.url
            payment.expires_at = answer.expires_at
        return Started(payment_id=payment_id, session_id=payment.reference, url=payment.url)


def start_or_renew(*, payment_id: int, till: Till, gateway: Gateway, now: datetime) -> Started:
    """Start this payment, or a new one without the shopper's email if the provider refuses just that.

    Raises GatewayUnavailable and GatewayRefused like start_payment, and NotPayable when the order was closed
    meanwhile.
    """
    try:
        return start_payment(payment_id=payment_id, gateway=gateway)
    except GatewayRefused as refused:
        if refused.param != EMAIL:
            raise
    renewed = renew_payment(order_id=get_payment(payment_id).order_id, till=till, now=now)
    return start_payment(payment_id=renewed, gateway=gateway)


def renew_payment(*, order_id: int, till: Till, now: datetime) -> int:
    """The id of the payment with which this order can be paid: the open one, or a new one after a failure.

    Raises NotPayable, and NoSuchOrder.
    """
    with transaction():
        order = lock_order(order_id)
        newest = find_newest_payment(order_id)
        if order.status == order_states.PLACED and (newest is None or not newest.is_open):
            give_more_time(order=order, now=now)
        return prepare_payment(order=order, till=till, now=now).id


def let_go() -> None:
    """End the reading before a call over the network: no lock and no snapshot is held while others answer."""
    db.session.rollback()


def _line(name: str, quantity: int, total_minor: int) -> CheckoutLine:
    return CheckoutLine(name, quantity, total_minor)
