"""Decides what the page of an order has to know of money that went back, whichever room keeps it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from shop.orders.models import Order

# Payments stand above orders: they hand over what they know when the shop is put together.
MONEY_BACK_EXTENSION = "money_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyBack:
    """One refund: pence, since when it is on its way or there, and whether it is there."""

    amount_minor: int
    at: datetime
    is_there: bool


def money_back(order: Order) -> Sequence[MoneyBack]:
    """What went back of this order's money, oldest first."""
    told: Callable[[Order], Sequence[MoneyBack]] = current_app.extensions[MONEY_BACK_EXTENSION]
    return told(order)
