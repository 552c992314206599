"""Decides how an order is called off, and how it is kept that somebody no longer wants some of its goods.

Called inside a transaction, with the order locked.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from shop.catalog.actions import put_back, release
from shop.db import db
from shop.errors import Refusal
from shop.offers.actions import give_back_slots
from shop.orders import states
from shop.orders.cancellation_models import Cancellation, CancellationLine
from shop.orders.models import RELEASED, RESERVED, Order
from shop.orders.returns import may_be_sold_again, money_due


class NothingToCancel(Refusal):
    """None of these goods can be cancelled (any more)."""

    title = "There is nothing left to cancel"


class NotResold(Refusal):
    """Goods that were out of the shop and must not stand on the shelf again."""

    title = "That can't be sold again"

    def __init__(self, sku: str) -> None:
        super().__init__(
            f"{sku} was out of the shop and is a medicine, or may be one: it is never sold again. "
            "Leave out --restock for it."
        )


def call_off(
    *, order: Order, back: Mapping[str, int], is_back: bool = False, why: str, now: datetime
) -> None:
    """Nothing of this order will be sent: let go of what is promised, put `back` packs (by sku) on the shelf.

    `is_back` says that with these all its goods stand there again.

    Raises states.IllegalTransition, StockDisagrees and NoSuchPack; nothing is kept then.
    """
    states.check(order.status, states.CANCELLED)
    if order.stock == RESERVED:
        for line in sorted(order.lines, key=lambda line: line.sku):
            release(sku=line.sku, quantity=line.quantity, why=why, now=now, order_number=order.number)
        order.stock = RELEASED
        if order.paid_at is None:
            give_back_slots(order_id=order.id)
    else:
        for sku, quantity in sorted(back.items()):
            put_back(sku=sku, quantity=quantity, why="cancelled", now=now, order_number=order.number)
        if is_back:
            order.stock = RELEASED
    order.move(states.CANCELLED, at=now, why=why)
    db.session.flush()


def note_cancellation(
    *, order: Order, packs: Mapping[str, int], possible: Mapping[str, int], by: str, why: str, now: datetime
) -> Cancellation:
    """Write down that `packs` (by sku) are not wanted any more; `possible` says how many could be, by sku.

    Goods that never left the shop have nothing to come back: their money is due from now on. Raises
    NothingToCancel for none, for an unknown sku and for more than possible.
    """
    lines = {line.sku: line for line in order.lines}
    if not packs:
        raise NothingToCancel("Choose what you no longer want.")
    for sku, quantity in packs.items():
        if sku not in lines:
            raise NothingToCancel(f"{sku} is not part of {order.label}.")
        if not 1 <= quantity <= possible.get(sku, 0):
            left = possible.get(sku, 0)
            raise NothingToCancel(
                f"{quantity} of {lines[sku].name} can't be cancelled, only {left}."
                if left
                else f"{lines[sku].name} was cancelled already."
            )
    cancellation = Cancellation(
        order_id=order.id,
        asked_by=by,
        asked_at=now,
        why=why,
        due_at=None if order.has_left else money_due(now),
        lines=[CancellationLine(order_line_id=lines[sku].id, quantity=packs[sku]) for sku in sorted(packs)],
    )
    db.session.add(cancellation)
    db.session.flush()
    return cancellation


def take_in(*, order: Order, packs: Mapping[str, int], restock: bool, now: datetime) -> list[Cancellation]:
    """Goods of open cancellations came back: note them, the oldest cancellation first, and when money is due.

    With `restock` they stand on the shelf again. Raises NotResold for what never may, NothingToCancel for
    more than we wait for. Gives the cancellations that got goods.
    """
    lines = {line.sku: line for line in order.lines}
    touched: list[Cancellation] = []
    waiting = open_cancellations(order.id)
    for sku, quantity in sorted(packs.items()):
        if sku not in lines:
            raise NothingToCancel(f"{sku} is not part of {order.label}.")
        line, left = lines[sku], quantity
        if restock and not may_be_sold_again(line.kind, has_left=order.has_left):
            raise NotResold(sku)
        for cancellation in waiting:
            for wanted in (each for each in cancellation.lines if each.order_line_id == line.id):
                came = min(left, wanted.quantity - wanted.received)
                if came > 0:
                    wanted.received += came
                    wanted.restocked += came if restock else 0
                    left -= came
                    touched.append(cancellation)
        if left:
            raise NothingToCancel(f"Of {sku}, {quantity - left} were cancelled, not {quantity}.")
        if restock:
            put_back(sku=sku, quantity=quantity, why="came back", now=now, order_number=order.number)
    for cancellation in touched:
        if cancellation.received_at is None:
            cancellation.received_at, cancellation.due_at = now, money_due(now)
    db.session.flush()
    return touched


def open_cancellations(order_id: int) -> list[Cancellation]:
    """The cancellations of an order whose money was not sent on its way yet, with lines, oldest first."""
    return [each for each in cancellations_of(order_id) if each.closed_at is None]


def cancellations_of(order_id: int) -> list[Cancellation]:
    """Every cancellation of an order with its lines, oldest first."""
    statement = (
        select(Cancellation)
        .where(Cancellation.order_id == order_id)
        .options(selectinload(Cancellation.lines))
        .order_by(Cancellation.id)
    )
    return list(db.session.execute(statement, execution_options={"populate_existing": True}).scalars())


def close_settled(*, order: Order, given_back: Mapping[int, int], now: datetime) -> None:
    """Close the cancellations whose packs all went back as money; `given_back` counts packs by order line."""
    left = dict(given_back)
    for cancellation in cancellations_of(order.id):
        is_covered = all(left.get(line.order_line_id, 0) >= line.quantity for line in cancellation.lines)
        if cancellation.closed_at is None and is_covered:
            cancellation.closed_at = now
        for line in cancellation.lines:
            left[line.order_line_id] = left.get(line.order_line_id, 0) - line.quantity
    db.session.flush()
