"""What a visitor who looks for a shop is shown."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from shop.db import db, transaction
from shop.stockists import actions, queries
from shop.stockists.data import CREDITS
from shop.stockists.models import Stockist
from shop.stockists.products import NAMES_EXTENSION

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

SAMPLE_WORDS = "They are made up to show how this page works."


def shown(client: FlaskClient, address: str, status: int = 200) -> str:
    """The page's text as a reader has it, with the marks of links kept."""
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", unescape(answer.get_data(as_text=True)))


def names(page: str) -> list[str]:
    return re.findall(r'stockist__name"><a href="[^"]*">([^<]*)</a>', page)


@pytest.fixture
def samples(app: Flask, now: datetime) -> None:
    """Only the sample shops are in the list."""
    with transaction():
        actions.remove_samples()
    with transaction():
        actions.load_samples(now=now)


@pytest.fixture
def real_shop(app: Flask, stockist: Callable[..., Stockist]) -> Stockist:
    """One real shop in Irvine is in the list, and no sample."""
    with transaction() as session:
        actions.remove_samples()
        made = stockist(
            slug="harbour-health", name="Harbour Health", kind="health-food-shop", stocks=("atrosan",),
            phone="01294 000 000", website="https://harbour.example", confirmed_on=date(2026, 11, 3),
        )  # fmt: skip
        session.add(made)
    return made


@pytest.mark.usefixtures("samples")
class TestSearch:
    def test_the_ten_nearest_shops_stand_in_order_with_their_distance(self, client: FlaskClient) -> None:
        page = shown(client, "/stockists?near=ZE1+0AA")

        assert len(names(page)) == 10
        assert names(page)[0].endswith(", Lerwick")
        assert re.search(r'stockist__distance tabular">(under 0.1|0\.\d) miles</p>', page)
        assert "Nearest to ZE1 0AA" in page
        assert "Distances are in a straight line" in page
        assert "Ring before you travel" in page
        assert CREDITS in page
        assert SAMPLE_WORDS in page

    def test_what_was_typed_stays_in_the_field(self, client: FlaskClient) -> None:
        assert 'name="near" type="text" value="ka11 5bw"' in shown(client, "/stockists?near=ka11+5bw")

    def test_what_was_typed_cannot_break_out_of_the_page(self, client: FlaskClient) -> None:
        answer = client.get("/stockists?near=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&product=%3Cb%3E")

        assert "<script>alert" not in answer.get_data(as_text=True)
        assert "<b>" not in answer.get_data(as_text=True)

    def test_a_product_narrows_the_list_to_shops_that_stock_it(self, client: FlaskClient) -> None:
        page = shown(client, "/stockists?near=Leeds&product=bambu")

        stocks = re.findall(r"<p>Stocks ([^<]*)\.</p>", page)
        assert len(stocks) == 10
        assert all("Bambu" in line for line in stocks)
        assert '<option value="bambu" selected>A.Vogel Bambu (coffee substitute)</option>' in page

    def test_an_unknown_product_is_said_and_every_shop_shown(self, client: FlaskClient) -> None:
        page = shown(client, "/stockists?near=Leeds&product=snake-oil")

        assert "We don’t sell anything called “snake-oil”, so this shows shops for all our products." in page
        assert names(page) == names(shown(client, "/stockists?near=Leeds"))

    def test_a_repair_is_shown(self, client: FlaskClient) -> None:
        assert "Showing SW1A 1AA. You typed SWIA 1AA." in shown(client, "/stockists?near=SWIA+1AA")

    def test_a_rough_place_makes_rough_distances(self, client: FlaskClient) -> None:
        page = shown(client, "/stockists?near=BT1+5GS")

        assert "In Northern Ireland we know only the first half of a postcode." in page
        assert 'stockist__distance tabular">about 0.1 miles</p>' in page
        assert names(page)[0].endswith(", Belfast")

    def test_an_ambiguous_name_is_a_list_of_links_that_keep_the_product(self, client: FlaskClient) -> None:
        page = shown(client, "/stockists?near=Newport&product=bambu")

        assert "Which “Newport” do you mean?" in page
        assert 'href="/stockists?near=Newport,+Isle+of+Wight&product=bambu"' in page.replace("%2C", ",")
        assert names(page) == []

    def test_no_place_is_an_error_beside_the_field(self, client: FlaskClient) -> None:
        page = shown(client, "/stockists?near=Paris")

        assert "<title>Error: Find your local stockist" in page
        assert "We know no place in the UK called “Paris”." in page
        assert 'aria-invalid="true"' in page

    def test_nothing_typed_lists_the_towns_with_shops(self, client: FlaskClient) -> None:
        page = shown(client, "/stockists")

        assert "Towns with shops" in page
        assert "London</a>" not in page
        assert "London (5 shops)</a>" in page
        assert 'href="/stockists?near=Bangor,+Wales"' in page.replace("%2C", ",")

    def test_every_town_that_is_listed_leads_to_a_shop_there(self, app: Flask) -> None:
        for nation, towns in queries.towns_with_shops():
            for town in towns:
                search = queries.nearest_stockists(near=town.near, at=NOW, limit=1)
                choice = [o.label for o in search.choice.options] if search.choice else []
                assert search.not_a_place is None, town
                if not choice:
                    assert (search.rows[0].stockist.town, search.rows[0].stockist.nation) == (
                        town.town,
                        nation,
                    )

    def test_directions_lead_to_the_shop_and_tell_nobody_where_from(self, client: FlaskClient) -> None:
        page = shown(client, "/stockists?near=ZE1+0AA")

        ways = re.findall(
            r'href="(https://(?:www\.google|maps\.apple|www\.openstreetmap)[^"]*)" rel="([^"]*)"', page
        )
        assert len(ways) == 30
        assert {rel for _, rel in ways} == {"noopener noreferrer"}
        assert all(re.search(r"=-?\d+\.\d{5},-?\d+\.\d{5}$", href) for href, _ in ways)

    def test_where_a_visitor_is_is_kept_by_nobody_and_the_plain_page_by_everybody(
        self, client: FlaskClient
    ) -> None:
        assert client.get("/stockists?near=Leeds").headers["Cache-Control"] == "no-store"
        assert client.get("/stockists").headers["Cache-Control"] == "public, max-age=60"
        assert client.get("/stockists?near=Leeds").data != client.get("/stockists?near=York").data

    def test_every_shop_stands_in_the_full_list_once(self, client: FlaskClient) -> None:
        page = shown(client, "/stockists/all")

        assert len(set(re.findall(r'href="/stockists/(sample-[a-z-]+)"', page))) == 65
        assert (
            page.index("<h2>England</h2>") < page.index("<h2>Scotland</h2>") < page.index("<h2>Jersey</h2>")
        )
        assert SAMPLE_WORDS in page

    def test_a_samples_page_says_so_and_tells_search_engines_nothing(self, client: FlaskClient) -> None:
        row = queries.nearest_stockists(near="Irvine", at=NOW, limit=1).rows[0]

        page = shown(client, row.href)

        assert SAMPLE_WORDS in page
        assert "application/ld+json" not in page
        assert '<meta name="robots" content="noindex">' in page
        assert "Confirmed on" not in page


