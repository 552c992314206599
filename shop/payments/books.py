"""Decides whether the books balance: what orders, payments and shelves say of each other."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, case, func, select

from shop.catalog.models import Variant
from shop.catalog.queries import ledger_faults
from shop.db import db
from shop.orders import states as order_states
from shop.orders.models import RESERVED, Order, OrderLine, OrderVat
from shop.payments import states
from shop.payments.books_money import differs_at_provider, refunds_that_differ
from shop.payments.gateway import Gateway
from shop.payments.models import Payment

PAID_FOR = (order_states.PAID, order_states.PACKED, order_states.DISPATCHED, order_states.DELIVERED)
SETTLED = (*PAID_FOR, order_states.CANCELLED, order_states.NEEDS_ATTENTION)


def check_books() -> list[str]:
    """What doesn't balance, one sentence each; nothing when everything does."""
    return [
        *_sums_that_differ(),
        *_promises_that_differ(),
        *ledger_faults(),
        *_orders_without_money(),
        *_money_without_orders(),
        *_rates_that_differ(),
        *refunds_that_differ(),
    ]


def check_with_provider(gateway: Gateway) -> list[str]:
    """What doesn't balance between our payments and the provider's; asks about every payment that came in.

    Raises GatewayUnavailable.
    """
    return list(differs_at_provider(gateway))


def _sums_that_differ() -> Iterator[str]:
    """Lines and VAT rates add up to what their order says."""
    lines = (
        select(
            OrderLine.order_id,
            func.sum(OrderLine.line_minor).label("goods"),
            func.sum(OrderLine.discount_minor).label("discount"),
            func.sum(OrderLine.vat_minor).label("vat"),
        )
        .group_by(OrderLine.order_id)
        .subquery()
    )
    rates = (
        select(
            OrderVat.order_id,
            func.sum(OrderVat.gross_minor).label("gross"),
            func.sum(OrderVat.vat_minor).label("vat"),
        )
        .group_by(OrderVat.order_id)
        .subquery()
    )
    agrees = (
        (lines.c.goods == Order.goods_minor)
        & (lines.c.discount == Order.discount_minor)
        & (lines.c.vat + Order.delivery_vat_minor == Order.vat_minor)
        & (rates.c.gross == Order.total_minor)
        & (rates.c.vat == Order.vat_minor)
    )
    statement = (
        select(Order.number)
        .outerjoin(lines, lines.c.order_id == Order.id)
        .outerjoin(rates, rates.c.order_id == Order.id)
        .where(case((agrees, 1), else_=0) == 0)
    )
    for number in db.session.execute(statement).scalars():
        yield f"SR-{number}: its lines, delivery and VAT don't add up to its total."


def _rates_that_differ() -> Iterator[str]:
    """Each VAT rate holds at least the goods sold at it; what it holds besides is the delivery's share."""
    lines = (
        select(
            OrderLine.order_id,
            OrderLine.vat_rate,
            func.sum(OrderLine.line_minor - OrderLine.discount_minor).label("goods"),
            func.sum(OrderLine.vat_minor).label("vat"),
        )
        .group_by(OrderLine.order_id, OrderLine.vat_rate)
        .subquery()
    )
    is_rate = (OrderVat.order_id == lines.c.order_id) & (OrderVat.rate == lines.c.vat_rate)
    holds = (OrderVat.gross_minor >= lines.c.goods) & (OrderVat.vat_minor >= lines.c.vat)
    statement = (
        select(Order.number, lines.c.vat_rate)
        .join(lines, lines.c.order_id == Order.id)
        .outerjoin(OrderVat, is_rate)
        .where(case((holds, 1), else_=0) == 0)
        .order_by(Order.number)
    )
    for number, rate in db.session.execute(statement):
        yield f"SR-{number}: its goods at {rate} % VAT don't fit what was kept for that rate."


def _promises_that_differ() -> Iterator[str]:
    """What is reserved on the shelf is what open orders were promised, pack by pack."""
    promised = (
        select(OrderLine.sku, func.sum(OrderLine.quantity).label("quantity"))
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.stock == RESERVED)
        .group_by(OrderLine.sku)
        .subquery()
    )
    quantity = func.coalesce(promised.c.quantity, 0)
    statement = (
        select(Variant.sku, Variant.reserved, quantity)
        .outerjoin(promised, promised.c.sku == Variant.sku)
        .where(Variant.reserved != quantity)
    )
    for sku, reserved, wanted in db.session.execute(statement):
        yield f"{sku}: {reserved} are reserved, but open orders were promised {wanted}."


def _orders_without_money() -> Iterator[str]:
    """No order counts as paid without the whole of its money."""
    paid = _has_payment(Payment.status.in_(states.TAKEN), Payment.captured_minor == Order.total_minor)
    statement = select(Order.number).where(Order.status.in_(PAID_FOR), ~paid)
    for number in db.session.execute(statement).scalars():
        yield f"SR-{number}: counts as paid, but no payment of its total came in."


def _money_without_orders() -> Iterator[str]:
    """No money came in for an order that is neither settled nor waiting for a person."""
    taken = _has_payment(Payment.status.in_(states.TAKEN))
    statement = select(Order.number).where(Order.status.not_in(SETTLED), taken)
    for number in db.session.execute(statement).scalars():
        yield f"SR-{number}: money came in, but the order does not say so."


def _has_payment(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Payment.id).where(Payment.order_id == Order.id, *conditions).exists()
