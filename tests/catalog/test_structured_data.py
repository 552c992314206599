"""What search engines are told of a product: what its page says, and no more."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.catalog.product_page import packs, structured_data
from shop.catalog.queries import get_product
from shop.catalog.sheets import read_sheets
from shop.db import db, transaction

SHEETS = {sheet["slug"]: sheet for sheet in read_sheets()}


def data_of(page: str) -> list[Any]:
    return [
        json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    ]


@pytest.mark.parametrize("slug", SHEETS)
def test_structured_data_says_what_the_page_says(client: FlaskClient, slug: str) -> None:
    product, trail = data_of(client.get(f"/shop/{slug}").text)
    sheet = SHEETS[slug]

    assert (product["@type"], product["name"], product["description"]) == (
        "Product",
        sheet["name"],
        sheet["summary"],
    )
    assert product["image"].startswith("http://localhost:8000/assets/")
    assert product["image"].endswith(f"/art/{slug}.svg")
    assert [(o["@type"], o["sku"], o["price"], o["priceCurrency"]) for o in product["offers"]] == [
        ("Offer", pack["sku"], f"{pack['price_minor'] / 100:.2f}", "GBP") for pack in sheet["packs"]
    ]
    assert "aggregateRating" not in product
    assert [step["item"] for step in trail["itemListElement"]] == [
        "http://localhost:8000/shop",
        f"http://localhost:8000/shop/{slug}",
    ]


def test_structured_data_cannot_close_its_script(app: Flask) -> None:
    with transaction():
        product = get_product("bambu")
        product.name = "Bambu </script><script>alert(1)</script>"

    page = app.test_client().get("/shop/bambu").text

    assert "<script>alert" not in page
    assert data_of(page)[0]["name"] == "Bambu </script><script>alert(1)</script>"


@pytest.mark.usefixtures("app")
def test_outside_the_sandbox_nothing_unconfirmed_is_on_offer() -> None:
    found = {slug: packs(get_product(slug), sandbox=False) for slug in SHEETS}

    assert {pack.sku for offered in found.values() for pack in offered if pack.permitted} == set()
    offers = structured_data(get_product("atrosan"), found["atrosan"], shop_url="https://shop.example")[
        "offers"
    ]
    assert offers[0]["availability"] == "https://schema.org/OutOfStock"
    assert (
        found["bambu"][0].reason
        == "We can't sell this until its real price is set: the price shown is a sample."
    )


@pytest.mark.usefixtures("app")
def test_a_confirmed_food_with_its_real_price_is_sold_outside_the_sandbox() -> None:
    with transaction():
        get_product("bambu").variants[0].price_sample = False

    db.session.expire_all()
    assert [pack.permitted for pack in packs(get_product("bambu"), sandbox=False)] == [True, False]


def test_a_product_without_a_drawing_gets_the_drawn_leaf(app: Flask) -> None:
    with transaction():
        get_product("bambu").slug = "barley-cup"

    page = app.test_client().get("/shop/barley-cup")

    assert page.status_code == 200
    assert 'class="icon icon--leaf"' in page.text
    assert "image" not in data_of(page.text)[0]
