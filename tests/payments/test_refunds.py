from datetime import datetime, timedelta

import pytest
from flask import Flask

from shop.catalog.vocabulary import MEDICINE
from shop.db import db
from shop.orders.cancelling import NotResold
from shop.payments.gateway_values import GatewayUnavailable
from shop.payments.left import get_refund
from shop.payments.reconcile import due_work
from shop.payments.refund_models import Refund
from shop.payments.refund_sending import send_refund
from shop.payments.refunds import NotRefundable, Wanted, ask_refund, ask_whole_refunds
from shop.payments.settling import settle
from tests.orders.factories import COFFEE, DRINK, TABLETS, line, set_stock, stock
from tests.payments.factories import (
    WHY,
    at_the_payment_page,
    how_many,
    mails,
    order_of,
    paid,
    payment_of,
    refunded,
    sent_out,
    session_of,
    standing,
)
from tests.payments.fake_gateway import FakeGateway

MINUTE = timedelta(minutes=1)
DISCOUNTED = line(DRINK, quantity=10, discount_minor=2325)


def test_everything_goes_back_calls_the_order_off_and_writes_one_mail(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 5)
    placed = paid(gateway, now)

    refund = refunded(placed, gateway, now, restock=True)

    assert (refund.status, refund.amount_minor, refund.delivery_minor, refund.reference) == (
        "succeeded",
        1500,
        350,
        "re_1",
    )
    assert [(each.quantity, each.amount_minor, each.vat_minor) for each in refund.lines] == [(1, 1150, 192)]
    assert standing(placed) == ("refunded", "cancelled", "released")
    assert stock("ATROSAN-30") == (5, 0)
    assert mails()[1:] == [f"order:{order_of(placed).id}:refund:{refund.id}"]


