"""What a basket comes to at today's prices, and what stands in the way of ordering it."""

import pytest
from flask import Flask
from sqlalchemy import event, select

from shop.basket.models import Basket, Line
from shop.basket.queries import price
from shop.catalog.models import Product, Variant
from shop.db import db, transaction


@pytest.fixture(autouse=True)
def running(app: Flask) -> Flask:
    return app


def packs_of(slug: str) -> list[Variant]:
    db.session.rollback()
    query = select(Variant).join(Product).where(Product.slug == slug).order_by(Variant.size)
    return list(db.session.scalars(query))


def set_pack(sku: str, /, **values: object) -> None:
    with transaction():
        pack = db.session.scalars(select(Variant).where(Variant.sku == sku)).one()
        for name, value in values.items():
            setattr(pack, name, value)


def first_sku(slug: str) -> str:
    return packs_of(slug)[0].sku


def test_a_basket_is_priced_line_by_line_with_the_vat_inside() -> None:
    drops, coffee = first_sku("dormeasan"), first_sku("bambu")
    set_pack(drops, price_minor=1150)
    set_pack(coffee, price_minor=799)

    priced = price(Basket((Line(drops, 2, 1150), Line(coffee, 1, 799))), sandbox=True)

    assert [(line.sku, line.quantity, line.unit_minor, line.line_minor) for line in priced.lines] == [
        (drops, 2, 1150, 2300),
        (coffee, 1, 799, 799),
    ]
    assert [(line.vat_rate, line.vat_minor) for line in priced.lines] == [(20, 383), (0, 0)]
    assert (priced.goods_minor, priced.goods_vat_minor) == (3099, 383)
    assert (priced.problems, priced.is_orderable, priced.price_changes) == ((), True, ())
    assert priced.minimum_age == 18
    assert priced.lines[0].exclusive_group == "valerian-hops"
    assert priced.lines[0].exclusive_reason.startswith("Both contain valerian and hops. ")
    assert (priced.lines[1].exclusive_group, priced.lines[1].exclusive_reason) == (None, "")


def test_a_basket_takes_one_query_however_full() -> None:
    skus = [first_sku(slug) for slug in ("dormeasan", "bambu", "atrogel", "atrosan")]
    db.session.rollback()
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    price(Basket(tuple(Line(sku, 1, 100) for sku in skus)), sandbox=True)

    assert len([text for text in statements if text.startswith("SELECT")]) == 1


def test_an_empty_basket_asks_nothing_and_cannot_be_ordered() -> None:
    priced = price(Basket(), sandbox=True)

    assert (priced.lines, priced.goods_minor, priced.problems, priced.is_orderable) == ((), 0, (), False)


@pytest.mark.parametrize(("seen", "now_costs"), [(950, 1150), (1250, 1150)])
def test_a_price_that_changed_is_announced_and_does_not_block(seen: int, now_costs: int) -> None:
    sku = first_sku("dormeasan")
    set_pack(sku, price_minor=now_costs)

    priced = price(Basket((Line(sku, 1, seen),)), sandbox=True)

    assert priced.lines[0].price_changed_from == seen
    assert (priced.goods_minor, priced.is_orderable) == (now_costs, True)
    assert priced.as_seen() == Basket((Line(sku, 1, now_costs),))


def test_what_is_no_longer_sold_is_left_out_and_told_of() -> None:
    sku = first_sku("bambu")

    priced = price(
        Basket((Line("GONE-1", 1, 100), Line(sku, 1, packs_of("bambu")[0].price_minor))), sandbox=True
    )

    assert [line.sku for line in priced.lines] == [sku]
    assert priced.problems == ("A product in your basket is no longer sold, so it was taken out.",)
    assert priced.is_orderable is False
    assert price(priced.as_seen(), sandbox=True).is_orderable is True


def test_what_sold_out_meanwhile_stays_in_and_blocks() -> None:
    sku = first_sku("bambu")
    set_pack(sku, on_hand=0, reserved=0)

    priced = price(Basket((Line(sku, 1, 799),)), sandbox=True)

    (line,) = priced.lines
    assert (line.permitted, line.reason) == (False, "This is out of stock just now.")
    assert priced.problems == (f"{line.name}, {line.size_label}: This is out of stock just now.",)
    assert priced.is_orderable is False


def test_an_old_basket_with_both_valerian_products_cannot_be_ordered() -> None:
    skus = [first_sku("dormeasan"), first_sku("stress-relief-daytime")]
    prices = {
        sku: db.session.scalars(select(Variant.price_minor).where(Variant.sku == sku)).one() for sku in skus
    }

    priced = price(Basket(tuple(Line(sku, 1, prices[sku]) for sku in skus)), sandbox=True)

    assert len(priced.lines) == 2
    assert len(priced.problems) == 1
    assert "Both contain valerian and hops" in priced.problems[0]
    assert priced.is_orderable is False


def test_a_real_shop_sells_nothing_whose_facts_are_not_confirmed() -> None:
    sku = first_sku("dormeasan")

    priced = price(Basket((Line(sku, 1, packs_of("dormeasan")[0].price_minor),)), sandbox=False)

    assert priced.lines[0].permitted is False
    assert priced.is_orderable is False
