"""What a visitor sees of the basket, and how it changes, without any script."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop.basket import cookie
from shop.basket.models import Basket
from shop.catalog.models import Variant
from shop.db import db
from tests.basket.test_price import first_sku, set_pack


@pytest.fixture(autouse=True)
def running(app: Flask) -> Flask:
    return app


def add(client: FlaskClient, sku: str, quantity: object = 1) -> TestResponse:
    return client.post("/basket/items", data={"sku": sku, "quantity": quantity})


def held(app: Flask, client: FlaskClient) -> dict[str, int]:
    """What lies in the visitor's basket: quantity by sku."""
    found = client.get_cookie("basket")
    with app.test_request_context(headers={"Cookie": f"basket={found.value}" if found else ""}) as context:
        basket: Basket = cookie.load(context.request)
    return {line.sku: line.quantity for line in basket.lines}


def text_of(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", answer.text)


def test_an_empty_basket_leads_to_the_guide_and_the_shop(client: FlaskClient) -> None:
    page = client.get("/basket")

    assert page.status_code == 200
    assert "Your basket is empty" in page.text
    assert page.text.count("<h1") == 1
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers


def test_what_is_added_lies_in_the_basket(app: Flask, client: FlaskClient) -> None:
    sku = first_sku("bambu")

    answer = add(client, sku, 2)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/basket")
    assert held(app, client) == {sku: 2}
    assert client.get_cookie("basket_count").value == "2"  # type: ignore[union-attr]


def test_adding_again_adds_up(app: Flask, client: FlaskClient) -> None:
    sku = first_sku("bambu")

    add(client, sku, 2)
    add(client, sku, 1)

    assert held(app, client) == {sku: 3}


def test_the_page_names_every_total_before_any_form_is_filled_in(client: FlaskClient) -> None:
    sku = first_sku("bambu")
    set_pack(sku, price_minor=1150)
    add(client, sku, 2)

    page = text_of(client.get("/basket"))

    assert "£23.00" in page
    assert "£3.50, 2 to 3 working days after we send it. Total £26.50." in page
    assert "£5.25, 1 to 2 working days after we send it. Total £28.25." in page
    assert "Standard delivery is free from £30.00." in page
    assert 'href="/checkout"' in page


def test_from_thirty_pounds_standard_delivery_is_free(client: FlaskClient) -> None:
    sku = first_sku("bambu")
    set_pack(sku, price_minor=1500)
    add(client, sku, 2)

    page = text_of(client.get("/basket"))

    assert "Free, 2 to 3 working days after we send it. Total £30.00." in page
    assert "is free from" not in page


def test_a_quantity_is_changed(app: Flask, client: FlaskClient) -> None:
    sku = first_sku("bambu")
    add(client, sku, 2)

    answer = client.post(f"/basket/items/{sku}", data={"quantity": "3"})

    assert answer.status_code == 303
    assert held(app, client) == {sku: 3}


@pytest.mark.parametrize(
    "form", [{"quantity": "0"}, {"remove": "1", "quantity": "2"}, {"remove": "1", "quantity": "x"}]
)
def test_a_line_is_taken_out(app: Flask, client: FlaskClient, form: dict[str, str]) -> None:
    bambu, gel = first_sku("bambu"), first_sku("atrogel")
    add(client, bambu, 2)
    add(client, gel)

    client.post(f"/basket/items/{bambu}", data=form)

    assert held(app, client) == {gel: 1}


def test_the_last_line_taken_out_makes_the_browser_forget_the_basket(client: FlaskClient) -> None:
    sku = first_sku("bambu")
    add(client, sku)

    client.post(f"/basket/items/{sku}", data={"remove": "1"})

    assert client.get_cookie("basket") is None
    assert client.get_cookie("basket_count") is None


@pytest.mark.parametrize("quantity", ["", "-1", "1.5", "many", "100", "9" * 6000])
def test_a_quantity_that_is_no_number_is_refused_and_the_basket_kept(
    app: Flask, client: FlaskClient, quantity: str
) -> None:
    sku = first_sku("bambu")
    add(client, sku, 2)

    answer = client.post(f"/basket/items/{sku}", data={"quantity": quantity})

    assert answer.status_code == 400
    assert "<title>Error: Your basket" in answer.text
    assert answer.text.count("Give the quantity as a whole number from 0 to 99. 0 takes it out.") == 2
    assert f'href="#quantity-{sku}"' in answer.text
    assert held(app, client) == {sku: 2}


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ({}, 400, "Choose a product from the shop."),
        ({"sku": "", "quantity": "1"}, 400, "Choose a product from the shop."),
        ({"sku": "a b", "quantity": "1"}, 400, "Choose a product from the shop."),
        ({"sku": "A\x00", "quantity": "1"}, 400, "Choose a product from the shop."),
        ({"sku": "NO-SUCH", "quantity": "1"}, 404, "We don&#39;t sell that product"),
        ({"sku": "NO-SUCH", "quantity": "0"}, 400, "from 1 to 99"),
    ],
)
def test_a_wrong_form_is_refused_in_words_and_nothing_is_added(
    app: Flask, client: FlaskClient, form: dict[str, str], status: int, words: str
) -> None:
    answer = client.post("/basket/items", data=form)

    assert answer.status_code == status
    assert words in answer.text
    assert held(app, client) == {}


