"""What the database refuses even when the code is wrong, on SQLite and on PostgreSQL."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from shop.db import db, transaction
from shop.orders.models import OrderLine
from shop.payments.events import note_event
from shop.payments.gateway_values import Event
from shop.payments.refund_models import Refund, RefundLine
from tests.payments.factories import Placed, at_the_payment_page, order_of
from tests.payments.fake_gateway import FakeGateway


def refused(statement: str, **values: object) -> str:
    """What the database says to a statement it must refuse."""
    with pytest.raises(DatabaseError) as problem, transaction() as session:
        session.execute(text(statement), values)
    return str(problem.value.orig)


def refund(placed: Placed, now: datetime, **differently: int) -> None:
    """A refund of £11.50 for one box, and nothing of the delivery."""
    line = order_of(placed).lines[0]
    given = {"amount_minor": 1150, "delivery_minor": 0, **differently}
    with transaction() as session:
        kept = Refund(
            payment_id=placed.payment_id,
            provider="stripe",
            origin="shop",
            idempotency_key="refund-1",
            why="one box came broken",
            at=now,
            delivery_vat_minor=0,
            **given,
        )
        session.add(kept)
        session.flush()
        session.add(
            RefundLine(
                refund_id=kept.id,
                order_line_id=line.id,
                quantity=1,
                amount_minor=1150,
                vat_minor=192,
                restocked=False,
            )
        )


@pytest.mark.parametrize("table", ["payments", "payment_events", "refunds", "refund_lines"])
def test_what_was_paid_is_never_deleted(table: str, shop: Flask, gateway: FakeGateway, now: datetime) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    refund(placed, now)
    note_event(event=Event("evt_1", "x.y", None, False), now=now)

    said = refused(f"DELETE FROM {table}")

    assert f"rows of {table} are never deleted" in said
    assert db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 1


@pytest.mark.parametrize("amount", [0, -1])
def test_a_refund_of_nothing_or_less_is_refused(
    amount: int, shop: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)

    with pytest.raises(DatabaseError):
        refund(placed, now, amount_minor=amount)

    assert db.session.execute(text("SELECT count(*) FROM refunds")).scalar_one() == 0
    assert db.session.get(OrderLine, order_of(placed).lines[0].id) is not None


@pytest.mark.parametrize(
    "change",
    [
        "amount_minor = 0",
        "status = 'lost'",
        "status = 'confirmed'",
        "captured_minor = 1, status = 'refunded'",
    ],
)
def test_a_payment_that_does_not_hold_together_is_refused(
    change: str, shop: Flask, gateway: FakeGateway, now: datetime
) -> None:
    at_the_payment_page(gateway=gateway, now=now)

    refused(f"UPDATE payments SET {change}")


def test_two_payments_never_share_a_session(shop: Flask, gateway: FakeGateway, now: datetime) -> None:
    at_the_payment_page(gateway=gateway, now=now, attempt="a" * 32)
    at_the_payment_page(gateway=gateway, now=now, attempt="b" * 32)

    refused("UPDATE payments SET reference = 'cs_test_1'")


def test_an_order_never_has_two_open_payments(shop: Flask, gateway: FakeGateway, now: datetime) -> None:
    first = at_the_payment_page(gateway=gateway, now=now, attempt="a" * 32)
    other = at_the_payment_page(gateway=gateway, now=now, attempt="b" * 32)

    refused(
        "UPDATE payments SET order_id = :order WHERE id = :id", order=order_of(first).id, id=other.payment_id
    )