class TestRealShop:
    def test_its_page_has_what_a_visitor_needs(self, client: FlaskClient, real_shop: Stockist) -> None:
        page = shown(client, "/stockists/harbour-health")

        assert "1 High Street, Irvine KA12 8PZ" in page
        assert 'href="tel:01294000000"' in page
        assert 'href="/shop/atrosan"' in page
        assert "3 November 2026" in page
        assert SAMPLE_WORDS not in page

    def test_search_engines_are_told_what_the_page_shows(
        self, client: FlaskClient, real_shop: Stockist
    ) -> None:
        page = client.get("/stockists/harbour-health").get_data(as_text=True)

        data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
        assert data["@type"] == "HealthAndBeautyBusiness"
        assert data["geo"] == {"@type": "GeoCoordinates", "latitude": 55.60778, "longitude": -4.68437}
        assert data["address"]["postalCode"] == "KA12 8PZ"

    def test_a_product_no_shop_stocks_says_so(
        self, app: Flask, client: FlaskClient, real_shop: Stockist
    ) -> None:
        app.extensions[NAMES_EXTENSION] = lambda: {"bambu": "Bambu coffee substitute"}

        page = shown(client, "/stockists?near=Irvine&product=bambu")

        assert "No shop in our list stocks Bambu coffee substitute" in page
        assert 'href="/shop/bambu"' in page

    def test_a_product_no_longer_sold_is_named_without_a_link(
        self, app: Flask, client: FlaskClient, real_shop: Stockist
    ) -> None:
        app.extensions[NAMES_EXTENSION] = dict

        page = shown(client, "/stockists/harbour-health")

        assert "<li>Atrosan</li>" in page

    def test_an_empty_list_offers_the_shop(self, client: FlaskClient, real_shop: Stockist) -> None:
        with transaction() as session:
            session.delete(session.merge(real_shop))

        for address in ("/stockists", "/stockists?near=Leeds", "/stockists/all"):
            assert "No shop is in our list yet" in shown(client, address)

    def test_an_unknown_shop_is_a_page_with_ways_on(self, client: FlaskClient) -> None:
        page = shown(client, "/stockists/nowhere", status=404)

        assert "We can’t find that shop" in page
        assert 'href="/stockists"' in page
        assert 'href="/stockists/all"' in page


def test_a_search_costs_one_query_a_circle_four_for_the_shops_and_one_for_names(
    app: Flask, real_shop: Stockist, stockist: Callable[..., Stockist]
) -> None:
    with transaction() as session:
        session.add(stockist(lat=55.61, lon=-4.68))
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(" ".join(given[2].split())))

    search = queries.nearest_stockists(near="KA12 8PZ", at=NOW, limit=1)

    assert [row.stockist.slug for row in search.rows] == ["harbour-health"]
    tables = [re.findall(r" FROM (\w+)", statement)[0] for statement in asked if "SELECT" in statement]
    assert (tables[:2], tables[-1]) == (["stockist", "stockist"], "product")
    # The parts of the shops come in any order.
    assert sorted(tables[2:-1]) == ["stockist_exception", "stockist_product", "stockist_span"]
