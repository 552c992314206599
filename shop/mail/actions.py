"""Decides when a mail is written, tried, tried again and given up."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.dialects import postgresql, sqlite

from shop.db import db, transaction
from shop.mail import queries
from shop.mail.headers import checked_address, checked_line
from shop.mail.models import Letter, OutboxMessage
from shop.mail.transport import NotTaken, Transport

MAX_ATTEMPTS = 12
# Minutes to wait after the first, second, … refusal. Together two and a half days: a mail server may be down
# from Friday evening to Monday morning.
WAITS = (1, 5, 15, 60, 120, 240, 480, 720)

# Whoever claims a mail has it for this long. A round stops claiming well before, so a lease that is counted
# from the start of the round can't run out while its mail is being sent.
LEASE = timedelta(minutes=15)
ROUND_SECONDS = 300
MAX_ERROR = 500

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of sending came to."""

    sent: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class _Claim:
    message_id: int
    attempt: int
    letter: Letter


def enqueue(*, key: str, to: str, subject: str, text: str, html: str, now: datetime) -> bool:
    """Put a mail into the outbox, inside the caller's transaction; it is sent only if that commits.

    `key` names the mail for good, such as `order-1042-confirmation`: a second one with the same key changes
    nothing and gives False. Raises UnsafeHeader for an address or subject that isn't one line.
    """
    values = {
        "key": checked_line(key),
        "to": checked_address(to),
        "subject": checked_line(subject),
        "text": text,
        "html": html,
        "created_at": now,
        "next_attempt_at": now,
        "attempts": 0,
        "kept": False,
    }
    session = db.session()
    # A plain INSERT would fail on the second one, and on PostgreSQL that spoils the whole transaction.
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(OutboxMessage).values(**values).on_conflict_do_nothing(index_elements=["key"])
    return session.scalars(statement.returning(OutboxMessage.id)).first() is not None


def send_due(*, transport: Transport, now: datetime, limit: int = 20) -> Round:
    """Send what is due, at most `limit` mails, each in transactions of its own with none open while sending.

    Any number of workers may do this at once: a mail is claimed by one conditional UPDATE before it is sent.
    A worker that dies between the handing over and the note of it leaves a mail that is sent again when its
    lease ends, under the same Message-ID.
    """
    until = time.monotonic() + ROUND_SECONDS
    sent = refused = 0
    for message_id in _due(now, limit):
        if time.monotonic() > until:
            break
        claim = _claim(message_id, now)
        if claim is None:
            continue
        try:
            transport.deliver(claim.letter)
        except NotTaken as problem:
            _note_refusal(claim, str(problem), now)
            refused += 1
        else:
            _note_sent(claim, now, kept=transport.keeps)
            sent += 1
    return Round(sent, refused)


def retry_given_up(*, now: datetime) -> int:
    """Let every mail that was given up be tried again from now on; gives their number."""
    statement = (
        update(OutboxMessage)
        .where(OutboxMessage.given_up_at.is_not(None))
        .values(given_up_at=None, attempts=0, next_attempt_at=now)
    )
    return _count(db.session.execute(statement))


def _due(now: datetime, limit: int) -> Sequence[int]:
    """The ids of what is due, seen afresh: a read left open would go on showing its own moment."""
    db.session.rollback()
    found = queries.due_ids(now=now, limit=limit)
    db.session.rollback()
    return found


def _claim(message_id: int, now: datetime) -> _Claim | None:
    """The mail, if it is still due and no one else took it in the meantime."""
    with transaction() as session:
        statement = (
            update(OutboxMessage)
            .where(OutboxMessage.id == message_id, *queries.is_due(now))
            .values(attempts=OutboxMessage.attempts + 1, next_attempt_at=now + LEASE)
        )
        if _count(session.execute(statement)) != 1:
            return None
        message = session.get_one(OutboxMessage, message_id)
        return _Claim(message.id, message.attempts, message.as_letter())


def _note_sent(claim: _Claim, now: datetime, *, kept: bool) -> None:
    _note(claim, sent_at=now, kept=kept, last_error=None)


def _note_refusal(claim: _Claim, problem: str, now: datetime) -> None:
    given_up = claim.attempt >= MAX_ATTEMPTS
    log.log(
        logging.ERROR if given_up else logging.WARNING,
        "mail %s was not taken, try %d of %d%s",
        claim.letter.key,
        claim.attempt,
        MAX_ATTEMPTS,
        ", given up" if given_up else "",
    )
    _note(
        claim,
        last_error=problem[:MAX_ERROR],
        next_attempt_at=now + wait_after(claim.attempt),
        given_up_at=now if given_up else None,
    )


def wait_after(attempt: int) -> timedelta:
    """How long to wait after the try of this number, counted from 1."""
    return timedelta(minutes=WAITS[min(attempt, len(WAITS)) - 1])


def _note(claim: _Claim, **values: Any) -> None:
    with transaction() as session:
        # Only while the claim is still ours: after the lease someone else may be at a later try.
        statement = (
            update(OutboxMessage)
            .where(OutboxMessage.id == claim.message_id, OutboxMessage.attempts == claim.attempt)
            .values(**values)
        )
        session.execute(statement)


def _count(result: Any) -> int:
    return cast("CursorResult[Any]", result).rowcount
