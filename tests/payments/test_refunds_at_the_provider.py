"""Refunds and disputes that begin at the provider, and money that came twice."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from shop.payments.gateway_values import Event
from shop.payments.left import get_refund, refunds_of
from shop.payments.reconcile import due_work
from shop.payments.refund_sending import send_refund
from shop.payments.refunds import NotRefundable, Wanted, ask_refund
from shop.payments.settling import settle
from tests.orders.factories import COFFEE, TABLETS
from tests.payments.factories import WHY, order_of, paid, payment_of, refunded, session_of, standing
from tests.payments.fake_gateway import FakeGateway

MINUTE = timedelta(minutes=1)


def test_a_whole_refund_made_at_the_provider_is_taken_in_with_its_goods_and_flagged(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = paid(gateway, now, TABLETS, COFFEE)
    gateway.gives_back(session_of(placed), 2650)

    for _ in range(3):
        settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    (taken_in,) = refunds_of([placed.payment_id])
    assert (taken_in.origin, taken_in.amount_minor, taken_in.delivery_minor) == ("provider", 2650, 350)
    assert [(each.quantity, each.amount_minor) for each in taken_in.lines] == [(1, 1150), (2, 1150)]
    assert standing(placed) == ("refunded", "needs_attention", "taken")
    assert order_of(placed).attention == (
        "£26.50 of payment 1 was given back at the provider: say what happens to the goods"
    )


def test_a_part_given_back_at_the_provider_names_nothing_and_lowers_what_is_left(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = paid(gateway, now)
    gateway.gives_back(session_of(placed), 500)
    settle(payment_id=placed.payment_id, gateway=gateway, now=now)
    assert standing(placed)[:2] == ("part_refunded", "needs_attention")

    with pytest.raises(NotRefundable, match=r"£11.50 is more than the £10.00 left"):
        refunded(placed, gateway, now, packs={"ATROSAN-30": 1})
    rest = refunded(placed, gateway, now)

    assert (rest.amount_minor, rest.lines) == (1000, [])
    assert standing(placed)[:2] == ("refunded", "cancelled")


@pytest.mark.parametrize("kind", ["charge.refunded", "refund.created", "refund.updated"])
def test_a_refund_at_the_provider_whose_message_was_lost_is_found_by_reconciliation(
    kind: str, app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = paid(gateway, now)
    gateway.gives_back(session_of(placed), 1500)
    gateway.events.append(Event("evt_1", kind, None, False, payment_intent="pi_1", made_at=now))

    rounds = [due_work(gateway, now + minutes * MINUTE).missed for minutes in (1, 2)]

    assert rounds == [1, 0]
    assert standing(placed)[:2] == ("refunded", "needs_attention")


def test_a_dispute_is_flagged_once(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    placed = paid(gateway, now)
    gateway.pays(session_of(placed), is_disputed=True)

    for _ in range(2):
        settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert order_of(placed).attention == (
        "the shopper's bank wants payment 1 back: answer it at the provider"
    )
    assert payment_of(placed).disputed_at == now


def test_of_two_payments_the_one_too_many_goes_back_by_no_name(
    app: Flask, gateway: FakeGateway, now: datetime, second_payment: Callable[[int], int]
) -> None:
    placed = paid(gateway, now)
    extra = second_payment(placed.payment_id)
    settle(payment_id=extra, gateway=gateway, now=now)
    order_id = order_of(placed).id

    with pytest.raises(NotRefundable, match=r"Say which: 1 \(£15.00\), 2 \(£15.00\)"):
        ask_refund(order_id=order_id, wanted=Wanted(), why=WHY, now=now)
    refund_id = ask_refund(order_id=order_id, wanted=Wanted(), why=WHY, now=now, payment_id=extra)
    send_refund(refund_id=refund_id, gateway=gateway, now=now)

    assert get_refund(refund_id).lines == []
    assert standing(placed) == ("confirmed", "needs_attention", "taken")
