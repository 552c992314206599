"""A code on the way from the basket to the order, without any script."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop import clock
from shop.db import db, transaction
from shop.offers.actions import stop_offer
from shop.offers.models import VoucherSlot
from shop.orders.models import Order
from shop.orders.queries import get_order
from shop.payments.models import Payment
from tests.checkout.shopping import orders, puts_aside, reviews
from tests.offers.given import made
from tests.payments.conftest import gateway

__all__ = ["gateway"]

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def enter(client: FlaskClient, code: str) -> TestResponse:
    return client.post("/basket/voucher", data={"code": code})


def text_of(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_a_code_is_entered_in_any_writing_shown_and_taken_out(app: Flask, client: FlaskClient) -> None:
    made(LONG_AGO)
    puts_aside(client, BAMBU_100=2)

    answer = enter(client, " winter-10 ")
    page = text_of(client.get("/basket"))

    assert (answer.status_code, answer.headers["Location"]) == (303, "/basket")
    assert "10% off (code WINTER-10) -£1.15" in page
    assert "Total £13.85" in page
    client.post("/basket/voucher", data={"remove": "1"})
    assert "WINTER-10 " not in text_of(client.get("/basket")).replace("such as WINTER-10", "")


@pytest.mark.parametrize(
    ("changes", "code", "status", "words"),
    [
        ({}, "", 400, "Enter a voucher code"),
        ({}, "NOBODY-KNOWS", 404, "We don&#39;t know that code."),
        ({}, "x\x00'; --", 404, "We don&#39;t know that code."),
        ({"minimum_minor": 2_000}, "WINTER-10", 409, "Add goods for £14.25 more"),
        ({"products": ["atrosan"]}, "WINTER-10", 409, "isn&#39;t for anything in your basket"),
    ],
)
def test_a_code_that_cannot_be_used_is_refused_with_the_reason(
    app: Flask, client: FlaskClient, changes: dict[str, object], code: str, status: int, words: str
) -> None:
    made(LONG_AGO, **changes)
    puts_aside(client, BAMBU_100=1)

    answer = enter(client, code)

    assert answer.status_code == status
    assert words in answer.text
    assert 'href="#code"' in answer.text
    assert "code WINTER-10" not in text_of(client.get("/basket"))


def test_guessing_codes_ends_after_ten(app: Flask, client: FlaskClient) -> None:
    made(LONG_AGO)
    puts_aside(client, BAMBU_100=1)

    answers = [enter(client, f"GUESS-{number}").status_code for number in range(11)]

    assert answers == [404] * 10 + [429]
    assert "Wait 15 minutes" in enter(client, "WINTER-10").text


@pytest.mark.usefixtures("gateway")
def test_the_order_freezes_what_the_code_gave_and_the_payment_asks_for_the_rest(
    app: Flask, client: FlaskClient
) -> None:
    made(LONG_AGO, percent=25, limit_total=1)
    puts_aside(client, BAMBU_100=3, BALANCE_7=1)
    enter(client, "WINTER-10")

    review = reviews(client)
    answer = orders(client, review.text)

    assert answer.status_code == 303
    order = get_order(db.session.scalars(select(Order.id)).one())
    assert (order.goods_minor, order.discount_minor, order.total_minor) == (2550, 638, 2262)
    assert [(x.code, x.goods_minor, x.by_sku) for x in order.offers] == [
        ("WINTER-10", 638, {"BAMBU-100": 432, "BALANCE-7": 206})
    ]
    items = db.session.scalars(select(Payment)).one().parameters["line_items"]
    assert sum(item["price_data"]["unit_amount"] * item["quantity"] for item in items) == 2262
    assert db.session.scalars(select(VoucherSlot.slot)).all() == [1]
    assert "25% off" not in review.text
    assert "10% off (code WINTER-10)" in text_of(client.get(f"/orders/{order.secret}"))


@pytest.mark.usefixtures("gateway")
def test_a_code_stopped_after_the_review_page_is_told_before_anything_is_ordered(
    app: Flask, client: FlaskClient
) -> None:
    made(LONG_AGO)
    puts_aside(client, BAMBU_100=1)
    enter(client, "WINTER-10")
    review = reviews(client)
    with transaction():
        stop_offer(slug="winter-ten", now=clock.now())

    answer = orders(client, review.text)

    assert answer.status_code == 409
    assert "This code can&#39;t be used any more." in answer.text
    assert "The total is now £9.25." in answer.text
    assert db.session.scalars(select(Order.id)).all() == []


@pytest.mark.usefixtures("gateway")
def test_an_order_below_thirty_pence_is_refused_with_the_least_a_card_takes(
    app: Flask, client: FlaskClient
) -> None:
    made(LONG_AGO, percent=100, products=["bambu"])
    made(LONG_AGO, slug="post", kind="free-delivery", code=None, percent=0)
    puts_aside(client, BAMBU_100=1)
    enter(client, "WINTER-10")

    answer = reviews(client)

    assert answer.status_code == 409
    assert "Your order would come to £0.00. The least that can be paid by card is £0.30." in answer.text
