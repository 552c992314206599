"""Decides how an order goes out of the door, and how it goes on after a person had to look at it.

Called inside a transaction, with the order locked.
"""

from datetime import datetime

from shop.db import db
from shop.errors import Refusal
from shop.orders import states
from shop.orders.actions import mark_paid
from shop.orders.cancelling import open_cancellations
from shop.orders.letters import send_letter
from shop.orders.models import TAKEN, Order, Parcel


class NotNow(Refusal):
    """Something has to be settled first; nothing moved."""

    title = "That has to wait"


def pack(*, order: Order, now: datetime) -> None:
    """The goods are in their box. Raises NotNow and states.IllegalTransition."""
    _refuse_while_cancelled(order)
    order.move(states.PACKED, at=now, why="packed")
    db.session.flush()


def dispatch(*, order: Order, carrier: str, tracking: str, now: datetime) -> None:
    """The box is with the carrier: note how to find it (or empty texts), and tell the shopper once.

    Raises NotNow and states.IllegalTransition.
    """
    _refuse_while_cancelled(order)
    order.move(states.DISPATCHED, at=now, why="handed to the carrier")
    parcel = Parcel(order_id=order.id, carrier=carrier[:60], tracking=tracking[:60], sent_at=now)
    db.session.add(parcel)
    db.session.flush()
    send_letter(
        order=order,
        kind="dispatch",
        template="dispatch",
        subject=f"Your order {order.label} is on its way",
        now=now,
        parcel=parcel,
    )


def deliver(*, order: Order, now: datetime) -> None:
    """The box arrived; 14 days to cancel begin. Raises states.IllegalTransition."""
    order.move(states.DELIVERED, at=now, why="delivered")
    db.session.flush()


def resolve(*, order: Order, why: str, money_is_in: bool, now: datetime) -> None:
    """A person dealt with what needed attention: the order goes on where it stood.

    One whose goods were never handed over becomes paid, and takes them now, if its money is in. Raises NotNow
    when there is nothing to go on with, and states.IllegalTransition for an order that isn't flagged.
    """
    if order.status != states.NEEDS_ATTENTION:
        raise states.IllegalTransition(order.status, states.PAID)
    before = next(
        (event.old_status for event in reversed(order.events) if event.is_move_to(states.NEEDS_ATTENTION)),
        None,
    )
    sale = (states.PAID, states.PACKED, states.DISPATCHED, states.DELIVERED)
    if before in sale and order.stock == TAKEN:
        order.move(before, at=now, why=why)
    elif not money_is_in or order.stock == TAKEN:
        raise NotNow(
            f"{order.label} can't go on: its whole price is not with us, or it was cancelled. "
            "Give back what is left with `refund`, or call it off with `cancel`."
        )
    elif not mark_paid(order=order, now=now, looked_at=why):
        raise NotNow(f"{order.label} can't go on: its goods are not on the shelf. {order.attention}")
    db.session.flush()


def _refuse_while_cancelled(order: Order) -> None:
    waiting = open_cancellations(order.id)
    if waiting:
        raise NotNow(
            f"Goods of {order.label} were cancelled on {waiting[0].asked_at:%d.%m.%Y}. "
            "Give their money back first: `flask orders refund` or `cancel`."
        )
