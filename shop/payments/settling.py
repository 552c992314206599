"""Decides what becomes of an order once the provider speaks: one way, whoever asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.db import db, transaction
from shop.mail.actions import enqueue
from shop.money import format_minor
from shop.orders import states as order_states
from shop.orders.actions import await_money, close_unpaid, flag_for_attention, mark_paid
from shop.orders.confirmation import confirmation
from shop.orders.models import Order
from shop.orders.queries import lock_order
from shop.payments import states
from shop.payments.actions import let_go, start_payment
from shop.payments.gateway import Gateway
from shop.payments.gateway_values import CheckoutState, GatewayRefused, RefundState
from shop.payments.left import given_minor, has_open_refunds
from shop.payments.models import Payment
from shop.payments.queries import get_payment, lock_payment
from shop.payments.refund_settling import record_refunds

# A message of this type says why a finished session has no money. That money is in is never believed from a
# type.
NEVER_ARRIVED = "checkout.session.async_payment_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Where payment and order stand now; `secret` leads to the order's page, `skus` are what it holds."""

    payment_status: str
    order_status: str
    secret: str
    skus: frozenset[str]

    @property
    def is_bought(self) -> bool:
        """Whether the shopper has done all there is to do, so that the basket may be emptied."""
        return self.payment_status in (states.PROCESSING, *states.TAKEN)


def settle(*, payment_id: int, gateway: Gateway, now: datetime, told: str | None = None) -> Outcome:
    """Ask the provider how this payment stands and write down what follows, any number of times, at once.

    `told` is the type of the message that led here. Raises GatewayUnavailable (nothing changed),
    GatewayRefused (the provider doesn't know the session) and NoSuchPayment.
    """
    payment = get_payment(payment_id)
    reference = payment.reference
    known = given_minor(payment_id, counted=states.GIVEN), has_open_refunds(payment_id)
    let_go()
    if reference is None:
        # No page was opened that anybody could have paid on.
        return _record(payment_id, None, now=now, told=told)
    state = gateway.fetch_checkout(reference)
    return _record(payment_id, state, _refunds(state, known, gateway), now=now, told=told)


def expire(
    *,
    payment_id: int,
    gateway: Gateway,
    now: datetime,
    why: str,
    closes_as: str = order_states.EXPIRED,
) -> Outcome:
    """Close the payment page at the provider, and only then the order. Money that was quicker is taken.

    `closes_as` is the state in which the order ends, expired or cancelled.

    Raises GatewayUnavailable (nothing changed), GatewayRefused (the provider doesn't know the session).
    """
    payment = get_payment(payment_id)
    reference, is_open = payment.reference, payment.is_open
    let_go()
    if reference is None and is_open:
        # The process may have died before it noted the answer: the same key brings back the same page.
        try:
            reference = start_payment(payment_id=payment_id, gateway=gateway).session_id
        except GatewayRefused:
            return _close_without_page(payment_id, why=why, closes_as=closes_as, now=now)
    if reference is None:
        return _record(payment_id, None, now=now)
    return _record(payment_id, gateway.expire_checkout(reference), now=now, why=why, closes_as=closes_as)


def _refunds(state: CheckoutState, known: tuple[int, bool], gateway: Gateway) -> list[RefundState]:
    """What went back, asked for only where the provider knows another sum or we wait for news."""
    given, has_open = known
    if state.payment_intent is None or (state.refunded_minor == given and not has_open):
        return []
    return gateway.list_refunds(state.payment_intent)


