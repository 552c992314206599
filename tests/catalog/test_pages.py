"""What a visitor reads on the shelves and on a product's page."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from shop.catalog.lawful_words import blocked_phrases
from shop.catalog.models import Variant
from shop.catalog.sheets import read_sheets
from shop.db import transaction
from tests.catalog.ranges import queries

SHEETS = {sheet["slug"]: sheet for sheet in read_sheets()}
WORDINGS = [s["registered_use"]["wording"] for s in SHEETS.values() if s["registered_use"]]


def text_of(page: str) -> str:
    """The words of a page's main part, as read."""
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_the_shelf_tells_price_unit_price_form_and_kind(client: FlaskClient) -> None:
    words = text_of(client.get("/shop").text)

    assert "A.Vogel Atrosan Devil's Claw tablets Film-coated tablets, 30 tablets; also 60 tablets" in words
    assert "£11.50 £0.38 per tablet" in words
    assert "£5.50 £36.67 per 100 ml Sample price" in words
    assert words.count("Traditional herbal medicine") == 4  # three cards and the filter
    assert words.count("Kind not confirmed yet") == 3


def test_a_card_of_a_medicine_shows_its_registered_use_in_full(client: FlaskClient) -> None:
    words = text_of(client.get("/shop").text)

    assert [words.count(f"{wording} Always read the leaflet.") for wording in WORDINGS] == [1, 1, 1]


@pytest.mark.parametrize(
    ("query", "heading", "slugs"),
    [
        ("", "All products", list(SHEETS)),
        ("?need=muscle-aches-and-stiffness", "Muscle aches and stiffness", ["atrogel"]),
        ("?kind=food", "Food", ["bambu"]),
        ("?need=coffee-substitute&kind=food", "A hot drink without caffeine", ["bambu"]),
        ("?need=&kind=", "All products", list(SHEETS)),
    ],
)
def test_shelves_are_chosen_by_address(
    client: FlaskClient, query: str, heading: str, slugs: list[str]
) -> None:
    page = client.get(f"/shop{query}").text

    assert re.search(r'<h2 id="found"[^>]*>(.*?)</h2>', page).group(1) == heading  # type: ignore[union-attr]
    assert re.findall(r'product-card__link" href="/shop/([\w-]+)"', page) == slugs


def test_an_empty_shelf_says_why(client: FlaskClient) -> None:
    words = text_of(client.get("/shop?need=hayfever-eyes").text)

    assert (
        "Nothing on this shelf yet We put a product here once its label or leaflet has been checked." in words
    )


def test_an_unknown_shelf_is_said_and_everything_is_shown(client: FlaskClient) -> None:
    answer = client.get("/shop?need=%3Cb%3Ehair")

    assert answer.status_code == 200
    assert "Nothing here is called “<b>hair”. Here is everything we sell." in text_of(answer.text)
    assert "<b>hair" not in answer.text
    assert answer.text.count('class="product-card"') == 7


def test_the_shelf_takes_two_queries(app: Flask) -> None:
    with queries() as seen:
        app.test_client().get("/shop?kind=food")

    assert len([s for s in seen if "content_version" not in s]) == 2


@pytest.mark.parametrize("slug", SHEETS)
def test_a_product_page_takes_one_query(app: Flask, slug: str) -> None:
    with queries() as seen:
        assert app.test_client().get(f"/shop/{slug}").status_code == 200

    assert len([s for s in seen if "content_version" not in s]) == 1


@pytest.mark.parametrize("slug", SHEETS)
def test_a_product_page_says_all_that_is_known(client: FlaskClient, slug: str) -> None:
    page = client.get(f"/shop/{slug}").text
    words = text_of(page)
    sheet = SHEETS[slug]

    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == [html.escape(sheet["name"]).replace("&#x27;", "&#39;")]
    said = [row["text"] for table in ("cautions", "interactions", "warnings") for row in sheet[table]]
    said += [row["spacing"] for row in sheet["interactions"] if row["spacing"]]
    said += sheet["ingredients"]["items"] + sheet["allergens"]["items"] + sheet["unconfirmed"]
    said += [sheet[key]["text"] for key in ("dose", "maximum_duration", "driving", "storage", "leaflet")]
    assert [text for text in said if text and text not in words] == []
    assert "Who should not take this" in words
    assert 'href="/delivery-and-returns"' in page
    assert f'<input type="hidden" name="product" value="{slug}">' in page
    assert 'action="/stockists" method="get"' in page


