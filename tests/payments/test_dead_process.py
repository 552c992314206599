"""The process dies after each numbered step of a sale; reconciliation heals it, and the books balance."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from shop.db import db
from shop.payments.books import check_books
from shop.payments.queries import get_payment
from shop.payments.reconcile import due_work
from shop.payments.settling import settle
from tests.orders.factories import set_stock, stock
from tests.payments.factories import at_the_payment_page, bought, mails, session_of, standing
from tests.payments.fake_gateway import FakeGateway

MINUTE = timedelta(minutes=1)
OVERDUE = timedelta(minutes=32)


@pytest.fixture(autouse=True)
def five_boxes(app: Flask) -> None:
    """Five boxes of tablets on the shelf."""
    set_stock("ATROSAN-30", 5)


def assert_the_books_balance() -> None:
    db.session.rollback()
    assert check_books() == []


def test_dead_after_step_1_the_page_is_opened_with_the_stored_key(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)

    due_work(gateway, now + MINUTE)

    assert session_of(placed) == "cs_test_1"
    assert standing(placed) == ("created", "placed", "reserved")
    assert_the_books_balance()


def test_dead_after_step_1_and_found_too_late_the_order_is_closed(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)

    due_work(gateway, now + OVERDUE)

    assert standing(placed) == ("cancelled", "expired", "released")
    assert gateway.sessions["cs_test_1"].status == "expired"
    assert_the_books_balance()


def test_dead_after_step_1_and_the_provider_refuses_by_then_the_order_is_closed(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)
    # The provider takes no page that would close in less than half an hour.
    gateway.refuses = True

    due_work(gateway, now + OVERDUE)

    assert standing(placed) == ("failed", "expired", "released")
    assert_the_books_balance()


def dead_after_step_2(gateway: FakeGateway, payment_id: int) -> None:
    """The provider opened a page, but the answer was never written down."""
    payment = get_payment(payment_id)
    gateway.start_checkout(idempotency_key=payment.idempotency_key, parameters=payment.parameters)
    db.session.rollback()


def test_dead_after_step_2_the_same_page_is_found_again(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)
    dead_after_step_2(gateway, placed.payment_id)

    due_work(gateway, now + MINUTE)

    assert session_of(placed) == "cs_test_1"
    assert len(gateway.sessions) == 1
    assert_the_books_balance()


def test_dead_after_step_2_and_found_too_late_the_page_nobody_saw_is_closed(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)
    dead_after_step_2(gateway, placed.payment_id)

    due_work(gateway, now + OVERDUE)

    assert gateway.sessions["cs_test_1"].status == "expired"
    assert standing(placed) == ("cancelled", "expired", "released")
    assert_the_books_balance()


def test_dead_after_step_3_the_payment_is_settled_without_anyone_coming_back(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed))

    due_work(gateway, now + MINUTE)

    assert standing(placed) == ("confirmed", "paid", "taken")
    assert len(mails()) == 1
    assert_the_books_balance()


def test_dead_in_the_middle_of_step_4_nothing_is_half_done(
    app: Flask, gateway: FakeGateway, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed))

    def power_cut(**_words: object) -> None:
        raise SystemExit("no power")

    with monkeypatch.context() as broken:
        broken.setattr("shop.payments.settling.enqueue", power_cut)
        with pytest.raises(SystemExit):
            settle(payment_id=placed.payment_id, gateway=gateway, now=now)
    assert standing(placed) == ("created", "placed", "reserved")
    assert stock("ATROSAN-30") == (5, 1)

    due_work(gateway, now + MINUTE)
    assert standing(placed) == ("confirmed", "paid", "taken")
    assert stock("ATROSAN-30") == (4, 0)
    assert len(mails()) == 1
    assert_the_books_balance()


def test_dead_after_step_4_nothing_is_done_again(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed))
    settle(payment_id=placed.payment_id, gateway=gateway, now=now)
    gateway.calls.clear()

    due_work(gateway, now + OVERDUE)

    assert gateway.calls == []
    assert len(mails()) == 1
    assert_the_books_balance()
