"""Decides what happens when an order is placed, paid, closed or needs a person.

Called inside a transaction.
"""

import secrets
from dataclasses import asdict
from datetime import datetime, timedelta

from shop.catalog.actions import OutOfStock, StockDisagrees, consume, release, reserve
from shop.db import db
from shop.errors import Refusal
from shop.money import format_minor
from shop.offers.actions import give_back_slots, take_slots_again, write_down_offers
from shop.orders import states
from shop.orders.agreed import Agreement
from shop.orders.models import RELEASED, RESERVED, TAKEN, Order, OrderConfirmation, OrderLine, OrderVat
from shop.orders.queries import count_unpaid, find_order_by_attempt, hold_the_till
from shop.orders.terms import CONFIRMATIONS_VERSION

# The payment page's life: the provider's floor is 30 minutes after its creation, which comes a moment later.
LIFE = timedelta(minutes=31)
# The least the payment provider takes in sterling
# (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).
LEAST_MINOR = 30
# A shopper needs one or two; robots that try stolen cards need hundreds.
MOST_UNPAID = 5


class TooManyUnpaid(Refusal):
    """This email has as many unpaid orders as we keep for one; nothing was ordered."""

    status = 429
    title = "You have orders that wait to be paid"

    def __init__(self) -> None:
        super().__init__(
            f"We keep up to {MOST_UNPAID} unpaid orders for one email address. Pay for one of them, or wait "
            "half an hour and order again. Nothing was ordered just now."
        )


class TooLittle(Refusal):
    """What is left to pay is less than a card payment may be; nothing was ordered."""

    title = "That is too little to pay by card"

    def __init__(self, total_minor: int) -> None:
        super().__init__(too_little(total_minor))


def too_little(total_minor: int) -> str:
    """What to say of a total below the least a card payment may be."""
    return (
        f"Your order would come to {format_minor(total_minor)}. The least that can be paid by card is "
        f"{format_minor(LEAST_MINOR)}. Add something to your basket, or take the voucher code out."
    )


def place_order(*, agreement: Agreement, now: datetime) -> Order:
    """Take the goods from the shelf and write down what was agreed; `now` is aware.

    The same attempt gives the same order, however often and however much at once it is sent. Goods are taken
    in the order of their skus, so that two orders never wait for each other. Vouchers are claimed in the same
    transaction. Raises OutOfStock, TooManyUnpaid, TooLittle and VoucherRefused; nothing is kept then.
    """
    if agreement.totals.total_minor < LEAST_MINOR:
        raise TooLittle(agreement.totals.total_minor)
    counter = hold_the_till()
    existing = find_order_by_attempt(agreement.attempt)
    if existing is not None:
        return existing
    # Counted while the till is held: of orders sent at once, each sees those before it.
    if count_unpaid(email=agreement.shopper.email, since=now - LIFE) >= MOST_UNPAID:
        raise TooManyUnpaid
    counter.last += 1
    for line in sorted(agreement.lines, key=lambda line: line.sku):
        reserve(sku=line.sku, quantity=line.quantity, why="ordered", now=now, order_number=counter.last)
    order = _written_down(agreement, number=counter.last, now=now)
    db.session.add(order)
    db.session.flush()
    write_down_offers(order_id=order.id, given=agreement.offers, email=order.email, now=now)
    return order


def mark_paid(*, order: Order, now: datetime, money: str = "money", looked_at: str | None = None) -> bool:
    """The money for this order is in: hand over its goods and say whether that went well.

    An order that was closed meanwhile takes its goods again if they are still there. When they aren't, or
    when the order can't be paid any more, it is flagged for a person instead: the money is never turned away.
    `money` names what came in, so that this person knows it from other money for the same order; `looked_at`
    is why a person lets a flagged order go on.
    """
    if looked_at is None and order.status not in (states.PLACED, states.EXPIRED):
        flag_for_attention(order=order, why=f"{money} came in while {_standing(order)}", now=now)
        return False
    try:
        # A savepoint, so that half-taken goods are put back while the money stays noted.
        with db.session.begin_nested():
            _hand_over(order, now=now)
    except OutOfStock as shortage:
        why = f"{money} came in after the order was closed, and {shortage.sku} is sold out: offer a refund"
        flag_for_attention(order=order, why=why, now=now)
        return False
    except StockDisagrees as fault:
        flag_for_attention(order=order, why=f"{money} came in, but the stock disagrees: {fault}", now=now)
        return False
    order.stock = TAKEN
    take_slots_again(order_id=order.id, email=order.email, now=now)
    why = looked_at or (
        "the money is in"
        if order.status == states.PLACED
        else "the money came late, the goods were still there"
    )
    order.move(states.PAID, at=now, why=why)
    db.session.flush()
    return True


