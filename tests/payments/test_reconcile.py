from datetime import datetime, timedelta

from flask import Flask

from shop.payments.actions import renew_payment
from shop.payments.gateway import NAME
from shop.payments.models import Payment
from shop.payments.reconcile import Reconciled, due_work, reconcile
from tests.orders.factories import set_stock, stock
from tests.payments.factories import (
    TILL,
    at_the_payment_page,
    bought,
    how_many,
    mails,
    order_of,
    payment_of,
    session_of,
    standing,
)
from tests.payments.fake_gateway import FakeGateway

MINUTE = timedelta(minutes=1)
OVERDUE = timedelta(minutes=31)


def test_a_lost_webhook_is_made_up_for_after_a_minute(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed))

    too_soon = due_work(gateway, now + timedelta(seconds=59))
    in_time = due_work(gateway, now + MINUTE)

    assert too_soon == Reconciled(checked=0, closed=0, stopped=False)
    assert in_time == Reconciled(checked=1, closed=0, stopped=False)
    assert standing(placed) == ("confirmed", "paid", "taken")
    assert len(mails()) == 1


def test_an_order_nobody_paid_is_closed_when_its_time_is_over(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 5)
    placed = at_the_payment_page(gateway=gateway, now=now)

    due_work(gateway, now + timedelta(minutes=30))
    assert standing(placed) == ("created", "placed", "reserved")

    due_work(gateway, now + OVERDUE)
    assert standing(placed) == ("cancelled", "expired", "released")
    assert stock("ATROSAN-30") == (5, 0)


def test_the_shops_clock_alone_never_gives_goods_back(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.is_down = True

    done = due_work(gateway, now + timedelta(days=2))

    assert done == Reconciled(checked=0, closed=0, stopped=True)
    assert standing(placed) == ("created", "placed", "reserved")


def test_money_that_came_in_the_last_second_is_found_instead_of_closing(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed))

    due_work(gateway, now + OVERDUE)

    assert standing(placed) == ("confirmed", "paid", "taken")


def test_an_order_whose_payment_was_refused_is_closed_when_its_time_is_over(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 5)
    placed = bought(now=now)
    gateway.refuses = True

    due_work(gateway, now + MINUTE)
    assert standing(placed) == ("failed", "placed", "reserved")

    done = due_work(gateway, now + OVERDUE)
    assert done == Reconciled(checked=0, closed=1, stopped=False)
    assert standing(placed) == ("failed", "expired", "released")
    assert stock("ATROSAN-30") == (5, 0)


def test_a_slow_bank_is_asked_every_quarter_of_an_hour_and_flagged_after_14_days(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays_later(session_of(placed))
    due_work(gateway, now + MINUTE)
    gateway.calls.clear()

    due_work(gateway, now + 10 * MINUTE)
    assert gateway.calls == []

    due_work(gateway, now + 40 * MINUTE)
    assert gateway.calls == ["fetch"]
    assert standing(placed) == ("processing", "placed", "reserved")

    due_work(gateway, now + timedelta(days=14))
    assert standing(placed) == ("processing", "needs_attention", "reserved")
    assert order_of(placed).attention == "the bank has not sent the money for 14 days"


def test_a_session_the_provider_forgot_is_flagged_once_and_not_asked_about_again(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.forgets(session_of(placed))

    due_work(gateway, now + MINUTE)
    due_work(gateway, now + OVERDUE)

    assert standing(placed) == ("created", "needs_attention", "reserved")
    assert order_of(placed).attention == "the provider does not know the payment any more: resource_missing"
    assert gateway.calls == ["start", "fetch"]


def test_one_bad_payment_does_not_hold_up_the_others(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    bad = at_the_payment_page(gateway=gateway, now=now, attempt="a" * 32)
    good = at_the_payment_page(gateway=gateway, now=now, attempt="b" * 32)
    del gateway.sessions[session_of(bad)]
    gateway.pays(session_of(good))

    due_work(gateway, now + MINUTE)

    assert order_of(bad).status == "needs_attention"
    assert order_of(good).status == "paid"


def test_a_round_takes_the_longest_unasked_first_and_no_more_than_its_limit(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    first = at_the_payment_page(gateway=gateway, now=now, attempt="a" * 32)
    second = at_the_payment_page(gateway=gateway, now=now + MINUTE, attempt="b" * 32)

    done = reconcile(gateway=gateway, now=now + 5 * MINUTE, limit=1)
    assert done.checked == 1
    assert payment_of(first).checked_at == now + 5 * MINUTE
    assert payment_of(second).checked_at == now + MINUTE

    reconcile(gateway=gateway, now=now + 5 * MINUTE, limit=1)
    assert payment_of(second).checked_at == now + 5 * MINUTE


def test_a_shopper_who_starts_anew_just_before_the_round_keeps_the_order(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)
    gateway.refuses = True
    due_work(gateway, now + MINUTE)
    gateway.refuses = False

    renew_payment(order_id=order_of(placed).id, till=TILL, now=now + timedelta(minutes=30))
    due_work(gateway, now + OVERDUE)

    assert order_of(placed).status == "placed"
    assert how_many(Payment) == 2


def test_the_command_says_what_it_did(app: Flask, gateway: FakeGateway) -> None:
    app.extensions[NAME] = gateway

    told = app.test_cli_runner().invoke(args=["reconcile"])

    assert told.output == ("0 payments and 0 refunds checked, 0 missed news heard\n0 orders closed\n")
    assert told.exit_code == 0