def test_more_than_one_person_may_have_is_refused_and_the_basket_kept(
    app: Flask, client: FlaskClient
) -> None:
    sku = first_sku("atrosan")
    add(client, sku, 3)

    answer = add(client, sku, 1)

    assert answer.status_code == 409
    assert "You can buy at most 3 of these at once." in answer.text
    assert held(app, client) == {sku: 3}


def test_a_quantity_that_is_refused_stays_in_its_box_with_the_words_beside_it(client: FlaskClient) -> None:
    sku = first_sku("atrosan")
    add(client, sku, 1)

    answer = client.post(f"/basket/items/{sku}", data={"quantity": "9"})

    box = re.search(r'<input[^>]*type="number"[^>]*>', answer.text)
    assert box is not None
    assert 'value="9"' in box[0]
    assert 'aria-invalid="true"' in box[0]
    assert answer.text.count("You can buy at most 3 of these at once.") == 2


def test_a_second_valerian_product_is_refused(app: Flask, client: FlaskClient) -> None:
    night, day = first_sku("dormeasan"), first_sku("stress-relief-daytime")
    add(client, night)

    answer = add(client, day)

    assert answer.status_code == 409
    assert "Both contain valerian and hops." in answer.text
    assert held(app, client) == {night: 1}


def test_a_changed_price_is_told_once(client: FlaskClient) -> None:
    sku = first_sku("bambu")
    set_pack(sku, price_minor=799)
    add(client, sku)
    set_pack(sku, price_minor=850)

    first, second = text_of(client.get("/basket")), text_of(client.get("/basket"))

    assert "it was £7.99, now it is £8.50" in first
    assert "it was" not in second


def test_a_product_that_went_is_told_of_once(app: Flask, client: FlaskClient) -> None:
    sku = first_sku("bambu")
    add(client, sku)
    set_pack(sku, sku="BAMBU-NEW")

    first, second = client.get("/basket").text, client.get("/basket").text

    assert "A product in your basket is no longer sold, so it was taken out." in first
    assert "no longer sold" not in second
    assert held(app, client) == {}


def test_a_basket_that_cannot_be_ordered_has_no_way_to_the_checkout(client: FlaskClient) -> None:
    sku = first_sku("bambu")
    add(client, sku)
    set_pack(sku, on_hand=0, reserved=0)

    page = client.get("/basket")

    assert page.status_code == 200
    assert 'href="/checkout"' not in page.text
    assert "out of stock" in page.text


@pytest.mark.parametrize("value", ["garbage", "x" * 4_050, "eyJsIjpbXX0.aaaa.bbbb", "%00%ff"])
def test_a_cookie_that_cannot_be_read_is_told_of_once(client: FlaskClient, value: str) -> None:
    client.set_cookie("basket", value)

    first, second = client.get("/basket"), client.get("/basket")

    assert first.status_code == 200
    assert "Your basket couldn&#39;t be read, so it was emptied." in first.text
    assert "be read" not in second.text


def test_adding_to_a_basket_that_cannot_be_read_tells_of_it_too(app: Flask, client: FlaskClient) -> None:
    sku = first_sku("bambu")
    client.set_cookie("basket", "garbage")

    page = client.post("/basket/items", data={"sku": sku, "quantity": "1"}, follow_redirects=True)

    assert "Your basket couldn&#39;t be read, so it was emptied." in page.text
    assert held(app, client) == {sku: 1}


def test_a_form_from_another_site_changes_nothing(app: Flask, client: FlaskClient) -> None:
    answer = client.post(
        "/basket/items", data={"sku": first_sku("bambu")}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert held(app, client) == {}


def test_putting_aside_takes_no_stock(client: FlaskClient) -> None:
    sku = first_sku("bambu")

    add(client, sku, 3)

    db.session.rollback()
    assert db.session.scalars(select(Variant.reserved).where(Variant.sku == sku)).one() == 0
