"""Finds mails: those that are due, those that were given up, and the newest for the test shop's own page."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select

from shop.db import db
from shop.errors import NotFound
from shop.mail.models import OutboxMessage


def is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a mail may be tried at `now`."""
    return (
        OutboxMessage.sent_at.is_(None),
        OutboxMessage.given_up_at.is_(None),
        OutboxMessage.next_attempt_at <= now,
    )


def due_ids(*, now: datetime, limit: int) -> Sequence[int]:
    """The ids of up to `limit` mails that are due, the longest waiting first."""
    statement = (
        select(OutboxMessage.id)
        .where(*is_due(now))
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def given_up() -> Sequence[OutboxMessage]:
    """The mails that were refused too often, oldest first."""
    statement = select(OutboxMessage).where(OutboxMessage.given_up_at.is_not(None)).order_by(OutboxMessage.id)
    return db.session.scalars(statement).all()


def newest(limit: int = 100) -> Sequence[OutboxMessage]:
    """The newest mails, newest first."""
    return db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(limit)).all()


def get_message(number: int) -> OutboxMessage:
    """The mail with this id; raises NotFound."""
    message = db.session.get(OutboxMessage, number)
    if message is None:
        raise NotFound("There is no mail with that number.", suggestions=[("All mails", "/sandbox/mail")])
    return message
