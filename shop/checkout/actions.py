"""Decides how an agreement becomes an order to pay for: both are written down together, or neither."""

from dataclasses import dataclass
from datetime import datetime

from shop.basket.models import Basket, Line
from shop.basket.queries import price
from shop.checkout.offer import confirmations_for
from shop.db import transaction
from shop.errors import Refusal
from shop.money import format_minor
from shop.orders.actions import place_order
from shop.orders.agreed import Agreement
from shop.orders.queries import find_order_by_attempt, hold_the_till
from shop.payments.actions import prepare_payment
from shop.payments.till import Till


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An order to be paid for: the secret of its page, and the payment to start."""

    secret: str
    payment_id: int


class NoLongerSo(Refusal):
    """Between the review page and the order something changed; nothing was ordered. `changes` says what."""

    title = "Something has changed, so nothing was ordered yet"

    def __init__(self, changes: tuple[str, ...]) -> None:
        super().__init__(" ".join(changes))
        self.changes = changes


def buy(*, agreement: Agreement, till: Till, now: datetime, sandbox: bool) -> Placed:
    """Place the order and write down its payment, in one transaction; the same attempt gives the same two.

    What the basket was asked is asked again here, where nothing can slip in between: `sandbox` says whether
    the shop is the test shop. Raises NoLongerSo, OutOfStock, TooManyUnpaid, and NotPayable when this attempt
    led to an order that is paid or closed.
    """
    with transaction():
        hold_the_till()
        if find_order_by_attempt(agreement.attempt) is None:
            refuse_what_changed(agreement, sandbox=sandbox)
        order = place_order(agreement=agreement, now=now)
        payment = prepare_payment(order=order, till=till, now=now)
        return Placed(secret=order.secret, payment_id=payment.id)


def refuse_what_changed(agreement: Agreement, *, sandbox: bool) -> None:
    """Raises NoLongerSo unless all may be bought together, at these prices, with what was ticked."""
    today = price(
        Basket(tuple(Line(line.sku, line.quantity, line.unit_minor) for line in agreement.lines)),
        sandbox=sandbox,
    )
    changes = [*today.problems]
    for line in today.price_changes:
        changes.append(f"{line.name}, {line.size_label} now costs {format_minor(line.unit_minor)}.")
    if not changes and confirmations_for(today) != agreement.confirmations:
        changes.append("What you have to confirm before you order has changed. Read it again.")
    if changes:
        raise NoLongerSo(tuple(changes))
