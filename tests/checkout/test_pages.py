"""The form and the review page, as a shopper sees them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.checkout.shopping import ADA, hidden, puts_aside, reviews
from tests.orders.factories import set_stock


def test_an_empty_basket_leads_to_the_shop(app: Flask, client: FlaskClient) -> None:
    answer = client.get("/checkout")

    assert answer.status_code == 200
    assert "There is nothing to order yet" in answer.text
    assert 'href="/shop"' in answer.text
    assert "<form" not in answer.text


@pytest.mark.parametrize("path", ["/checkout", "/checkout/review"])
def test_sending_a_form_with_an_empty_basket_orders_nothing(
    path: str, app: Flask, client: FlaskClient
) -> None:
    answer = client.post(path, data=ADA)

    assert answer.status_code == 200
    assert "There is nothing to order yet" in answer.text


def test_the_form_asks_eight_things_the_browser_can_fill_in(app: Flask, client: FlaskClient) -> None:
    puts_aside(client, ATROSAN_30=1)

    page = client.get("/checkout").text

    main = page.partition("<main")[2]
    assert re.findall(r'autocomplete="([^"]+)"', main) == [
        "email",
        "name",
        "address-line1",
        "address-line2",
        "address-level2",
        "postal-code",
        "tel",
    ]
    assert re.findall(r'inputmode="([^"]+)"', main) == ["email", "tel"]
    assert "Standard, tracked 48: £3.50" in main
    assert "Express, tracked 24: £5.25" in main
    assert "£15.00" in main
    assert main.count('type="radio"') == 2


def test_mistakes_are_listed_linked_and_said_again_at_the_field_with_values_kept(
    app: Flask, client: FlaskClient
) -> None:
    puts_aside(client, ATROSAN_30=1)

    answer = reviews(client, email="ada", postcode="nowhere")

    assert answer.status_code == 400
    assert "<title>Error: Where to send your order ·" in answer.text
    assert '<a href="#email">Enter an email address' in answer.text
    assert '<a href="#postcode">Enter a UK postcode, like SW1A 1AA.</a>' in answer.text
    assert answer.text.count("Enter a UK postcode, like SW1A 1AA.") == 2
    assert 'value="Ada Lovelace"' in answer.text
    assert 'value="nowhere"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 2


def test_a_way_of_delivery_nobody_offers_is_refused(app: Flask, client: FlaskClient) -> None:
    puts_aside(client, ATROSAN_30=1)

    answer = reviews(client, delivery="by-owl")

    assert answer.status_code == 400
    assert '<a href="#delivery">Choose how we should deliver.</a>' in answer.text


def test_the_review_page_says_everything_before_the_button(app: Flask, client: FlaskClient) -> None:
    puts_aside(client, ATROSAN_30=1, BAMBU_100=2)

    answer = reviews(client)

    page = answer.text.replace("\n", " ")
    assert answer.status_code == 200
    assert "<title>Check your order ·" in page
    for said in (
        "A.Vogel Atrosan",
        "A.Vogel Bambu",
        "£26.50",
        "Includes VAT of £2.21.",
        "At 20% VAT: £13.25, with £2.21 of VAT in it.",
        "2 to 3 working days after we send it",
        "SW1Y 4JH",
        "You have 14 days from the day the last parcel reaches you",
        "Always read the leaflet",
        "#not-for",
        "I am 18 or over",
        "I have read who should not take A.Vogel Atrosan",
        "you take on the duty to pay",
    ):
        assert said in page
    assert "<span>Order and pay £26.50</span>" in page
    assert page.count(" checked") == 0


def test_food_alone_asks_for_no_ticks(app: Flask, client: FlaskClient) -> None:
    puts_aside(client, BAMBU_100=2)

    page = reviews(client).text

    assert 'type="checkbox"' not in page
    assert "Always read the leaflet" not in page


def test_every_answer_can_be_changed_without_typing_it_again(app: Flask, client: FlaskClient) -> None:
    puts_aside(client, ATROSAN_30=1)
    page = reviews(client, town="Ely").text

    assert re.findall(r'formaction="([^"]+)"', page) == [
        "/checkout/details#email",
        "/checkout/details#name",
        "/checkout/details#phone",
        "/checkout/details#delivery",
    ]
    form = client.post("/checkout/details", data=hidden(page))
    assert form.status_code == 200
    assert 'value="Ely"' in form.text
    assert 'value="12 St James&#39;s Square"' in form.text


def test_every_review_page_has_a_token_of_its_own(app: Flask, client: FlaskClient) -> None:
    puts_aside(client, ATROSAN_30=1)

    tokens = {hidden(reviews(client).text)["attempt"] for _ in range(3)}

    assert len(tokens) == 3
    assert {len(token) for token in tokens} == {32}


def test_opening_the_review_page_by_its_address_leads_to_the_form(app: Flask, client: FlaskClient) -> None:
    answer = client.get("/checkout/review")

    assert (answer.status_code, answer.location) == (303, "/checkout")


def test_a_basket_with_a_problem_blocks_the_checkout(app: Flask, client: FlaskClient) -> None:
    puts_aside(client, ATROSAN_30=2)
    set_stock("ATROSAN-30", 1)

    answers = [client.get("/checkout"), reviews(client), client.post("/checkout", data=ADA)]

    for answer in answers:
        assert answer.status_code == 409
        assert "You can have 1." in answer.text
        assert 'href="/basket"' in answer.text
        assert "Order and pay" not in answer.text


def test_nothing_of_the_checkout_is_kept_by_anyone(app: Flask, client: FlaskClient) -> None:
    puts_aside(client, ATROSAN_30=1)

    for answer in (client.get("/checkout"), reviews(client)):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