def close_unpaid(*, order: Order, why: str, now: datetime, closes_as: str = states.EXPIRED) -> None:
    """Nobody can pay for this order any more: put its goods back and close it as expired or cancelled.

    Nothing for one that isn't open.
    """
    if order.status != states.PLACED:
        return
    try:
        with db.session.begin_nested():
            _let_go(order, why=why, now=now)
    except StockDisagrees as fault:
        flag_for_attention(order=order, why=f"not paid, and the stock disagrees: {fault}", now=now)
        return
    order.stock = RELEASED
    give_back_slots(order_id=order.id)
    order.move(closes_as, at=now, why=why)
    db.session.flush()


def await_money(*, order: Order, now: datetime) -> None:
    """The shopper is done, but the bank has yet to send the money: the goods stay promised."""
    if order.status == states.PLACED and order.money_awaited_at is None:
        order.money_awaited_at = now
        db.session.flush()


def flag_for_attention(*, order: Order, why: str, now: datetime) -> None:
    """A person has to look at this order.

    One that is flagged already gets one more reason, unless it was told in the same words; goods stay put.
    """
    if order.status == states.NEEDS_ATTENTION:
        order.add_reason(at=now, why=why)
    else:
        order.move(states.NEEDS_ATTENTION, at=now, why=why)
    db.session.flush()


def give_more_time(*, order: Order, now: datetime) -> None:
    """The shopper starts to pay anew: the goods stay promised for as long as the new payment page lives."""
    order.expires_at = now + LIFE
    db.session.flush()


def _written_down(agreement: Agreement, *, number: int, now: datetime) -> Order:
    totals = agreement.totals
    order = Order(
        at=now,
        number=number,
        secret=secrets.token_urlsafe(24),
        attempt=agreement.attempt,
        **asdict(agreement.shopper),
        delivery_code=agreement.delivery.code,
        delivery_label=agreement.delivery.label,
        delivery_estimate=agreement.delivery.estimate,
        currency="gbp",
        goods_minor=totals.goods_minor,
        discount_minor=totals.discount_minor,
        delivery_minor=totals.delivery_minor,
        delivery_vat_minor=totals.delivery_vat_minor,
        vat_minor=totals.vat_minor,
        total_minor=totals.total_minor,
        terms_version=agreement.terms_version,
        age_confirmed=agreement.age_confirmed,
        expires_at=now + LIFE,
    )
    for line in agreement.lines:
        vat_minor = line.goods.vat_minor
        order.lines.append(OrderLine(**asdict(line), line_minor=line.goods.line_minor, vat_minor=vat_minor))
    for share in totals.by_rate:
        order.vat_rates.append(
            OrderVat(rate=share.rate, gross_minor=share.gross_minor, vat_minor=share.vat_minor)
        )
    for ticked in agreement.confirmations:
        order.confirmations.append(OrderConfirmation(**asdict(ticked), version=CONFIRMATIONS_VERSION))
    return order


def _standing(order: Order) -> str:
    if order.status == states.NEEDS_ATTENTION:
        return "a person had to look at the order"
    return f"the order was {order.status}"


def _hand_over(order: Order, *, now: datetime) -> None:
    for line in sorted(order.lines, key=lambda line: line.sku):
        if order.stock == RELEASED:
            late = "paid after the order was closed"
            reserve(sku=line.sku, quantity=line.quantity, why=late, now=now, order_number=order.number)
        consume(sku=line.sku, quantity=line.quantity, why="paid", now=now, order_number=order.number)


def _let_go(order: Order, *, why: str, now: datetime) -> None:
    if order.stock == RESERVED:
        for line in sorted(order.lines, key=lambda line: line.sku):
            release(sku=line.sku, quantity=line.quantity, why=why, now=now, order_number=order.number)
