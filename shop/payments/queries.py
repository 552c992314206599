"""Finds payments, for whoever settles, starts, expires or reconciles them."""

import re
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from shop.db import db
from shop.errors import NotFound
from shop.orders import states as order_states
from shop.orders.models import Order
from shop.payments import states
from shop.payments.models import Payment, PaymentEvent, ProviderNews
from shop.payments.refund_models import Refund

# How long the provider isn't asked again about the same payment: while the shopper pays, and while a bank
# does.
CHECK_EVERY = timedelta(minutes=1)
CHECK_BANK_EVERY = timedelta(minutes=15)
# PostgreSQL fails on a NUL byte instead of finding nothing.
SESSION_ID = re.compile(r"[A-Za-z0-9_]{1,255}", re.ASCII)


class NoSuchPayment(NotFound):
    """No payment has that id or session."""

    title = "There is no payment at this address"

    def __init__(self) -> None:
        super().__init__(
            "Open the address of your order from your email, or write to us. You are not charged twice."
        )


def get_payment(payment_id: int) -> Payment:
    """The payment of this id. Raises NoSuchPayment."""
    payment = db.session.get(Payment, payment_id)
    if payment is None:
        raise NoSuchPayment
    return payment


def get_payment_by_session(session_id: str) -> Payment:
    """The payment of this session at the provider. Raises NoSuchPayment."""
    payment = find_payment_by_session(session_id)
    if payment is None:
        raise NoSuchPayment
    return payment


def find_payment_by_session(session_id: str) -> Payment | None:
    """The payment of this session at the provider, or None."""
    if not SESSION_ID.fullmatch(session_id):
        return None
    statement = select(Payment).where(Payment.provider == "stripe", Payment.reference == session_id)
    return db.session.execute(statement).scalar_one_or_none()


def find_payment_by_uuid(uuid: str) -> Payment | None:
    """The payment of this uuid, which the provider carries as its reference, or None."""
    if not SESSION_ID.fullmatch(uuid.replace("-", "_")):
        return None
    return db.session.execute(select(Payment).where(Payment.uuid == uuid)).scalar_one_or_none()


def find_payment_by_intent(payment_intent: str) -> Payment | None:
    """The payment of this charge at the provider, or None."""
    statement = select(Payment).where(Payment.payment_intent == payment_intent).order_by(Payment.id).limit(1)
    return db.session.execute(statement).scalar_one_or_none()


def payment_ids_of(order_id: int) -> list[int]:
    """The ids of every attempt to take this order's money, oldest first."""
    statement = select(Payment.id).where(Payment.order_id == order_id).order_by(Payment.id)
    return list(db.session.execute(statement).scalars())


def find_newest_payment(order_id: int) -> Payment | None:
    """The latest attempt to take this order's money, or None."""
    statement = select(Payment).where(Payment.order_id == order_id).order_by(Payment.id.desc()).limit(1)
    return db.session.execute(statement).scalar_one_or_none()


def lock_payment(payment_id: int) -> Payment:
    """The payment as it is now, held until the transaction ends. Raises NoSuchPayment.

    `populate_existing`, because a copy read earlier in this session would stay as stale as it was.
    """
    statement = select(Payment).where(Payment.id == payment_id).with_for_update()
    payment = db.session.execute(
        statement, execution_options={"populate_existing": True}
    ).scalar_one_or_none()
    if payment is None:
        raise NoSuchPayment
    return payment


def find_event(event_id: str) -> PaymentEvent | None:
    """The message with this id, or None when it never came."""
    return db.session.execute(
        select(PaymentEvent).where(PaymentEvent.event_id == event_id)
    ).scalar_one_or_none()


def due_payments(*, now: datetime, limit: int) -> list[int]:
    """The ids of open payments to ask the provider about, the longest unasked first.

    Orders that wait for a person are left out: asking again would tell that person nothing new.
    """
    statement = (
        select(Payment.id)
        .join(Order, Order.id == Payment.order_id)
        .where(
            Order.status != order_states.NEEDS_ATTENTION,
            or_(
                and_(Payment.status == states.CREATED, Payment.checked_at <= now - CHECK_EVERY),
                and_(Payment.status == states.PROCESSING, Payment.checked_at <= now - CHECK_BANK_EVERY),
            ),
        )
        .order_by(Payment.checked_at, Payment.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())


def due_refunds(*, now: datetime, limit: int) -> list[int]:
    """The ids of refunds to send again or to ask about, the longest unasked first."""
    statement = (
        select(Refund.id)
        .where(
            or_(
                and_(Refund.status == states.CREATED, Refund.checked_at <= now - CHECK_EVERY),
                and_(Refund.status == states.PENDING, Refund.checked_at <= now - CHECK_BANK_EVERY),
            )
        )
        .order_by(Refund.checked_at, Refund.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())


def heard_until() -> datetime | None:
    """Until when we know everything that happened at the provider: as noted, or since the first payment."""
    noted = db.session.execute(select(ProviderNews.heard_until)).scalar_one_or_none()
    if noted is not None:
        return noted
    return db.session.execute(select(Payment.created_at).order_by(Payment.id).limit(1)).scalar_one_or_none()


def abandoned_orders(*, now: datetime, limit: int) -> list[int]:
    """The ids of placed orders whose time is over at `now` and for which no payment is open, oldest first."""
    is_open = select(Payment.id).where(Payment.order_id == Order.id, Payment.status.in_(states.OPEN)).exists()
    statement = (
        select(Order.id)
        .where(Order.status == order_states.PLACED, Order.expires_at <= now, ~is_open)
        .order_by(Order.expires_at)
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())
