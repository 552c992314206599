from datetime import datetime, timedelta

import pytest
from flask import Flask

from shop.db import db
from shop.payments.gateway_values import GatewayUnavailable
from shop.payments.queries import get_payment
from shop.payments.settling import NEVER_ARRIVED, expire, settle
from tests.orders.factories import COFFEE, TABLETS, set_stock, stock
from tests.payments.factories import (
    at_the_payment_page,
    bought,
    mails,
    order_of,
    payment_of,
    session_of,
    standing,
)
from tests.payments.fake_gateway import FakeGateway


def test_a_paid_session_pays_the_order_hands_over_its_goods_and_writes_one_mail(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 5)
    set_stock("BAMBU-100", 7)
    placed = at_the_payment_page(TABLETS, COFFEE, gateway=gateway, now=now)
    gateway.pays(session_of(placed))

    outcome = settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert (outcome.payment_status, outcome.order_status, outcome.is_bought) == ("confirmed", "paid", True)
    assert outcome.skus == {"ATROSAN-30", "BAMBU-100"}
    assert standing(placed) == ("confirmed", "paid", "taken")
    assert order_of(placed).paid_at == now
    payment = payment_of(placed)
    assert (payment.captured_minor, payment.captured_currency, payment.payment_intent) == (
        2650,
        "gbp",
        "pi_1",
    )
    assert (stock("ATROSAN-30"), stock("BAMBU-100")) == ((4, 0), (5, 0))
    assert mails() == [f"order:{order_of(placed).id}:confirmation"]


def test_settling_again_changes_nothing(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    set_stock("ATROSAN-30", 5)
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed))

    for minutes in range(5):
        settle(payment_id=placed.payment_id, gateway=gateway, now=now + timedelta(minutes=minutes))

    assert standing(placed) == ("confirmed", "paid", "taken")
    assert [event.new_status for event in order_of(placed).events] == ["placed", "paid"]
    assert order_of(placed).paid_at == now
    assert stock("ATROSAN-30") == (4, 0)
    assert len(mails()) == 1


def test_an_open_session_leaves_everything_as_it_is(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)

    outcome = settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert outcome.is_bought is False
    assert standing(placed) == ("created", "placed", "reserved")


def test_a_payment_that_was_never_started_is_left_alone(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)

    settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert standing(placed) == ("created", "placed", "reserved")
    assert gateway.calls == []


def test_the_provider_is_asked_with_no_transaction_open(
    app: Flask, gateway: FakeGateway, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = bought(now=now)
    seen: list[bool] = []
    for name in ("start_checkout", "fetch_checkout", "expire_checkout"):
        real = getattr(gateway, name)

        def watched(*args: object, real: object = real, **words: object) -> object:
            seen.append(db.session().in_transaction())
            return real(*args, **words)  # type: ignore[operator]

        monkeypatch.setattr(gateway, name, watched)

    expire(payment_id=placed.payment_id, gateway=gateway, now=now, why="a test")
    settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert seen == [False, False, False]


@pytest.mark.parametrize(
    ("differently", "why"),
    [
        ({"amount_minor": 1499}, "payment 1: £14.99 came in, £15.00 was asked for"),
        ({"amount_minor": 1501}, "payment 1: £15.01 came in, £15.00 was asked for"),
        ({"currency": "usd"}, "payment 1: 1500 usd came in, £15.00 was asked for"),
        (
            {"payment_status": "no_payment_required", "amount_minor": 0},
            "payment 1: £0.00 came in, £15.00 was asked for",
        ),
    ],
)
def test_money_of_another_amount_is_noted_and_flagged(
    differently: dict[str, object], why: str, app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed), **differently)

    for _ in range(2):
        settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert standing(placed) == ("confirmed", "needs_attention", "reserved")
    assert order_of(placed).attention == why
    assert payment_of(placed).captured_minor == gateway.sessions[session_of(placed)].amount_minor
    assert mails() == []


@pytest.mark.parametrize(
    ("differently", "why"),
    [
        ({"livemode": True}, "the provider mixed up test money and real money"),
        ({"reference": "another"}, "the provider's session belongs to another payment: another"),
    ],
)
def test_money_that_is_not_ours_to_count_is_flagged_and_not_counted(
    differently: dict[str, object], why: str, app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed), **differently)

    settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert standing(placed) == ("created", "needs_attention", "reserved")
    assert str(order_of(placed).attention).startswith(why)
    assert mails() == []


def test_a_stranger_told_again_and_again_is_one_reason(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed), reference="another")

    for _ in range(3):
        settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert order_of(placed).attention == "the provider's session belongs to another payment: another"


def test_money_for_a_flagged_order_is_a_reason_more(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed), reference="another")
    settle(payment_id=placed.payment_id, gateway=gateway, now=now)
    gateway.pays(session_of(placed), reference=payment_of(placed).uuid)

    for _ in range(2):
        settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert standing(placed) == ("confirmed", "needs_attention", "reserved")
    assert order_of(placed).attention == (
        "payment 1 of £15.00 came in while a person had to look at the order\n"
        "the provider's session belongs to another payment: another"
    )


def test_a_bank_that_sends_the_money_later_keeps_the_goods_promised(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays_later(session_of(placed))

    outcome = settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert outcome.is_bought is True
    assert standing(placed) == ("processing", "placed", "reserved")
    assert order_of(placed).money_awaited_at == now
    assert mails() == []

    gateway.pays(session_of(placed))
    settle(payment_id=placed.payment_id, gateway=gateway, now=now + timedelta(days=3))
    assert standing(placed) == ("confirmed", "paid", "taken")
    assert len(mails()) == 1


def test_money_that_never_arrives_closes_the_order(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    set_stock("ATROSAN-30", 5)
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays_later(session_of(placed))
    settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    settle(payment_id=placed.payment_id, gateway=gateway, now=now, told=NEVER_ARRIVED)

    assert standing(placed) == ("failed", "expired", "released")
    assert stock("ATROSAN-30") == (5, 0)


def test_a_message_that_says_failed_is_not_believed_when_the_money_is_in(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed))

    settle(payment_id=placed.payment_id, gateway=gateway, now=now, told=NEVER_ARRIVED)

    assert standing(placed) == ("confirmed", "paid", "taken")


def test_an_unreachable_provider_changes_nothing(app: Flask, gateway: FakeGateway, now: datetime) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    gateway.pays(session_of(placed))
    gateway.is_down = True

    with pytest.raises(GatewayUnavailable):
        settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert standing(placed) == ("created", "placed", "reserved")


def test_paid_goods_whose_stock_disagrees_are_flagged_with_the_money_noted(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = at_the_payment_page(gateway=gateway, now=now)
    set_stock("ATROSAN-30", 5, reserved=0)
    gateway.pays(session_of(placed))

    settle(payment_id=placed.payment_id, gateway=gateway, now=now)

    assert standing(placed)[:2] == ("confirmed", "needs_attention")
    assert "the stock disagrees" in str(order_of(placed).attention)
    assert stock("ATROSAN-30") == (5, 0)


def test_no_one_sets_the_status_of_a_payment_past_the_table(
    app: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = bought(now=now)

    with pytest.raises(AttributeError):
        get_payment(placed.payment_id).status = "confirmed"  # type: ignore[method-assign]

    assert payment_of(placed).status == "created"
