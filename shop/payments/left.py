"""Finds what of an order can still be given back: packs, delivery and money."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from shop.db import db
from shop.orders.cancellation_models import CancellationLine
from shop.orders.models import Order, OrderLine
from shop.payments import states
from shop.payments.models import Payment
from shop.payments.refund_models import Refund, RefundLine
from shop.payments.shares import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class LineLeft:
    """One line of an order, what was charged for it, and what went back of that or is about to."""

    line: OrderLine
    gone: Share
    restocked: int

    @property
    def sold(self) -> Share:
        """The line as it was charged."""
        return Share(self.line.quantity, self.line.charged_minor, self.line.vat_minor)

    @property
    def quantity(self) -> int:
        """How many packs can still be given back."""
        return self.line.quantity - self.gone.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What can still be given back of an order, by line and for the delivery (pence)."""

    lines: tuple[LineLeft, ...]
    delivery_minor: int
    delivery_vat_minor: int

    @property
    def by_sku(self) -> dict[str, LineLeft]:
        """The same, by the line's sku."""
        return {each.line.sku: each for each in self.lines}

    @property
    def amount_minor(self) -> int:
        """What the goods and the delivery that are left were charged with."""
        return self.delivery_minor + sum(
            each.sold.amount_minor - each.gone.amount_minor for each in self.lines
        )


def what_is_left(order: Order) -> Left:
    """What of this order, its lines loaded, no refund has named yet; failed refunds don't count."""
    rows = db.session.execute(
        select(
            RefundLine.order_line_id,
            func.sum(RefundLine.quantity),
            func.sum(RefundLine.amount_minor),
            func.sum(RefundLine.vat_minor),
        )
        .join(Refund, Refund.id == RefundLine.refund_id)
        .where(
            RefundLine.order_line_id.in_([line.id for line in order.lines]), Refund.status.in_(states.LIVE)
        )
        .group_by(RefundLine.order_line_id)
    )
    gone = {line_id: Share(quantity, amount, vat) for line_id, quantity, amount, vat in rows}
    restocked = _restocked(order)
    delivery, delivery_vat = _delivery_gone(order)
    return Left(
        lines=tuple(
            LineLeft(line=line, gone=gone.get(line.id, Share()), restocked=restocked.get(line.id, 0))
            for line in order.lines
        ),
        delivery_minor=order.delivery_minor - delivery,
        delivery_vat_minor=order.delivery_vat_minor - delivery_vat,
    )


def _restocked(order: Order) -> dict[int, int]:
    # What was put back on the shelf is there, whether its refund went well or not.
    ids = [line.id for line in order.lines]
    with_money = (
        select(RefundLine.order_line_id, func.sum(RefundLine.quantity))
        .where(RefundLine.order_line_id.in_(ids), RefundLine.restocked)
        .group_by(RefundLine.order_line_id)
    )
    returned = (
        select(CancellationLine.order_line_id, func.sum(CancellationLine.restocked))
        .where(CancellationLine.order_line_id.in_(ids))
        .group_by(CancellationLine.order_line_id)
    )
    found: Counter[int] = Counter()
    for statement in (with_money, returned):
        found.update({line_id: int(quantity) for line_id, quantity in db.session.execute(statement)})
    return found


def _delivery_gone(order: Order) -> tuple[int, int]:
    row = db.session.execute(
        select(
            func.coalesce(func.sum(Refund.delivery_minor), 0),
            func.coalesce(func.sum(Refund.delivery_vat_minor), 0),
        )
        .join(Payment, Payment.id == Refund.payment_id)
        .where(Payment.order_id == order.id, Refund.status.in_(states.LIVE))
    ).one()
    return int(row[0]), int(row[1])


def given_minor(payment_id: int, *, counted: Sequence[str] = states.LIVE) -> int:
    """How many pence of a payment went back, refunds of the `counted` states taken together."""
    statement = select(func.coalesce(func.sum(Refund.amount_minor), 0)).where(
        Refund.payment_id == payment_id, Refund.status.in_(counted)
    )
    return int(db.session.execute(statement).scalar_one())


def has_open_refunds(payment_id: int) -> bool:
    """Whether we wait for news of a refund of this payment."""
    is_open = (Refund.payment_id == payment_id, Refund.status.in_((states.CREATED, states.PENDING)))
    return db.session.execute(select(Refund.id).where(*is_open).limit(1)).first() is not None


def money_left(payment: Payment) -> int:
    """How many pence of this payment are still ours to give back; 0 for one that never came in."""
    if not payment.is_taken or payment.captured_minor is None:
        return 0
    return payment.captured_minor - given_minor(payment.id)


def taken_payments(order_id: int) -> list[Payment]:
    """The payments of an order whose money came in, in the order in which it came."""
    statement = (
        select(Payment)
        .where(Payment.order_id == order_id, Payment.status.in_(states.TAKEN))
        .order_by(Payment.confirmed_at, Payment.id)
    )
    return list(db.session.execute(statement, execution_options={"populate_existing": True}).scalars())


def goods_payment(order: Order, taken: Sequence[Payment]) -> Payment | None:
    """The payment that paid for the goods: the first of exactly the order's total; others are too much."""
    for payment in taken:
        if (payment.captured_minor, payment.captured_currency) == (order.total_minor, order.currency):
            return payment
    return None


def refunds_of(payment_ids: Sequence[int]) -> list[Refund]:
    """The refunds of these payments with their lines, oldest first."""
    statement = (
        select(Refund)
        .where(Refund.payment_id.in_(payment_ids))
        .options(selectinload(Refund.lines))
        .order_by(Refund.id)
    )
    return list(db.session.execute(statement, execution_options={"populate_existing": True}).scalars())


def get_refund(refund_id: int) -> Refund:
    """The refund of this id with its lines; the caller knows that there is one."""
    statement = select(Refund).where(Refund.id == refund_id).options(selectinload(Refund.lines))
    return db.session.execute(statement, execution_options={"populate_existing": True}).scalar_one()
