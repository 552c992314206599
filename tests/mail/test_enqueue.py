"""What goes into the outbox, and what is kept out of it."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop.db import db, transaction
from shop.mail.actions import enqueue
from shop.mail.headers import UnsafeHeader
from shop.mail.models import OutboxMessage


def write(now: datetime, **overrides: Any) -> bool:
    letter = {
        "key": "order-1042-confirmation",
        "to": "jane@example.com",
        "subject": "Your order 1042",
        "text": "Thank you.\n",
        "html": "<p>Thank you.</p>\n",
    }
    return enqueue(**{**letter, **overrides}, now=now)


def outbox() -> list[OutboxMessage]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_a_mail_waits_from_the_moment_it_was_written(shop: Flask, now: datetime) -> None:
    with transaction():
        added = write(now)

    (message,) = outbox()
    assert added is True
    assert (message.to, message.subject) == ("jane@example.com", "Your order 1042")
    assert (message.created_at, message.next_attempt_at, message.sent_at) == (now, now, None)
    assert (message.attempts, message.state) == (0, "waiting")


def test_a_second_mail_with_the_same_key_changes_nothing_and_spoils_nothing(
    shop: Flask, now: datetime
) -> None:
    with transaction():
        write(now)
        again = write(now, subject="Another subject")
        other = write(now, key="order-1043-confirmation")

    assert (again, other) == (False, True)
    assert [message.subject for message in outbox()] == ["Your order 1042", "Your order 1042"]


def test_a_mail_of_a_transaction_that_fails_is_never_sent(shop: Flask, now: datetime) -> None:
    def order_that_fails() -> None:
        with transaction():
            write(now)
            raise RuntimeError("the order could not be placed")

    with pytest.raises(RuntimeError, match="the order could not be placed"):
        order_that_fails()

    assert outbox() == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "jane",
        "@example.com",
        "jane@",
        "jane@example.com\r\nBcc: all@example.com",
        "jane@example.com\n",
        "jane@example.com\x00",
        "jane@example.com\x85Bcc:x@example.com",
        "jane@example.com\u2028Bcc:x@example.com",
        "jane@example.com, all@example.com",
        "Jane <jane@example.com>",
        "jane doe@example.com",
        "j" * 320 + "@example.com",
        "jane@example.com\ud800",
    ],
)
def test_an_address_that_could_be_more_than_one_is_refused(app: Flask, now: datetime, address: str) -> None:
    with pytest.raises(UnsafeHeader, match="Give one email address"), transaction():
        write(now, to=address)

    assert outbox() == []


@pytest.mark.parametrize(
    "subject",
    ["", "  ", "Order\r\nBcc: all@example.com", "Order\nX: y", "Order\x0b", "Order\u2029", "o" * 201],
)
def test_a_subject_that_is_not_one_line_is_refused(app: Flask, now: datetime, subject: str) -> None:
    with pytest.raises(UnsafeHeader, match="one line of 1 to 200 characters"), transaction():
        write(now, subject=subject)

    assert outbox() == []
