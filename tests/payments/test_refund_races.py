"""Twenty people give the same money back at once, on both databases: first with the guard off, then on."""

import threading
from datetime import datetime, timedelta

from flask import Flask

from shop.db import db, transaction
from shop.payments.books import check_books
from shop.payments.left import money_left
from shop.payments.queries import get_payment
from shop.payments.reconcile import due_work
from shop.payments.refund_models import SHOP, Refund
from shop.payments.refund_sending import send_refund
from shop.payments.refunds import NotRefundable, Wanted, ask_refund
from shop.payments.settling import settle
from tests.crowds import all_at_once
from tests.orders.factories import DRINK, line, set_stock, stock
from tests.payments.factories import WHY, how_many, mails, order_of, paid, standing
from tests.payments.fake_gateway import FakeGateway

PEOPLE = 20
MINUTE = timedelta(minutes=1)


def test_with_the_lock_left_out_the_same_money_is_promised_to_twenty(
    shop: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = paid(gateway, now)
    everyone_has_looked = threading.Barrier(10)

    def without_lock(number: int) -> None:
        available = money_left(get_payment(placed.payment_id))
        db.session.rollback()
        everyone_has_looked.wait()
        with transaction() as session:
            session.add(
                Refund(
                    at=now,
                    payment_id=placed.payment_id,
                    provider="stripe",
                    origin=SHOP,
                    idempotency_key=f"refund-{number}",
                    amount_minor=available,
                    delivery_minor=0,
                    delivery_vat_minor=0,
                    why=WHY,
                )
            )

    results = all_at_once(shop, 10, without_lock)

    assert results == [None] * 10
    assert money_left(get_payment(placed.payment_id)) == 1500 - 10 * 1500


def test_under_the_lock_twenty_whole_refunds_become_one(
    shop: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("ATROSAN-30", 5)
    placed = paid(gateway, now)
    order_id = order_of(placed).id

    def give_back(_number: int) -> str:
        refund_id = ask_refund(order_id=order_id, wanted=Wanted(restock=True), why=WHY, now=now)
        return send_refund(refund_id=refund_id, gateway=gateway, now=now)

    results = all_at_once(shop, PEOPLE, give_back)

    assert [r for r in results if isinstance(r, str)] == ["succeeded"]
    assert {type(r) for r in results if not isinstance(r, str)} == {NotRefundable}
    assert (how_many(Refund), len(gateway.refunds["pi_1"]), len(mails())) == (1, 1, 2)
    assert standing(placed) == ("refunded", "cancelled", "released")
    assert stock("ATROSAN-30") == (5, 0)
    assert check_books() == []


def test_twenty_refunds_of_one_pack_give_back_as_many_packs_as_were_bought(
    shop: Flask, gateway: FakeGateway, now: datetime
) -> None:
    set_stock("BALANCE-7", 10)
    placed = paid(gateway, now, line(DRINK, quantity=7, discount_minor=51))
    order_id = order_of(placed).id

    def give_back(_number: int) -> str:
        wanted = Wanted(packs={"BALANCE-7": 1}, restock=True)
        refund_id = ask_refund(order_id=order_id, wanted=wanted, why=WHY, now=now)
        return send_refund(refund_id=refund_id, gateway=gateway, now=now)

    results = all_at_once(shop, PEOPLE, give_back)

    assert sorted(r for r in results if isinstance(r, str)) == ["succeeded"] * 7
    assert sum(state.amount_minor for state in gateway.refunds["pi_1"]) == 7 * 825 - 51
    assert stock("BALANCE-7") == (10, 0)
    assert standing(placed)[0] == "part_refunded"
    assert check_books() == []


def test_one_refund_sent_settled_and_reconciled_at_once_goes_back_once(
    shop: Flask, gateway: FakeGateway, now: datetime
) -> None:
    placed = paid(gateway, now)
    refund_id = ask_refund(order_id=order_of(placed).id, wanted=Wanted(), why=WHY, now=now)

    def act(number: int) -> None:
        if number % 3 == 0:
            send_refund(refund_id=refund_id, gateway=gateway, now=now)
        elif number % 3 == 1:
            settle(payment_id=placed.payment_id, gateway=gateway, now=now)
        else:
            due_work(gateway, now + MINUTE)

    results = all_at_once(shop, PEOPLE, act)

    assert [r for r in results if r is not None] == []
    assert (how_many(Refund), len(gateway.refunds["pi_1"]), len(mails())) == (1, 1, 2)
    assert standing(placed)[0] == "refunded"
