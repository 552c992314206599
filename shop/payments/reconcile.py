"""Decides what happens to payments nobody told us about: lost messages, dead processes, shoppers who left."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from shop.db import transaction
from shop.orders import states as order_states
from shop.orders.actions import close_unpaid, flag_for_attention
from shop.orders.queries import get_order, lock_order
from shop.payments import states
from shop.payments.actions import let_go, start_payment
from shop.payments.events import catch_up
from shop.payments.gateway import Gateway
from shop.payments.gateway_values import GatewayRefused, GatewayUnavailable
from shop.payments.left import get_refund
from shop.payments.queries import (
    abandoned_orders,
    due_payments,
    due_refunds,
    find_newest_payment,
    get_payment,
)
from shop.payments.refund_sending import send_refund
from shop.payments.settling import expire, settle
from shop.payments.till import current_till

LIMIT = 50
# A bank that hasn't sent the money by then won't do it by itself. Bacs and SEPA debits take up to 14 days
# (https://docs.stripe.com/payments/payment-methods/overview#bank-debits).
LONGEST_PROCESSING = timedelta(days=14)
TOO_LATE = "the time to pay was over"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What one round did: payments and refunds asked about, orders closed, missed news, if it stopped."""

    checked: int
    closed: int
    stopped: bool
    refunds: int = 0
    missed: int = 0


def due_work(gateway: Gateway, now: datetime) -> Reconciled:
    """One round for the worker; safe to run in several processes at once."""
    return reconcile(gateway=gateway, now=now, limit=LIMIT, livemode=current_till().livemode)


def reconcile(*, gateway: Gateway, now: datetime, limit: int, livemode: bool = False) -> Reconciled:
    """Ask about up to `limit` open payments and refunds each, then about all news that never reached us.

    In the end, close up to `limit` orders nobody can pay for.

    One payment that fails doesn't hold up the others; a provider that can't be reached ends the round.
    """
    checked = refunds = missed = 0
    stopped = False
    try:
        for payment_id in _read_first(due_payments(now=now, limit=limit)):
            _attempt(
                partial(_bring_up_to_date, payment_id, gateway=gateway, now=now), f"payment {payment_id}"
            )
            checked += 1
        for refund_id in _read_first(due_refunds(now=now, limit=limit)):
            _attempt(partial(_push_refund, refund_id, gateway=gateway, now=now), f"refund {refund_id}")
            refunds += 1
        missed = catch_up(livemode=livemode, gateway=gateway, now=now)
    except GatewayUnavailable as unavailable:
        log.warning("payments: the provider can't be reached: %s", unavailable.detail)
        stopped = True
    let_go()
    closed = sum(_close_abandoned(order_id, now=now) for order_id in abandoned_orders(now=now, limit=limit))
    return Reconciled(checked=checked, closed=closed, stopped=stopped, refunds=refunds, missed=missed)


def _read_first(due: list[int]) -> list[int]:
    let_go()
    return due


def _attempt(work: Callable[[], None], what: str) -> None:
    try:
        work()
    except GatewayUnavailable:
        raise
    except Exception:
        log.exception("payments: %s could not be brought up to date", what)


def _push_refund(refund_id: int, *, gateway: Gateway, now: datetime) -> None:
    payment_id = get_refund(refund_id).payment_id
    let_go()
    if send_refund(refund_id=refund_id, gateway=gateway, now=now, again=True) == states.PENDING:
        settle(payment_id=payment_id, gateway=gateway, now=now)


def _bring_up_to_date(payment_id: int, *, gateway: Gateway, now: datetime) -> None:
    payment = get_payment(payment_id)
    order = get_order(payment.order_id)
    order_id, is_overdue = order.id, order.expires_at <= now
    was_started, status, created_at = payment.reference is not None, payment.status, payment.created_at
    let_go()
    try:
        if status == states.PROCESSING:
            outcome = settle(payment_id=payment_id, gateway=gateway, now=now)
            if outcome.payment_status == states.PROCESSING and created_at <= now - LONGEST_PROCESSING:
                _flag(order_id, "the bank has not sent the money for 14 days", now=now)
        elif is_overdue:
            expire(payment_id=payment_id, gateway=gateway, now=now, why=TOO_LATE)
        elif was_started:
            settle(payment_id=payment_id, gateway=gateway, now=now)
        else:
            start_payment(payment_id=payment_id, gateway=gateway)
    except GatewayRefused as refused:
        log.warning("payments: payment %s was refused: %s", payment_id, refused.code)
        if was_started:
            _flag(order_id, f"the provider does not know the payment any more: {refused.code}", now=now)


def _flag(order_id: int, why: str, *, now: datetime) -> None:
    with transaction():
        flag_for_attention(order=lock_order(order_id), why=why, now=now)


def _close_abandoned(order_id: int, *, now: datetime) -> bool:
    with transaction():
        order = lock_order(order_id)
        newest = find_newest_payment(order_id)
        # Read again under the lock: the shopper may have started anew meanwhile.
        if order.status != order_states.PLACED or order.expires_at > now or (newest and newest.is_open):
            return False
        close_unpaid(order=order, why=TOO_LATE, now=now)
        return True
