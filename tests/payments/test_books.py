from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import text

from shop.db import transaction
from shop.payments.books import check_books
from shop.payments.settling import settle
from tests.orders.factories import COFFEE, TABLETS, placed, set_stock
from tests.payments.factories import at_the_payment_page, order_of, session_of
from tests.payments.fake_gateway import FakeGateway


@pytest.fixture
def paid_order(shop: Flask, gateway: FakeGateway, now: datetime) -> int:
    """One paid order of everything, and one that waits to be paid; gives the first one's id."""
    sale = at_the_payment_page(TABLETS, COFFEE, gateway=gateway, now=now)
    gateway.pays(session_of(sale))
    settle(payment_id=sale.payment_id, gateway=gateway, now=now)
    at_the_payment_page(TABLETS, gateway=gateway, now=now, attempt="b" * 32)
    return order_of(sale).id


def with_a_hand_in_the_database(statement: str, **values: object) -> None:
    with transaction() as session:
        session.execute(text(statement), values)


def test_books_balance_after_ordinary_sales(paid_order: int) -> None:
    assert check_books() == []


def test_a_total_that_its_lines_do_not_make_is_told(paid_order: int) -> None:
    with_a_hand_in_the_database(
        "UPDATE orders SET goods_minor = goods_minor + 1, total_minor = total_minor + 1 WHERE id = :id",
        id=paid_order,
    )

    assert check_books() == [
        "SR-100001: its lines, delivery and VAT don't add up to its total.",
        "SR-100001: counts as paid, but no payment of its total came in.",
    ]


def test_an_order_without_lines_is_told(paid_order: int, now: datetime) -> None:
    order = placed(COFFEE, now=now, attempt="c" * 32)
    with_a_hand_in_the_database(
        "INSERT INTO orders SELECT :new, 999999, 's', 'a', status, 'released', attention, email, name, "
        "address_line_1, address_line_2, town, postcode, phone, delivery_code, delivery_label, "
        "delivery_estimate, currency, goods_minor, discount_minor, delivery_minor, delivery_vat_minor, "
        "vat_minor, total_minor, terms_version, age_confirmed, placed_at, expires_at, money_awaited_at, "
        "paid_at FROM orders WHERE id = :old",
        new=order.id + 100,
        old=order.id,
    )

    assert check_books() == ["SR-999999: its lines, delivery and VAT don't add up to its total."]


def test_a_promise_nobody_was_given_is_told(paid_order: int) -> None:
    set_stock("ATROSAN-30", 9, reserved=3)

    assert check_books() == ["ATROSAN-30: 3 are reserved, but open orders were promised 1."]


def test_an_order_that_says_paid_without_money_is_told(paid_order: int, now: datetime) -> None:
    with_a_hand_in_the_database(
        "UPDATE payments SET status = 'cancelled' WHERE order_id = :id", id=paid_order
    )

    assert check_books() == ["SR-100001: counts as paid, but no payment of its total came in."]


def test_money_without_an_order_that_says_so_is_told(paid_order: int) -> None:
    with_a_hand_in_the_database("UPDATE orders SET status = 'expired' WHERE id = :id", id=paid_order)

    assert check_books() == ["SR-100001: money came in, but the order does not say so."]


def test_the_command_says_so_and_fails_when_something_is_off(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["check-books"]).output == "The books balance.\n"

    set_stock("ATROSAN-30", 9, reserved=3)

    told = runner.invoke(args=["check-books"])
    assert told.exit_code == 1
    assert "ATROSAN-30: 3 are reserved, but open orders were promised 0." in told.output
    assert "Error: Not balanced: 1." in told.output
