"""The front page and the small print: true, named once each, and the same for everybody."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.delivery.ways import choices
from shop.pages.licences import PACKAGES
from shop.settings import ROOT
from tests import databases

SMALL_PRINT = ("/about", "/delivery-and-returns", "/privacy", "/terms", "/accessibility", "/licences")
PAGES = ("/", *SMALL_PRINT, "/components")


def title_of(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, flags=re.DOTALL)
    assert found is not None
    return found[1].strip()


def words_of(page: str) -> str:
    """The text of the main part, without tags."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_h1_a_language_and_the_same_bytes_for_everybody(
    client: FlaskClient, path: str
) -> None:
    first = client.get(path)
    client.set_cookie("basket", "anything")
    second = client.get(path)

    assert first.status_code == 200
    assert first.text.count("<h1") == 1
    assert '<html lang="en-GB">' in first.text
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in first.headers
    assert first.data == second.data


def test_no_two_pages_have_the_same_title_or_description(client: FlaskClient) -> None:
    pages = [client.get(path).text for path in PAGES]
    descriptions = [re.search(r'<meta name="description" content="([^"]+)"', page) for page in pages]

    assert len({title_of(page) for page in pages}) == len(PAGES)
    assert None not in descriptions
    assert len({found[1] for found in descriptions if found}) == len(PAGES)


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_to_this_shop_leads_somewhere(client: FlaskClient, path: str) -> None:
    links = set(re.findall(r'(?:href|src)="(/[^"#?]*)', client.get(path).text))
    # The checkout and made-up products of the components page are not asked here.
    links -= {"/checkout"}

    broken = (
        {link for link in links if client.get(link).status_code >= 400} if path != "/components" else set()
    )

    assert broken == set()


def test_the_front_page_starts_the_guide_before_it_shows_a_product(client: FlaskClient) -> None:
    page = client.get("/").text

    assert page.index('href="/guide"><span>Start the guide') < page.index('class="product-card"')
    assert "We sell these products. The advice costs nothing." in page
    assert 'href="tel:999"' in page
    assert 'href="tel:111"' in page
    assert '<form class="filters measure" action="/stockists" method="get"' in page


@pytest.mark.parametrize("path", ["/", *SMALL_PRINT])
def test_no_page_says_that_a_product_does_something_for_twitching(client: FlaskClient, path: str) -> None:
    words = words_of(client.get(path).text)
    claims = re.findall(
        r"[^.]*\b(?:treats?|eases?|cures?|stops?|prevents?|relieves?)\b[^.]*\btwitch[^.]*\.",
        words,
        flags=re.IGNORECASE,
    )

    assert claims == []


def test_the_front_page_says_that_nothing_is_registered_for_twitching(client: FlaskClient) -> None:
    assert "Nothing we sell is registered for muscle twitching" in client.get("/").text


def test_the_delivery_page_names_the_same_prices_as_the_basket(client: FlaskClient) -> None:
    words = words_of(client.get("/delivery-and-returns").text)

    assert choices(0)[0].price_minor == 350
    assert "£3.50 up to 2 kg, £5.95 up to 10 kg, £9.95 up to 25 kg; free from £30.00 2 to 3 working" in words
    assert "To the UK mainland: express, tracked 24 £5.25 up to 2 kg" in words
    assert "To the Scottish Highlands: standard, tracked 48 £4.95 up to 2 kg" in words
    assert "14 days" in words
    assert "within 30 days" in words
    assert "hereby give notice that I/We [*] cancel my/our [*] contract" in words


def test_the_privacy_page_names_every_cookie_the_shop_sets(client: FlaskClient) -> None:
    code = "".join(path.read_text() for path in sorted((ROOT / "shop").rglob("*.py")))
    setters = re.findall(r"\.set_cookie\(", code)
    words = words_of(client.get("/privacy").text)

    assert len(setters) == 1
    assert " basket " in words
    assert " basket_count " in words


def test_the_terms_state_what_the_guide_is_for_and_the_duty_to_pay(client: FlaskClient) -> None:
    words = words_of(client.get("/terms").text)

    assert "That is their intended purpose." in words
    assert "With this you take on the obligation to pay." in words
    assert "They don’t diagnose" in words


def test_the_licences_page_names_every_package_the_shop_installs(client: FlaskClient) -> None:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    required = {re.split(r"[\[=]", line)[0] for line in lines if line and not line.startswith("#")}

    assert {name for name, _ in PACKAGES} == required
    assert "Open Government Licence v3.0" in client.get("/licences").text


@pytest.mark.parametrize("path", ["/about", "/privacy", "/terms", "/delivery-and-returns"])
def test_the_test_shop_says_that_its_company_is_a_sample(client: FlaskClient, path: str) -> None:
    assert "Sample company details" in words_of(client.get(path).text)


def test_a_real_shop_names_its_company(app: Flask) -> None:
    company = {
        "company_name": "Example Remedies Ltd",
        "company_number": "01234567",
        "company_place": "England and Wales",
        "company_address": "1 Example Street, Leeds",
        "company_email": "help@shop.example",
        "company_phone": "0113 496 0000",
        "vat_number": "GB123456789",
    }
    real = replace(app.extensions["settings"], sandbox=False, **company)
    shop = databases.application(real)

    page = shop.test_client().get("/about").text

    assert (
        "Example Remedies Ltd, registered in England and Wales, company number 01234567, "
        "1 Example Street, Leeds." in words_of(page)
    )
    assert "Sample company details" not in page
    assert 'href="tel:01134960000"' in page
