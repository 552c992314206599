"""Finds orders, for the page of one order and for whoever is about to change one."""

import re
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from shop.db import db
from shop.errors import NotFound
from shop.orders import states
from shop.orders.cancellation_models import Cancellation
from shop.orders.models import Order, OrderCounter, Parcel

SECRET = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


class NoSuchOrder(NotFound):
    """No order has that secret or id."""

    title = "There is no order at this address"

    def __init__(self) -> None:
        super().__init__(
            "Check that you copied the whole address from your email. If it still does not work, write to us."
        )


def get_order_by_secret(secret: str) -> Order:
    """The order of this secret with its lines and VAT rates. Raises NoSuchOrder."""
    # PostgreSQL fails on a NUL byte instead of finding nothing.
    found = _whole().where(Order.secret == secret) if SECRET.fullmatch(secret) else None
    order = None if found is None else db.session.execute(found).scalar_one_or_none()
    if order is None:
        raise NoSuchOrder
    return order


def get_order(order_id: int) -> Order:
    """The order of this id with its lines, VAT rates and events. Raises NoSuchOrder."""
    order = db.session.execute(_whole().where(Order.id == order_id)).scalar_one_or_none()
    if order is None:
        raise NoSuchOrder
    return order


def get_order_by_number(number: int) -> Order:
    """The order of this number with its lines, VAT rates and events. Raises NoSuchOrder."""
    order = db.session.execute(_whole().where(Order.number == number)).scalar_one_or_none()
    if order is None:
        raise NoSuchOrder
    return order


def list_orders(*, status: str | None, limit: int) -> list[Order]:
    """The newest orders, of one status if told, newest first; their relations aren't loaded."""
    statement = select(Order).order_by(Order.number.desc()).limit(limit)
    if status is not None:
        statement = statement.where(Order.status == status)
    return list(db.session.execute(statement).scalars())


def due_cancellations(limit: int) -> list[tuple[Order, Cancellation]]:
    """Cancellations whose money has yet to go back, what is due first at the top, then what we wait for."""
    statement = (
        select(Order, Cancellation)
        .join(Cancellation, Cancellation.order_id == Order.id)
        .where(Cancellation.closed_at.is_(None))
        .order_by(Cancellation.due_at.is_(None), Cancellation.due_at, Cancellation.id)
        .limit(limit)
    )
    return [(order, cancellation) for order, cancellation in db.session.execute(statement)]


def parcels_of(order_id: int) -> list[Parcel]:
    """What was handed to a carrier for this order, oldest first."""
    statement = select(Parcel).where(Parcel.order_id == order_id).order_by(Parcel.id)
    return list(db.session.execute(statement).scalars())


def find_order_by_attempt(attempt: str) -> Order | None:
    """The order that this review page led to, or None."""
    return db.session.execute(_whole().where(Order.attempt == attempt)).scalar_one_or_none()


def get_order_by_attempt(attempt: str) -> Order:
    """The order that this review page led to. Raises NoSuchOrder."""
    order = find_order_by_attempt(attempt)
    if order is None:
        raise NoSuchOrder
    return order


def count_unpaid(*, email: str, since: datetime) -> int:
    """How many orders placed after `since` (aware) wait for money from this email, capitals or not."""
    statement = select(func.count(Order.id)).where(
        Order.status == states.PLACED, Order.placed_at > since, func.lower(Order.email) == email.lower()
    )
    return db.session.execute(statement).scalar_one()


def hold_the_till() -> OrderCounter:
    """The counter of the orders, held until the transaction ends.

    Whoever places, pays or closes an order holds it first. So they go one after another, and never wait for
    each other's packs in a circle. SQLite's transaction() holds the whole file already.
    """
    statement = select(OrderCounter).with_for_update()
    return db.session.execute(statement, execution_options={"populate_existing": True}).scalar_one()


def lock_order(order_id: int) -> Order:
    """The order as it is now, held until the transaction ends. Raises NoSuchOrder.

    `populate_existing`, because a copy read earlier in this session would stay as stale as it was.
    """
    hold_the_till()
    statement = _whole().where(Order.id == order_id).with_for_update(of=Order)
    order = db.session.execute(statement, execution_options={"populate_existing": True}).scalar_one_or_none()
    if order is None:
        raise NoSuchOrder
    return order


def _whole() -> Select[Order]:
    return select(Order).options(
        selectinload(Order.lines),
        selectinload(Order.vat_rates),
        selectinload(Order.events),
        selectinload(Order.offers),
    )
