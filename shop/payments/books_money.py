"""Decides whether what went back agrees with what was bought and taken, here and at the provider."""

from collections.abc import Iterator

from sqlalchemy import func, select

from shop.db import db
from shop.money import format_minor
from shop.orders import states as order_states
from shop.orders.cancellation_models import Cancellation, CancellationLine
from shop.orders.models import Order, OrderLine
from shop.payments import states
from shop.payments.actions import let_go
from shop.payments.gateway import Gateway
from shop.payments.gateway_values import GatewayRefused
from shop.payments.models import Payment
from shop.payments.refund_models import Refund, RefundLine

IS_LIVE = Refund.status.in_(states.LIVE)


def refunds_that_differ() -> Iterator[str]:
    """No refund names more than was bought or gives back more than came in, and payments say so."""
    yield from _packs()
    yield from _names()
    yield from _payments()
    yield from _kept()
    yield from _cancelled()


def _packs() -> Iterator[str]:
    statement = (
        select(Order.number, OrderLine.sku)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(RefundLine, RefundLine.order_line_id == OrderLine.id)
        .join(Refund, Refund.id == RefundLine.refund_id)
        .where(IS_LIVE)
        .group_by(Order.number, OrderLine.id, OrderLine.sku)
        .having(
            (func.sum(RefundLine.quantity) > OrderLine.quantity)
            | (func.sum(RefundLine.amount_minor) > OrderLine.line_minor - OrderLine.discount_minor)
            | (func.sum(RefundLine.vat_minor) > OrderLine.vat_minor)
        )
        .order_by(Order.number)
    )
    for number, sku in db.session.execute(statement):
        yield f"SR-{number}: more of {sku} was given back than was bought."


def _names() -> Iterator[str]:
    """A refund names what it is for to the penny, or names nothing; the delivery goes back once."""
    named = (
        select(RefundLine.refund_id, func.sum(RefundLine.amount_minor).label("goods"))
        .group_by(RefundLine.refund_id)
        .subquery()
    )
    goods = func.coalesce(named.c.goods, 0)
    statement = (
        select(Order.number, Refund.id)
        .join(Payment, Payment.order_id == Order.id)
        .join(Refund, Refund.payment_id == Payment.id)
        .outerjoin(named, named.c.refund_id == Refund.id)
        .where(named.c.goods.is_not(None) | (Refund.delivery_minor > 0))
        .where(goods + Refund.delivery_minor != Refund.amount_minor)
        .order_by(Refund.id)
    )
    for number, refund_id in db.session.execute(statement):
        yield f"SR-{number}: refund {refund_id} is not what its lines and delivery come to."
    delivery = (
        select(Order.number)
        .join(Payment, Payment.order_id == Order.id)
        .join(Refund, Refund.payment_id == Payment.id)
        .where(IS_LIVE)
        .group_by(Order.id, Order.number, Order.delivery_minor)
        .having(func.sum(Refund.delivery_minor) > Order.delivery_minor)
    )
    for number in db.session.execute(delivery).scalars():
        yield f"SR-{number}: more was given back for its delivery than it cost."


def _payments() -> Iterator[str]:
    for payment, number, live, given in _taken():
        captured = payment.captured_minor or 0
        if live > captured:
            yield (
                f"SR-{number}: of payment {payment.id} {format_minor(live)} went back, but only "
                f"{format_minor(captured)} came in."
            )
        elif payment.status != states.after_refunds(captured, given):
            yield (
                f"SR-{number}: payment {payment.id} says {payment.status}, its refunds come to "
                f"{format_minor(given)} of {format_minor(captured)}."
            )


def _kept() -> Iterator[str]:
    """Nobody's money stays here once their order was called off."""
    for payment, number, live, _given in _taken():
        order = db.session.get_one(Order, payment.order_id)
        left = (payment.captured_minor or 0) - live
        if order.status == order_states.CANCELLED and left > 0:
            yield f"SR-{number}: it was cancelled, but {format_minor(left)} of payment {payment.id} is kept."


def _taken() -> Iterator[tuple[Payment, int, int, int]]:
    """Payments whose money came in, their order's number, and what went back: with and without the unsent."""
    sums = {
        name: select(func.coalesce(func.sum(Refund.amount_minor), 0))
        .where(Refund.payment_id == Payment.id, Refund.status.in_(counted))
        .scalar_subquery()
        for name, counted in (("live", states.LIVE), ("given", states.GIVEN))
    }
    statement = (
        select(Payment, Order.number, sums["live"], sums["given"])
        .join(Order, Order.id == Payment.order_id)
        .where(Payment.status.in_(states.TAKEN))
        .order_by(Payment.id)
    )
    for payment, number, live, given in db.session.execute(statement):
        yield payment, number, int(live), int(given)


def _cancelled() -> Iterator[str]:
    statement = (
        select(Order.number, OrderLine.sku)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(CancellationLine, CancellationLine.order_line_id == OrderLine.id)
        .join(Cancellation, Cancellation.id == CancellationLine.cancellation_id)
        .group_by(Order.number, OrderLine.id, OrderLine.sku, OrderLine.quantity)
        .having(func.sum(CancellationLine.quantity) > OrderLine.quantity)
    )
    for number, sku in db.session.execute(statement):
        yield f"SR-{number}: more of {sku} was cancelled than was bought."


def differs_at_provider(gateway: Gateway) -> Iterator[str]:
    """Each payment whose balance is another one at the provider; one question for each payment.

    Raises GatewayUnavailable.
    """
    known = [
        (payment.id, payment.reference, number, (payment.captured_minor or 0) - given)
        for payment, number, _live, given in _taken()
    ]
    let_go()
    for payment_id, reference, number, ours in known:
        try:
            state = gateway.fetch_checkout(reference or "")
        except GatewayRefused as refused:
            yield f"SR-{number}: the provider does not know payment {payment_id} ({refused.code})."
            continue
        theirs = state.amount_minor - state.refunded_minor if state.payment_status != "unpaid" else 0
        if theirs != ours:
            yield (
                f"SR-{number}: payment {payment_id} holds {format_minor(ours)} here and "
                f"{format_minor(theirs)} at the provider."
            )
