"""Decides what becomes of refunds once the provider speaks of them, whoever asked for them.

Called by `settle` and by whoever sent a refund, inside a transaction with order and payment locked.
"""

from collections.abc import Sequence
from datetime import datetime

from shop import settings
from shop.db import db
from shop.money import format_minor
from shop.orders.actions import flag_for_attention
from shop.orders.cancelling import close_settled
from shop.orders.letters import send_letter
from shop.orders.models import Order
from shop.payments import states
from shop.payments.gateway_values import RefundState
from shop.payments.left import (
    given_minor,
    goods_payment,
    money_left,
    refunds_of,
    taken_payments,
    what_is_left,
)
from shop.payments.models import Payment
from shop.payments.refund_models import PROVIDER, Refund, RefundLine

LONGEST_FAILURE = 100


def record_refunds(*, order: Order, payment: Payment, told: Sequence[RefundState], now: datetime) -> None:
    """Bring our refunds of this payment to where the provider says they are; take in those we never heard of.

    News that is older than what we know changes nothing.
    """
    known = refunds_of([payment.id])
    by_reference = {refund.reference: refund for refund in known if refund.reference is not None}
    by_key = {refund.idempotency_key: refund for refund in known}
    for state in told:
        refund = by_reference.get(state.refund_id) or by_key.get(state.key or "")
        if refund is None:
            refund = _taken_in(order, payment, state, now=now)
        _follow(order, refund, state, now=now)
    db.session.flush()
    _move_payment(payment)
    db.session.flush()


def note_refused(*, order: Order, payment: Payment, refund: Refund, why: str, now: datetime) -> None:
    """The provider will not give this back: the money stayed with us, and a person has to look."""
    _fail(order, refund, why, now=now)
    db.session.flush()
    _move_payment(payment)
    db.session.flush()


def _taken_in(order: Order, payment: Payment, state: RefundState, *, now: datetime) -> Refund:
    """A refund that a person made in the provider's dashboard; it names goods when it is all there is."""
    refund = Refund(
        at=now,
        payment_id=payment.id,
        provider=payment.provider,
        origin=PROVIDER,
        idempotency_key=f"found-{payment.id}-{state.refund_id}"[:64],
        reference=state.refund_id,
        amount_minor=state.amount_minor,
        delivery_minor=0,
        delivery_vat_minor=0,
        why="made at the payment provider",
        lines=[],
    )
    is_for_goods = payment == goods_payment(order, taken_payments(order.id))
    left = what_is_left(order)
    is_all = state.amount_minor == left.amount_minor == money_left(payment)
    if is_for_goods and is_all and state.status != states.FAILED:
        refund.delivery_minor, refund.delivery_vat_minor = left.delivery_minor, left.delivery_vat_minor
        refund.lines = [
            RefundLine(
                order_line_id=each.line.id,
                quantity=each.quantity,
                amount_minor=each.sold.amount_minor - each.gone.amount_minor,
                vat_minor=each.sold.vat_minor - each.gone.vat_minor,
                restocked=False,
            )
            for each in left.lines
            if each.quantity
        ]
    db.session.add(refund)
    db.session.flush()
    if state.status != states.FAILED:
        gone = {each.line.id: each.gone.quantity for each in what_is_left(order).lines}
        close_settled(order=order, given_back=gone, now=now)
        why = f"{format_minor(state.amount_minor)} of payment {payment.id} was given back at the provider"
        flag_for_attention(order=order, why=f"{why}: say what happens to the goods", now=now)
    return refund


def _follow(order: Order, refund: Refund, state: RefundState, *, now: datetime) -> None:
    refund.checked_at = now
    if refund.reference is None:
        refund.reference = state.refund_id
    was_given = refund.status in states.GIVEN
    if state.status == states.FAILED:
        if states.may_refund_go(refund.status, states.FAILED):
            _fail(order, refund, state.failure or "no reason given", now=now)
        return
    if not refund.go(state.status, at=now):
        return
    if state.amount_minor != refund.amount_minor:
        told = f"{format_minor(state.amount_minor)} went back, {format_minor(refund.amount_minor)} was to go"
        flag_for_attention(order=order, why=f"refund {refund.id}: {told}", now=now)
    if not was_given:
        _tell_shopper(order, refund, now=now)


def _fail(order: Order, refund: Refund, failure: str, *, now: datetime) -> None:
    refund.go(states.FAILED, at=now)
    refund.failure = failure[:LONGEST_FAILURE]
    why = f"refund {refund.id} of {format_minor(refund.amount_minor)} failed ({refund.failure})"
    flag_for_attention(order=order, why=f"{why}: give the money back another way", now=now)


def _move_payment(payment: Payment) -> None:
    if payment.captured_minor is None:
        return
    wanted = states.after_refunds(payment.captured_minor, given_minor(payment.id, counted=states.GIVEN))
    if wanted != payment.status:
        payment.move(wanted)


def _tell_shopper(order: Order, refund: Refund, *, now: datetime) -> None:
    names = {line.id: f"{line.name}, {line.size_label}" for line in order.lines}
    send_letter(
        order=order,
        kind=f"refund:{refund.id}",
        template="refund",
        subject=f"Money back for your order {order.label} at {settings.current().shop_name}",
        now=now,
        refund=refund,
        goods=[(line.quantity, names[line.order_line_id], line.amount_minor) for line in refund.lines],
    )