def _record(
    payment_id: int,
    state: CheckoutState | None,
    refunds: Sequence[RefundState] = (),
    *,
    now: datetime,
    told: str | None = None,
    why: str = "the time to pay was over",
    closes_as: str = order_states.EXPIRED,
) -> Outcome:
    """Lock, compare, move by the table, and queue the mail, all in one transaction."""
    order_id = get_payment(payment_id).order_id
    with transaction():
        order = lock_order(order_id)
        payment = lock_payment(payment_id)
        if state is not None:
            payment.checked_at = now
            problem = _stranger(payment, state)
            if problem is not None:
                if not payment.is_taken:
                    flag_for_attention(order=order, why=problem, now=now)
                return _outcome(payment, order)
            if payment.is_taken:
                pass
            elif state.payment_status != "unpaid":
                _take_money(payment, order, state, now=now)
            elif payment.is_open:
                _note_unpaid(payment, order, state, told=told, why=why, closes_as=closes_as, now=now)
            if payment.is_taken:
                _note_money_back(payment, order, state, refunds, now=now)
        db.session.flush()
        return _outcome(payment, order)


def _stranger(payment: Payment, state: CheckoutState) -> str | None:
    """Why what the provider told isn't about this payment at all, or None when it is."""
    if state.session_id != payment.reference or state.reference != payment.uuid:
        return f"the provider's session belongs to another payment: {state.reference}"
    if state.livemode != payment.livemode:
        return "the provider mixed up test money and real money"
    return None


def _take_money(payment: Payment, order: Order, state: CheckoutState, *, now: datetime) -> None:
    payment.capture(
        amount_minor=state.amount_minor, currency=state.currency, payment_intent=state.payment_intent, at=now
    )
    if (state.amount_minor, state.currency) != (payment.amount_minor, payment.currency):
        came = (
            format_minor(state.amount_minor)
            if state.currency == "gbp"
            else f"{state.amount_minor} {state.currency}"
        )
        why = f"payment {payment.id}: {came} came in, {format_minor(payment.amount_minor)} was asked for"
        flag_for_attention(order=order, why=why, now=now)
    elif mark_paid(order=order, now=now, money=f"payment {payment.id} of {format_minor(state.amount_minor)}"):
        letter = confirmation(order)
        enqueue(
            key=f"order:{order.id}:confirmation",
            to=order.email,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            now=now,
        )


def _note_money_back(
    payment: Payment, order: Order, state: CheckoutState, refunds: Sequence[RefundState], *, now: datetime
) -> None:
    if payment.payment_intent is None:
        payment.payment_intent = state.payment_intent
    if refunds:
        record_refunds(order=order, payment=payment, told=refunds, now=now)
    if state.is_disputed and payment.disputed_at is None:
        payment.disputed_at = now
        why = f"the shopper's bank wants payment {payment.id} back: answer it at the provider"
        flag_for_attention(order=order, why=why, now=now)


def _note_unpaid(
    payment: Payment,
    order: Order,
    state: CheckoutState,
    *,
    told: str | None,
    why: str,
    closes_as: str,
    now: datetime,
) -> None:
    if state.status == "expired":
        payment.move(states.CANCELLED)
        close_unpaid(order=order, why=why, now=now, closes_as=closes_as)
    elif state.status == "complete" and told == NEVER_ARRIVED:
        payment.move(states.FAILED)
        close_unpaid(order=order, why="the bank did not send the money", now=now)
    elif state.status == "complete":
        if payment.status == states.CREATED:
            payment.move(states.PROCESSING)
        await_money(order=order, now=now)


def _close_without_page(payment_id: int, *, why: str, closes_as: str, now: datetime) -> Outcome:
    order_id = get_payment(payment_id).order_id
    with transaction():
        order = lock_order(order_id)
        payment = lock_payment(payment_id)
        # Someone may have started anew meanwhile; then this order isn't ours to close.
        is_time = order.expires_at <= now or closes_as == order_states.CANCELLED
        if not payment.is_open and not payment.is_taken and is_time:
            close_unpaid(order=order, why=why, now=now, closes_as=closes_as)
        return _outcome(payment, order)


def _outcome(payment: Payment, order: Order) -> Outcome:
    return Outcome(
        payment_status=payment.status,
        order_status=order.status,
        secret=order.secret,
        skus=frozenset(line.sku for line in order.lines),
    )
