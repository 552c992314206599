"""Every promise about money given back, broken by a hand in the database, is named with its order."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import text

from shop.db import transaction
from shop.payments.books import check_books, check_with_provider
from tests.orders.factories import COFFEE, TABLETS
from tests.payments.factories import Placed, paid, refunded, session_of
from tests.payments.fake_gateway import FakeGateway

WALL = "DROP TRIGGER order_vat_refuse_update"


@pytest.fixture
def sale(app: Flask, gateway: FakeGateway, now: datetime) -> Placed:
    """£26.50 came in, the box of tablets went back."""
    placed = paid(gateway, now, TABLETS, COFFEE)
    refunded(placed, gateway, now, packs={"ATROSAN-30": 1})
    return placed


def test_a_refund_leaves_the_books_balanced_here_and_at_the_provider(
    sale: Placed, gateway: FakeGateway
) -> None:
    assert check_books() == []
    assert check_with_provider(gateway) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE refund_lines SET quantity = 2",
            ["SR-100001: more of ATROSAN-30 was given back than was bought."],
        ),
        (
            "UPDATE refund_lines SET amount_minor = 1100",
            ["SR-100001: refund 1 is not what its lines and delivery come to."],
        ),
        (
            "UPDATE refunds SET amount_minor = 2651, delivery_minor = 1501",
            [
                "SR-100001: more was given back for its delivery than it cost.",
                "SR-100001: of payment 1 £26.51 went back, but only £26.50 came in.",
            ],
        ),
        (
            "UPDATE payments SET status = 'confirmed'",
            ["SR-100001: payment 1 says confirmed, its refunds come to £11.50 of £26.50."],
        ),
        (
            "UPDATE refunds SET status = 'failed'",
            ["SR-100001: payment 1 says part_refunded, its refunds come to £0.00 of £26.50."],
        ),
        (
            "UPDATE orders SET status = 'cancelled'",
            ["SR-100001: it was cancelled, but £15.00 of payment 1 is kept."],
        ),
        (
            "INSERT INTO cancellations (id, order_id, asked_by, asked_at, why) "
            "SELECT 1, id, 'staff', placed_at, '' FROM orders; "
            "INSERT INTO cancellation_lines SELECT 1, id, 2, 0, 0 FROM order_lines WHERE sku = 'ATROSAN-30'",
            ["SR-100001: more of ATROSAN-30 was cancelled than was bought."],
        ),
        (
            f"{WALL}; UPDATE order_vat SET rate = 5 WHERE rate = 20",
            ["SR-100001: its goods at 20 % VAT don't fit what was kept for that rate."],
        ),
    ],
)
def test_a_promise_broken_by_hand_is_named(change: str, told: list[str], sale: Placed) -> None:
    with transaction() as session:
        # PostgreSQL keeps a trigger with its table and wants to hear of which.
        wall = WALL if session.get_bind().dialect.name == "sqlite" else f"{WALL} ON order_vat"
        for statement in change.replace(WALL, wall).split("; "):
            session.execute(text(statement))

    assert check_books() == told


def test_money_the_provider_holds_otherwise_is_named(app: Flask, sale: Placed, gateway: FakeGateway) -> None:
    gateway.gives_back(session_of(sale), 100)

    assert check_with_provider(gateway) == [
        "SR-100001: payment 1 holds £15.00 here and £14.00 at the provider."
    ]
    gateway.forgets(session_of(sale))
    assert check_with_provider(gateway) == [
        "SR-100001: the provider does not know payment 1 (resource_missing)."
    ]
