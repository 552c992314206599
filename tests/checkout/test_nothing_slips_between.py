"""What the basket asks is asked again where the order is written, and what was ticked is kept with it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from shop.basket.models import Basket, Line
from shop.basket.queries import price
from shop.catalog.models import Product, Variant
from shop.checkout import actions
from shop.checkout.actions import NoLongerSo, buy
from shop.checkout.offer import confirmations_for
from shop.db import db, transaction
from shop.orders.agreed import Agreement, Confirmation
from shop.orders.models import Order, OrderConfirmation
from tests.checkout.shopping import orders, puts_aside, reviews
from tests.orders.factories import COFFEE, TABLETS, agreement, line
from tests.payments.factories import TILL
from tests.payments.fake_gateway import FakeGateway


def agreed(*lines: Any) -> Agreement:
    """As the review page would have it, whatever the shelf says by now."""
    given = agreement(*lines)
    basket = price(Basket(tuple(Line(i.sku, i.quantity, i.unit_minor) for i in given.lines)), sandbox=True)
    return replace(given, confirmations=confirmations_for(basket))


def order(of: Agreement, now: datetime) -> None:
    buy(agreement=of, till=TILL, now=now, sandbox=True)


def how_many_orders() -> int:
    db.session.rollback()
    return db.session.execute(select(func.count(Order.id))).scalar_one()


def change_facts(slug: str, **facts: Any) -> None:
    with transaction() as session:
        product = session.scalars(select(Product).where(Product.slug == slug)).one()
        product.facts = {**product.facts, **facts}


def valerian() -> tuple[str, str]:
    """The skus of two products of which one is enough."""
    rows = db.session.execute(select(Product).order_by(Product.position)).scalars().all()
    slugs = [row.slug for row in rows if row.exclusive_group == "valerian-hops"][:2]
    found = [
        db.session.scalars(select(Variant.sku).join(Product).where(Product.slug == slug)).first()
        for slug in slugs
    ]
    assert len(found) == 2
    return str(found[0]), str(found[1])


def test_two_products_with_the_same_herbs_are_refused_in_the_orders_own_transaction(
    app: Flask, now: datetime
) -> None:
    lines = [
        line(
            sku=sku,
            unit_minor=db.session.scalars(select(Variant.price_minor).where(Variant.sku == sku)).one(),
        )
        for sku in valerian()
    ]

    with pytest.raises(NoLongerSo, match="can't be in one basket"):
        order(agreed(*lines), now)

    assert how_many_orders() == 0


def test_two_tabs_hold_one_basket_so_the_second_product_is_refused_with_its_reason(
    client: FlaskClient,
) -> None:
    first, second = valerian()
    puts_aside(client, **{first.replace("-", "_"): 1})

    refused = client.post("/basket/items", data={"sku": second, "quantity": "1"})

    assert refused.status_code == 409
    assert "can&#39;t be in one basket" in refused.text
    assert reviews(client).status_code == 200


def test_a_rule_that_came_after_the_review_page_stops_the_order(
    client: FlaskClient, paid_through: FakeGateway
) -> None:
    puts_aside(client, ATROSAN_30=1, BAMBU_100=1)
    page = reviews(client).text
    group = {"name": "together", "text": "Take one of them.", "source": ["GK"], "confidence": "seen"}
    for slug in ("atrosan", "bambu"):
        change_facts(slug, exclusive_group=group)

    answer = orders(client, page)

    assert answer.status_code == 409
    assert "Take one of them." in answer.text
    assert how_many_orders() == 0


def test_a_price_that_changed_in_the_last_moment_is_never_charged(app: Flask, now: datetime) -> None:
    given = agreed(TABLETS)
    with transaction() as session:
        session.execute(update(Variant).where(Variant.sku == "ATROSAN-30").values(price_minor=1250))

    with pytest.raises(NoLongerSo, match=r"now costs £12\.50"):
        order(given, now)

    assert how_many_orders() == 0


def test_an_age_that_was_raised_in_the_last_moment_has_to_be_ticked_anew(app: Flask, now: datetime) -> None:
    given = agreed(COFFEE)
    age = {"years": 18, "text": None, "note": None, "source": ["GK"], "confidence": "seen"}
    change_facts("bambu", minimum_age=age)

    with pytest.raises(NoLongerSo, match="What you have to confirm"):
        order(given, now)


def test_without_the_second_look_the_order_would_have_gone_through(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = agreed(COFFEE)
    change_facts("bambu", most_per_order={"packs": 1, "text": "One is enough."})
    monkeypatch.setattr(actions, "refuse_what_changed", lambda *_args, **_kw: None)

    order(given, now)

    assert how_many_orders() == 1


def test_what_was_ticked_is_kept_with_the_order_in_its_own_words(
    client: FlaskClient, paid_through: FakeGateway
) -> None:
    puts_aside(client, ATROSAN_30=1, BAMBU_100=1)

    assert orders(client, reviews(client).text).status_code == 303

    kept = db.session.scalars(select(OrderConfirmation).order_by(OrderConfirmation.what)).all()
    assert [(row.what, row.version) for row in kept] == [("age", "2026-11"), ("leaflet", "2026-11")]
    assert kept[0].words == "I am 18 or over"
    assert kept[1].words.startswith("I have read who should not take A.Vogel Atrosan")
    for change in ("DELETE FROM order_confirmations", "UPDATE order_confirmations SET words = 'x'"):
        with pytest.raises(DBAPIError, match=r"never (deleted|changed)"), transaction() as session:
            session.execute(text(change))


def test_plain_food_asks_for_no_tick(client: FlaskClient, paid_through: FakeGateway) -> None:
    puts_aside(client, BAMBU_100=1)

    page = reviews(client).text
    assert "I have read" not in page
    assert orders(client, page, age=None, leaflet=None).status_code == 303
    assert db.session.scalars(select(OrderConfirmation)).all() == []


def test_every_medicine_is_named_once_beside_the_box(app: Flask) -> None:
    basket = price(Basket((Line("ATROSAN-30", 1, 1150), Line("ATROSAN-60", 1, 1150))), sandbox=True)

    leaflet = [each for each in confirmations_for(basket) if each.what == "leaflet"]

    assert leaflet == [Confirmation("leaflet", f"I have read who should not take {basket.lines[0].name}")]


def test_all_sizes_of_a_medicine_count_together(client: FlaskClient) -> None:
    puts_aside(client, ATROSAN_30=2)

    refused = client.post("/basket/items", data={"sku": "ATROSAN-60", "quantity": "2"})

    assert refused.status_code == 409
    assert "You can buy at most 3 of these at once. A medicine is for one person" in refused.text


def test_a_limit_on_the_sheet_is_told_with_its_reason(client: FlaskClient) -> None:
    change_facts("bambu", most_per_order={"packs": 2, "text": "The maker asks for it."})

    refused = client.post("/basket/items", data={"sku": "BAMBU-100", "quantity": "3"})

    assert refused.status_code == 409
    assert "You can buy at most 2 of these at once. The maker asks for it." in refused.text
