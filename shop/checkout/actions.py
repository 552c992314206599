"""Decides how an agreement becomes an order to pay for: both are written down together, or neither."""

from dataclasses import dataclass
from datetime import datetime

from shop.db import transaction
from shop.orders.actions import place_order
from shop.orders.agreed import Agreement
from shop.payments.actions import prepare_payment
from shop.payments.till import Till


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An order to be paid for: the secret of its page, and the payment to start."""

    secret: str
    payment_id: int


def buy(*, agreement: Agreement, till: Till, now: datetime) -> Placed:
    """Place the order and write down its payment, in one transaction; the same attempt gives the same two.

    Raises OutOfStock, TooManyUnpaid, and NotPayable when this attempt led to an order that is paid or closed.
    """
    with transaction():
        order = place_order(agreement=agreement, now=now)
        payment = prepare_payment(order=order, till=till, now=now)
        return Placed(secret=order.secret, payment_id=payment.id)