@pytest.mark.parametrize("slug", SHEETS)
def test_no_page_promises_anything_outside_the_registered_wording(client: FlaskClient, slug: str) -> None:
    page = client.get(f"/shop/{slug}").text
    allowed = [SHEETS[slug]["name"], *WORDINGS]
    head = html.unescape(" ".join(re.findall(r'content="([^"]*)"', page)))

    assert blocked_phrases(text_of(page), allowed) == []
    assert blocked_phrases(head, allowed) == []
    assert "twitch" not in page.lower()


def test_the_shelf_promises_nothing_outside_the_registered_wording(client: FlaskClient) -> None:
    allowed = [*WORDINGS, *(sheet["name"] for sheet in SHEETS.values())]

    assert blocked_phrases(text_of(client.get("/shop").text), allowed) == []


def test_the_description_for_search_engines_makes_no_claim(client: FlaskClient) -> None:
    page = client.get("/shop/bambu").text

    assert (
        '<meta name="description" content="A.Vogel Bambu (coffee substitute): instant drink in a jar, 100 g '
        'or 200 g. What is in it, how to use it, what it costs and who should not take it.">'
    ) in page


def test_what_is_unknown_is_never_said_as_a_fact(client: FlaskClient) -> None:
    words = text_of(client.get("/shop/stress-relief-daytime").text)

    assert "Kind not confirmed yet" in words
    assert "What it may be used for is not confirmed yet" in words
    assert "Registration Not confirmed yet — check the pack" in words
    assert "Allergens Not confirmed yet — check the pack" in words
    assert "used for the temporary relief" not in words


def test_doubt_is_told_beside_the_fact(client: FlaskClient) -> None:
    words = text_of(client.get("/shop/dormeasan").text)

    assert (
        "Driving and machines It may make you sleepy. If it does, do not drive or use machines. "
        "Read on another page, not on the pack" in words
    )


def test_sources_are_listed_with_how_sure_they_make_us(client: FlaskClient) -> None:
    words = text_of(client.get("/shop/atrosan").text)

    assert (
        "Source Atrosan Devil's Claw tablets, UK SmPC (mirror; text cut in section 4.4) "
        "Read in an official or product text: kind of product, registered use, ingredients" in words
    )


def test_packs_are_a_choice_with_price_unit_price_and_vat(client: FlaskClient) -> None:
    page = client.get("/shop/atrosan").text

    assert '<form class="stack" action="/basket/items" method="post">' in page
    assert re.findall(r'name="sku" value="([\w-]+)"( checked)?', page) == [
        ("ATROSAN-30", " checked"),
        ("ATROSAN-60", ""),
    ]
    assert 'name="quantity" type="number" inputmode="numeric" min="1" max="3"' in page
    words = text_of(page)
    assert (
        "30 tablets: £11.50 £0.38 per tablet, includes 20% VAT, £1.92. Price of 20 June 2019. In stock."
        in words
    )
    assert "60 tablets: £19.50 Sample price. £0.33 per tablet, includes 20% VAT, £3.25. In stock." in words


def test_food_is_sold_without_vat_and_ten_at_a_time(client: FlaskClient) -> None:
    page = client.get("/shop/bambu").text

    assert "no VAT on this food (0%)" in text_of(page)
    assert 'max="10"' in page


def test_what_is_out_of_stock_has_no_button_but_a_reason(client: FlaskClient) -> None:
    with transaction() as session:
        session.execute(update(Variant).where(Variant.sku.like("ATROSAN-%")).values(on_hand=0))

    page = client.get("/shop/atrosan").text

    assert "Add to basket" not in page
    assert text_of(page).count("This is out of stock just now.") == 3
    assert "Out of stock" in text_of(client.get("/shop").text)


def test_interactions_are_grouped_by_what_to_do(client: FlaskClient) -> None:
    page = client.get("/shop/balance-mineral-drink").text
    after = page[page.index('id="other-medicines"') :]

    assert re.findall(r"<h3[^>]*>(.*?)</h3>", after)[:4] == [
        "Do not take them together",
        "Ask a pharmacist or doctor first",
        "Leave time between",
        "Take care",
    ]
    assert "Iron tablets: calcium keeps your body from taking in iron. At least 2 hours apart." in text_of(
        page
    )


def test_medicines_point_to_the_yellow_card(client: FlaskClient) -> None:
    assert "Did it make you feel unwell?" in client.get("/shop/dormeasan").text
    assert "Did it make you feel unwell?" not in client.get("/shop/bambu").text


def test_an_unknown_product_is_answered_with_near_ones(client: FlaskClient) -> None:
    answer = client.get("/shop/atrosna")

    assert answer.status_code == 404
    assert '<a href="/shop/atrosan">A.Vogel Atrosan Devil&#39;s Claw tablets</a>' in answer.text
