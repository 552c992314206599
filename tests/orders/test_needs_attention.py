"""Every reason why a person has to look at an order is kept, the newest first."""

from datetime import datetime, timedelta

from flask import Flask

from shop.db import transaction
from shop.orders.actions import flag_for_attention, mark_paid
from shop.orders.models import Order
from shop.orders.queries import get_order, lock_order
from tests.orders.factories import placed

MINUTE = timedelta(minutes=1)


def flagged(order: Order, *reasons: str, at: datetime) -> Order:
    """The order as it is kept once it was flagged for each reason, one after another."""
    for why in reasons:
        with transaction():
            flag_for_attention(order=lock_order(order.id), why=why, now=at)
    return get_order(order.id)


def test_every_new_reason_is_an_event_and_is_shown_the_newest_first(shop: Flask, now: datetime) -> None:
    order = flagged(placed(now=now), "the first reason", at=now)

    order = flagged(order, "the second reason", "the third", at=now + MINUTE)

    assert order.attention == "the third\nthe second reason\nthe first reason"
    assert [(e.old_status, e.new_status, e.why, e.at) for e in order.events[1:]] == [
        ("placed", "needs_attention", "the first reason", now),
        ("needs_attention", "needs_attention", "the second reason", now + MINUTE),
        ("needs_attention", "needs_attention", "the third", now + MINUTE),
    ]


def test_the_same_reason_told_again_is_no_new_one(app: Flask, now: datetime) -> None:
    order = flagged(placed(now=now), "one", "two", "one", "two", "two", at=now)

    assert order.attention == "two\none"
    assert len(order.events) == 3


def test_late_money_on_a_flagged_order_is_told_with_its_payment(app: Flask, now: datetime) -> None:
    order = flagged(placed(now=now), "£14.99 came in, £15.00 was asked for", at=now)

    for money in ("payment 2 of £15.00", "payment 3 of £15.00"):
        with transaction():
            assert mark_paid(order=lock_order(order.id), now=now, money=money) is False

    assert get_order(order.id).attention == (
        "payment 3 of £15.00 came in while a person had to look at the order\n"
        "payment 2 of £15.00 came in while a person had to look at the order\n"
        "£14.99 came in, £15.00 was asked for"
    )


def test_reasons_that_were_dealt_with_are_not_shown_again(app: Flask, now: datetime) -> None:
    order = flagged(placed(now=now), "dealt with", at=now)
    with transaction():
        lock_order(order.id).move("cancelled", at=now, why="a person looked")

    order = flagged(order, "new", at=now)

    assert order.attention == "new"
    assert flagged(order, "dealt with", at=now).attention == "dealt with\nnew"


def test_reasons_too_long_to_show_are_all_in_the_log_and_the_newest_is_shown(
    shop: Flask, now: datetime
) -> None:
    reasons = [letter * 200 for letter in "abc"] + ["d" * 400]

    order = flagged(placed(now=now), *reasons[:3], at=now)
    assert order.attention == "c" * 200 + "\n" + "b" * 98 + "…"
    order = flagged(order, reasons[3], reasons[3], at=now)

    assert order.attention == "d" * 299 + "…"
    assert [event.why for event in order.events[1:]] == [*reasons[:3], "d" * 299 + "…"]
