"""Decides what an order's page tells of money that went back."""

from collections.abc import Sequence

from shop.orders.models import Order
from shop.orders.money_back import MoneyBack
from shop.payments import states
from shop.payments.left import refunds_of
from shop.payments.queries import payment_ids_of


def money_back(order: Order) -> Sequence[MoneyBack]:
    """The refunds of this order that are on their way or there, oldest first; failed ones are for us."""
    return [
        MoneyBack(
            amount_minor=refund.amount_minor,
            at=refund.settled_at or refund.created_at,
            is_there=refund.status == states.SUCCEEDED,
        )
        for refund in refunds_of(payment_ids_of(order.id))
        if refund.is_live
    ]
