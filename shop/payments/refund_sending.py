"""Decides how the provider is asked to give money back: with the row's key, however often it takes."""

import logging
from datetime import datetime

from shop.db import transaction
from shop.orders.queries import lock_order
from shop.payments import states
from shop.payments.actions import let_go
from shop.payments.gateway import Gateway
from shop.payments.gateway_values import GatewayRefused, RefundState, refund_parameters
from shop.payments.left import get_refund
from shop.payments.queries import get_payment, lock_payment
from shop.payments.refund_settling import note_refused, record_refunds

log = logging.getLogger(__name__)


def send_refund(*, refund_id: int, gateway: Gateway, now: datetime, again: bool = False) -> str:
    """Ask the provider for this refund and write down what became of it; gives the refund's state.

    With `again` the provider is first asked whether it has it already: it forgets keys after a day. Safe to
    repeat. Raises GatewayUnavailable (nobody knows; it stays `created` and is sent again by reconciliation).
    """
    refund = get_refund(refund_id)
    payment = get_payment(refund.payment_id)
    status, key, amount = refund.status, refund.idempotency_key, refund.amount_minor
    intent, order_id, payment_id = payment.payment_intent, payment.order_id, payment.id
    let_go()
    if status != states.CREATED:
        return status
    if intent is None:
        return _refused(refund_id, order_id, payment_id, "the payment has no charge", now=now)
    told = _found(gateway, intent, key) if again else None
    if told is None:
        try:
            told = gateway.create_refund(
                idempotency_key=key,
                parameters=refund_parameters(payment_intent=intent, amount_minor=amount, key=key),
            )
        except GatewayRefused as refused:
            log.warning("payments: refund %s was refused: %s %s", refund_id, refused.code, refused.param)
            # An earlier try may have gone through although its answer got lost.
            told = _found(gateway, intent, key)
            if told is None:
                why = refused.code or "refused"
                return _refused(refund_id, order_id, payment_id, why, now=now)
    with transaction():
        order = lock_order(order_id)
        record_refunds(order=order, payment=lock_payment(payment_id), told=[told], now=now)
        return get_refund(refund_id).status


def _found(gateway: Gateway, intent: str, key: str) -> RefundState | None:
    return next((state for state in gateway.list_refunds(intent) if state.key == key), None)


def _refused(refund_id: int, order_id: int, payment_id: int, why: str, *, now: datetime) -> str:
    with transaction():
        order = lock_order(order_id)
        payment = lock_payment(payment_id)
        refund = get_refund(refund_id)
        if refund.status == states.CREATED:
            note_refused(order=order, payment=payment, refund=refund, why=why, now=now)
        return refund.status
