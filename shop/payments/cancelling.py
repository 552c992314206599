"""Decides how a shopper or one of us cancels: unpaid orders at the provider first, paid ones on record."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from shop import settings
from shop.db import transaction
from shop.orders import states as order_states
from shop.orders.cancellation_models import SHOPPER, Cancellation
from shop.orders.cancelling import NothingToCancel, call_off, note_cancellation, open_cancellations, take_in
from shop.orders.letters import send_letter
from shop.orders.models import Order
from shop.orders.queries import get_order, lock_order
from shop.orders.returns import is_in_time
from shop.payments.actions import let_go
from shop.payments.gateway import Gateway
from shop.payments.left import what_is_left
from shop.payments.queries import find_newest_payment
from shop.payments.refund_sending import send_refund
from shop.payments.refunds import ask_whole_refunds
from shop.payments.settling import expire

BY_SHOPPER = "the shopper cancelled it"


def possible_packs(order: Order) -> dict[str, int]:
    """How many packs of each line, by sku, nobody has cancelled or given back yet; none are left out."""
    waiting: Counter[int] = Counter()
    for cancellation in open_cancellations(order.id):
        waiting.update({line.order_line_id: line.quantity for line in cancellation.lines})
    left = {each.line.sku: each.quantity - waiting[each.line.id] for each in what_is_left(order).lines}
    return {sku: quantity for sku, quantity in left.items() if quantity > 0}


def can_still_cancel(order: Order, *, now: datetime) -> bool:
    """Whether the right to cancel a paid order still runs: until 14 days after the goods arrived."""
    return order.paid_at is not None and is_in_time(order.moved_at(order_states.DELIVERED), now)


def cancel_unpaid(*, order_id: int, gateway: Gateway, why: str, now: datetime) -> str:
    """Close the payment page, then the order, whose state is given: paid, when the money was quicker.

    Raises GatewayUnavailable and GatewayRefused; nothing changed then.
    """
    payment = find_newest_payment(order_id)
    payment_id = payment.id if payment is not None and payment.is_open else None
    let_go()
    if payment_id is not None:
        outcome = expire(
            payment_id=payment_id, gateway=gateway, now=now, why=why, closes_as=order_states.CANCELLED
        )
        return outcome.order_status
    with transaction():
        order = lock_order(order_id)
        newest = find_newest_payment(order_id)
        if order.status == order_states.PLACED and (newest is None or not newest.is_open):
            call_off(order=order, back={}, why=why, now=now)
        return order.status


def ask_to_cancel(
    *, order_id: int, packs: Mapping[str, int] | None, by: str, why: str, now: datetime
) -> Cancellation:
    """Write down that `packs` (all that can be, for None) are not wanted, and acknowledge it by mail.

    Raises NothingToCancel; for the shopper also once the time to cancel is over.
    """
    with transaction():
        order = lock_order(order_id)
        if order.paid_at is None or order.status == order_states.CANCELLED:
            raise NothingToCancel("There is nothing paid for in this order that could be cancelled.")
        if by == SHOPPER and not can_still_cancel(order, now=now):
            raise NothingToCancel("The 14 days to cancel are over. If something is wrong, write to us.")
        possible = possible_packs(order)
        cancellation = note_cancellation(
            order=order,
            packs=possible if packs is None else packs,
            possible=possible,
            by=by,
            why=why,
            now=now,
        )
        names = {line.id: f"{line.name}, {line.size_label}" for line in order.lines}
        send_letter(
            order=order,
            kind=f"cancellation:{cancellation.id}",
            template="cancellation",
            subject=f"You cancelled goods of your order {order.label}",
            now=now,
            cancellation=cancellation,
            goods=[(line.quantity, names[line.order_line_id]) for line in cancellation.lines],
            send_to=settings.current().company_address,
        )
        return cancellation


def note_return(
    *, order_id: int, packs: Mapping[str, int] | None, restock: bool, why: str, now: datetime
) -> list[Cancellation]:
    """Goods came back: those of open cancellations first, and what nobody announced is written down too.

    Gives the cancellations whose money is due now. Raises NothingToCancel and NotResold.
    """
    with transaction():
        order = lock_order(order_id)
        if not order.has_left:
            raise NothingToCancel(f"{order.label} never left the shop. Use `cancel` or `refund`.")
        lines = {line.id: line.sku for line in order.lines}
        waiting: Counter[str] = Counter()
        for cancellation in open_cancellations(order.id):
            waiting.update({lines[x.order_line_id]: x.quantity - x.received for x in cancellation.lines})
        came = {sku: n for sku, n in waiting.items() if n} if packs is None else dict(packs)
        if not came:
            raise NothingToCancel("We wait for no goods of this order. Say what came with --line SKU=QTY.")
        unannounced = {sku: n - waiting[sku] for sku, n in came.items() if n > waiting[sku]}
        if unannounced:
            possible = possible_packs(order)
            note_cancellation(order=order, packs=unannounced, possible=possible, by="staff", why=why, now=now)
        return take_in(order=order, packs=came, restock=restock, now=now)


def cancel_order(*, order_id: int, gateway: Gateway, restock: bool, why: str, now: datetime) -> list[int]:
    """Call a whole order off: unpaid at the provider first, paid with all its money back; gives refund ids.

    Raises NotRefundable, states.IllegalTransition, GatewayUnavailable (what was written down is sent by
    reconciliation then) and GatewayRefused.
    """
    order = get_order(order_id)
    if order.status == order_states.PLACED:
        status = cancel_unpaid(order_id=order_id, gateway=gateway, why=why, now=now)
        if status == order_states.CANCELLED:
            return []
        if status == order_states.PLACED:
            raise NothingToCancel("The bank has yet to send the money. Cancel the order once it is here.")
    refunds = ask_whole_refunds(order_id=order_id, restock=restock, why=why, now=now)
    for refund_id in refunds:
        send_refund(refund_id=refund_id, gateway=gateway, now=now)
    return refunds
