"""Decides how money is given back: written down under the lock first, so that nothing goes back twice."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from shop.catalog.actions import put_back
from shop.db import db, transaction
from shop.errors import Refusal
from shop.money import format_minor
from shop.orders import states as order_states
from shop.orders.cancelling import NotResold, call_off, close_settled
from shop.orders.models import TAKEN, Order
from shop.orders.queries import lock_order
from shop.orders.returns import may_be_sold_again
from shop.payments.left import (
    Left,
    LineLeft,
    goods_payment,
    money_left,
    taken_payments,
    what_is_left,
)
from shop.payments.models import Payment
from shop.payments.queries import lock_payment
from shop.payments.refund_models import SHOP, Refund, RefundLine
from shop.payments.shares import share_of

log = logging.getLogger(__name__)


class NotRefundable(Refusal):
    """That much, or that, can't be given back; nothing was."""

    title = "That can't be given back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to go back: packs by sku, and the delivery. Nothing named means everything that is left."""

    packs: Mapping[str, int] = field(default_factory=dict)
    delivery: bool = False
    restock: bool = False

    @property
    def is_everything(self) -> bool:
        """Whether nothing was named."""
        return not self.packs and not self.delivery


def ask_refund(
    *, order_id: int, wanted: Wanted, why: str, now: datetime, payment_id: int | None = None
) -> int:
    """Write down a refund of this order; gives its id, for `send_refund`.

    Without `payment_id` the only payment with money left is meant. Raises NotRefundable, NotResold and
    NoSuchOrder.
    """
    with transaction():
        order = lock_order(order_id)
        payment = lock_payment(payment_id or _the_only_payment(order).id)
        if payment.order_id != order.id:
            raise NotRefundable(f"Payment {payment.id} does not belong to {order.label}.")
        return prepare_refund(order=order, payment=payment, wanted=wanted, why=why, now=now).id


def ask_whole_refunds(*, order_id: int, restock: bool, why: str, now: datetime) -> list[int]:
    """Call the order off and write down that all its money goes back; gives the ids of the refunds.

    Raises order_states.IllegalTransition for goods that have left the shop.
    """
    with transaction():
        order = lock_order(order_id)
        if order.has_left:
            raise NotRefundable(f"{order.label} has left the shop. Note what comes back with `return`.")
        order_states.check(order.status, order_states.CANCELLED)
        wanted = Wanted(restock=restock)
        asked = [
            prepare_refund(order=order, payment=lock_payment(payment.id), wanted=wanted, why=why, now=now).id
            for payment in taken_payments(order.id)
            if money_left(payment)
        ]
        if order.status != order_states.CANCELLED:
            call_off(order=order, back=_to_put_back(order, wanted), is_back=restock, why=why, now=now)
        return asked


def prepare_refund(*, order: Order, payment: Payment, wanted: Wanted, why: str, now: datetime) -> Refund:
    """Write a refund down, inside the caller's transaction, with order and payment locked.

    It names packs and delivery to the penny, from what was charged for them; the last pack of a line takes
    what is left. Money that was never for goods goes back without a name. Once all money of an order that
    hasn't left the shop is back, it is called off. Raises NotRefundable and NotResold.
    """
    left = what_is_left(order)
    refund = _written_down(order, payment, left, wanted, why=why, now=now)
    db.session.add(refund)
    db.session.flush()
    after = what_is_left(order)
    close_settled(order=order, given_back={each.line.id: each.gone.quantity for each in after.lines}, now=now)
    for line in refund.lines:
        if line.restocked:
            sku = _sku(order, line)
            put_back(sku=sku, quantity=line.quantity, why="refunded", now=now, order_number=order.number)
    if _is_called_off(order):
        back = _to_put_back(order, wanted)
        call_off(order=order, back=back, is_back=wanted.restock, why=why, now=now)
    db.session.flush()
    return refund