def test_ten_packs_at_a_discount_go_back_one_by_one_to_the_penny(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("BALANCE-7", 10)
    placed = paid(gateway, now, DISCOUNTED)
    assert order_of(placed).total_minor == 5925 + 350

    refunds = [refunded(placed, gateway, now, packs={"BALANCE-7": 1}) for _ in range(10)]

    amounts = [refund.amount_minor for refund in refunds]
    assert amounts == [592, 593] * 5
    assert sum(amounts) == 5925
    assert sum(each.vat_minor for refund in refunds for each in refund.lines) == 988
    assert standing(placed)[:2] == ("part_refunded", "paid")
    delivery = refunded(placed, gateway, now, delivery=True)
    assert (delivery.amount_minor, delivery.delivery_vat_minor) == (350, 58)
    assert standing(placed)[:2] == ("refunded", "cancelled")


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Wanted(packs={"ATROSAN-30": 2}), "2 of ATROSAN-30 can't go back: 1 of 1 are left."),
        (Wanted(packs={"NOTHING-1": 1}), "NOTHING-1 is not part of SR-100001."),
        (Wanted(packs={"ATROSAN-30": 0}), "0 of ATROSAN-30 can't go back: 1 of 1 are left."),
    ],
)
def test_what_was_not_bought_does_not_go_back(
    wanted: Wanted, words: str, app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = paid(gateway, now)
    order_id = order_of(placed).id

    with pytest.raises(NotRefundable) as refusal:
        ask_refund(order_id=order_id, wanted=wanted, why=WHY, now=now)

    assert refusal.value.message == words
    assert how_many(Refund) == 0


def test_nothing_goes_back_twice(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    placed = paid(gateway, now)
    refunded(placed, gateway, now)
    order_id = order_of(placed).id

    for wanted in (Wanted(), Wanted(packs={"ATROSAN-30": 1}), Wanted(delivery=True)):
        with pytest.raises(NotRefundable):
            ask_refund(order_id=order_id, wanted=wanted, why=WHY, now=now)

    assert how_many(Refund) == 1
    assert len(gateway.refunds["pi_1"]) == 1


def test_an_order_nobody_paid_has_nothing_to_give_back(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    order_id = order_of(placed).id

    with pytest.raises(NotRefundable):
        ask_refund(order_id=order_id, wanted=Wanted(), why=WHY, now=now)


def test_an_answer_that_got_lost_is_found_again_and_nothing_goes_back_twice(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = paid(gateway, now)
    refund_id = ask_refund(order_id=order_of(placed).id, wanted=Wanted(), why=WHY, now=now)
    gateway.loses_answers = True
    with pytest.raises(GatewayUnavailable):
        send_refund(refund_id=refund_id, gateway=gateway, now=now)
    db.session.rollback()
    assert get_refund(refund_id).status == "created"

    gateway.loses_answers = False
    assert due_work(gateway, now + MINUTE).refunds == 1

    assert standing(placed)[0] == "refunded"
    assert len(gateway.refunds["pi_1"]) == 1


def test_a_refund_that_was_never_sent_is_sent_by_reconciliation(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = paid(gateway, now)
    ask_refund(order_id=order_of(placed).id, wanted=Wanted(), why=WHY, now=now)

    due_work(gateway, now + MINUTE)

    assert standing(placed)[0] == "refunded"
    assert len(mails()) == 2


def test_a_refund_the_provider_refuses_is_flagged_and_its_money_can_be_given_back_otherwise(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = paid(gateway, now)
    sent_out(placed, now)
    gateway.refuses_refunds = True

    refund = refunded(placed, gateway, now, packs={"ATROSAN-30": 1})

    assert (refund.status, refund.failure) == ("failed", "charge_disputed")
    assert standing(placed)[:2] == ("confirmed", "needs_attention")
    assert order_of(placed).attention == (
        "refund 1 of £11.50 failed (charge_disputed): give the money back another way"
    )
    assert len(mails()) == 1
    gateway.refuses_refunds = False
    assert refunded(placed, gateway, now).amount_minor == 1500


def test_a_refund_under_way_counts_and_ends_as_the_provider_says(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = paid(gateway, now)
    gateway.refunds_are = "pending"
    refund = refunded(placed, gateway, now, packs={"ATROSAN-30": 1})
    assert (refund.status, payment_of(placed).status, len(mails())) == ("pending", "part_refunded", 2)

    gateway.settles_refunds("succeeded")
    settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert get_refund(refund.id).status == "succeeded"
    assert len(mails()) == 2


@pytest.mark.parametrize("first", ["pending", "succeeded"])
def test_a_refund_that_fails_later_gives_the_payment_its_money_back_and_is_flagged_once(
    first: str, app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = paid(gateway, now)
    gateway.refunds_are = first
    refund = refunded(placed, gateway, now)
    assert standing(placed)[:2] == ("refunded", "cancelled")

    gateway.settles_refunds("failed")
    for _ in range(2):
        settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert get_refund(refund.id).status == "failed"
    assert standing(placed)[:2] == ("confirmed", "needs_attention")
    assert order_of(placed).attention == (
        "refund 1 of £15.00 failed (expired_or_canceled_card): give the money back another way"
    )


def test_news_older_than_what_we_know_moves_nothing(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    placed = paid(gateway, now)
    refund = refunded(placed, gateway, now, packs={"ATROSAN-30": 1})
    gateway.settles_refunds("pending")
    gateway.gives_back(session_of(placed), 350)

    settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert get_refund(refund.id).status == "succeeded"


def test_a_medicine_that_was_out_of_the_shop_is_never_sold_again(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 5)
    set_stock("BAMBU-100", 7)
    placed = paid(gateway, now, TABLETS, COFFEE)
    sent_out(placed, now)
    assert TABLETS.kind == MEDICINE

    with pytest.raises(NotResold):
        refunded(placed, gateway, now, packs={"ATROSAN-30": 1}, restock=True)
    refunded(placed, gateway, now, packs={"ATROSAN-30": 1})
    refunded(placed, gateway, now, packs={"BAMBU-100": 1}, restock=True)

    assert (stock("ATROSAN-30"), stock("BAMBU-100")) == ((4, 0), (6, 0))
    assert standing(placed)[:2] == ("part_refunded", "dispatched")


def test_calling_a_paid_order_off_gives_everything_back_and_the_goods_too(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 5)
    placed = paid(gateway, now)

    (refund_id,) = ask_whole_refunds(
        order_id=order_of(placed).id, restock=True, why="the shopper asked", now=now
    )
    send_refund(refund_id=refund_id, gateway=gateway, now=now)

    assert standing(placed) == ("refunded", "cancelled", "released")
    assert stock("ATROSAN-30") == (5, 0)


def test_what_has_left_the_shop_is_not_called_off(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    placed = paid(gateway, now)
    sent_out(placed, now)
    order_id = order_of(placed).id

    with pytest.raises(NotRefundable, match="has left the shop"):
        ask_whole_refunds(order_id=order_id, restock=True, why=WHY, now=now)

    assert how_many(Refund) == 0
