"""What the shopkeeper can do with the outbox at the terminal."""

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select

from shop.db import db, transaction
from shop.mail.models import OutboxMessage
from tests.mail.test_enqueue import outbox, write

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_what_is_due_is_sent_by_hand(app: Flask) -> None:
    with transaction():
        write(LONG_AGO)

    result = app.test_cli_runner().invoke(args=["mail", "send"])

    assert result.output == "1 sent, 0 refused and to be tried again\n"
    assert outbox()[0].state == "kept, not sent"


def test_what_was_given_up_is_listed_and_tried_again(app: Flask) -> None:
    with transaction():
        write(LONG_AGO)
    with transaction():
        message = db.session.scalars(select(OutboxMessage)).one()
        message.given_up_at, message.attempts, message.last_error = LONG_AGO, 12, "no such person"
        number = message.id
    runner = app.test_cli_runner()

    listed = runner.invoke(args=["mail", "given-up"])
    revived = runner.invoke(args=["mail", "retry"])
    after = runner.invoke(args=["mail", "given-up"])

    assert listed.output == f"{number}  order-1042-confirmation  12 tries  no such person\n1 given up\n"
    assert revived.output == "1 will be tried again\n"
    assert after.output == "0 given up\n"