def _written_down(
    order: Order, payment: Payment, left: Left, wanted: Wanted, *, why: str, now: datetime
) -> Refund:
    available = money_left(payment)
    if available <= 0:
        raise NotRefundable(f"Nothing is left of payment {payment.id} to give back.")
    is_for_goods = payment == goods_payment(order, taken_payments(order.id))
    lines: list[RefundLine] = []
    delivery = delivery_vat = 0
    if not wanted.is_everything:
        if not is_for_goods:
            raise NotRefundable(f"Payment {payment.id} was not for goods: give all of it back, by no name.")
        lines = _lines(order, left, wanted.packs, restock=wanted.restock)
        if wanted.delivery:
            delivery, delivery_vat = _delivery(left)
    elif is_for_goods and left.amount_minor == available:
        packs = {each.line.sku: each.quantity for each in left.lines if each.quantity}
        lines = _lines(order, left, packs, restock=wanted.restock)
        delivery, delivery_vat = left.delivery_minor, left.delivery_vat_minor
    amount = sum(line.amount_minor for line in lines) + delivery if lines or delivery else available
    if amount < 1:
        raise NotRefundable("Nothing was paid for these, so there is nothing to give back.")
    if amount > available:
        raise NotRefundable(
            f"{format_minor(amount)} is more than the {format_minor(available)} left of payment {payment.id}."
        )
    key = f"refund-{uuid4()}"
    return Refund(
        at=now,
        payment_id=payment.id,
        provider=payment.provider,
        origin=SHOP,
        idempotency_key=key,
        amount_minor=amount,
        delivery_minor=delivery,
        delivery_vat_minor=delivery_vat,
        why=why[:300],
        lines=lines,
    )


def _lines(order: Order, left: Left, packs: Mapping[str, int], *, restock: bool) -> list[RefundLine]:
    by_sku, lines = left.by_sku, []
    for sku, quantity in sorted(packs.items()):
        if sku not in by_sku:
            raise NotRefundable(f"{sku} is not part of {order.label}.")
        there = by_sku[sku]
        if not 1 <= quantity <= there.quantity:
            raise NotRefundable(
                f"{quantity} of {sku} can't go back: {there.quantity} of {there.line.quantity} are left."
            )
        if restock:
            _check_restock(order, there, quantity)
        share = share_of(there.sold, there.gone, quantity)
        lines.append(
            RefundLine(
                order_line_id=there.line.id,
                quantity=quantity,
                amount_minor=share.amount_minor,
                vat_minor=share.vat_minor,
                restocked=restock and order.stock == TAKEN,
            )
        )
    return lines


def _check_restock(order: Order, there: LineLeft, quantity: int) -> None:
    if not may_be_sold_again(there.line.kind, has_left=order.has_left):
        raise NotResold(there.line.sku)
    if there.restocked + quantity > there.line.quantity:
        raise NotRefundable(f"{there.restocked} of {there.line.sku} stand on the shelf again already.")


def _delivery(left: Left) -> tuple[int, int]:
    if left.delivery_minor == 0:
        raise NotRefundable("The delivery was free, or its price went back already.")
    return left.delivery_minor, left.delivery_vat_minor


def _is_called_off(order: Order) -> bool:
    """Whether all the money of an order went back that may still be called off."""
    may_be = order_states.CANCELLED in order_states.TABLE[order.status] and not order.has_left
    return (
        may_be
        and order.status != order_states.PLACED
        and not any(money_left(payment) for payment in taken_payments(order.id))
    )


def _to_put_back(order: Order, wanted: Wanted) -> dict[str, int]:
    """Packs that no refund has named and that stand on the shelf again when the whole order is called off."""
    if not wanted.restock or order.stock != TAKEN:
        return {}
    return {each.line.sku: each.quantity for each in what_is_left(order).lines if each.quantity}


def _sku(order: Order, refunded: RefundLine) -> str:
    return next(line.sku for line in order.lines if line.id == refunded.order_line_id)


def _the_only_payment(order: Order) -> Payment:
    found = [payment for payment in taken_payments(order.id) if money_left(payment)]
    if not found:
        raise NotRefundable(f"No money is left of {order.label} to give back.")
    if len(found) > 1:
        ids = ", ".join(f"{payment.id} ({format_minor(money_left(payment))})" for payment in found)
        raise NotRefundable(f"More than one payment came in for {order.label}. Say which: {ids}.")
    return found[0]
