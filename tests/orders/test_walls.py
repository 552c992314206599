"""What the database refuses even when the code is wrong, on SQLite and on PostgreSQL."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from shop.db import db, transaction
from tests.orders.factories import placed


def refused(statement: str, **values: object) -> str:
    """What the database says to a statement it must refuse."""
    with pytest.raises((IntegrityError, DatabaseError)) as problem, transaction() as session:
        session.execute(text(statement), values)
    return str(problem.value.orig)


@pytest.mark.parametrize("table", ["orders", "order_lines", "order_vat", "order_events"])
def test_what_was_agreed_is_never_deleted(table: str, shop: Flask, now: datetime) -> None:
    placed(now=now)

    said = refused(f"DELETE FROM {table}")

    assert f"rows of {table} are never deleted" in said
    assert db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() >= 1


@pytest.mark.parametrize("table", ["order_lines", "order_vat", "order_events"])
def test_what_was_agreed_is_never_rewritten(table: str, shop: Flask, now: datetime) -> None:
    placed(now=now)

    said = refused(f"UPDATE {table} SET order_id = order_id")

    assert f"rows of {table} are never changed" in said


@pytest.mark.parametrize(
    "change",
    [
        "total_minor = total_minor - 1",
        "goods_minor = goods_minor + 100",
        "discount_minor = -1, total_minor = total_minor + 1",
        "discount_minor = 2000, total_minor = total_minor - 2000",
        "vat_minor = total_minor + 1",
        "delivery_vat_minor = delivery_minor + 1",
        "currency = 'eur'",
        "status = 'lost'",
        "status = 'paid'",
        "status = 'needs_attention'",
        "stock = 'sold'",
    ],
)
def test_an_order_that_does_not_add_up_is_refused(change: str, shop: Flask, now: datetime) -> None:
    placed(now=now)

    refused(f"UPDATE orders SET {change}")


@pytest.mark.parametrize("column", ["number", "secret", "attempt"])
def test_two_orders_never_share(column: str, shop: Flask, now: datetime) -> None:
    one, other = placed(now=now, attempt="a" * 32), placed(now=now, attempt="b" * 32)

    refused(
        f"UPDATE orders SET {column} = (SELECT {column} FROM orders WHERE id = :one) WHERE id = :other",
        one=one.id,
        other=other.id,
    )


@pytest.mark.parametrize(
    "numbers",
    [
        "0, 1150, 0, 0, 20, 0",
        "1, 1150, 1151, 0, 20, 0",
        "1, 1150, 1150, 1151, 20, 0",
        "1, 1150, 1150, 0, 20, 1151",
    ],
)
def test_a_line_that_does_not_add_up_is_refused(numbers: str, shop: Flask, now: datetime) -> None:
    order = placed(now=now)

    refused(
        "INSERT INTO order_lines (order_id, sku, product_slug, name, size_label, kind, quantity, unit_minor, "
        "line_minor, discount_minor, vat_rate, vat_minor) "
        f"VALUES (:order, 'X', 'x', 'X', '1', 'food', {numbers})",
        order=order.id,
    )
