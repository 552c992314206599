"""The map as a visitor gets it: on the results and on a shop's own page, with links that move it."""

import gzip
import re
from datetime import datetime
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.db import transaction
from shop.stockists import actions, queries
from shop.stockists.data import CREDITS

KILMARNOCK = "/stockists?near=KA11+5BW"
FAR_AND_NEAR = ("KA11 5BW", "SW1A 1AA", "ZE1 0AA", "JE2 3NG", "TR21 0PL", "Belfast", "Leeds")


@pytest.fixture(autouse=True)
def samples(app: Flask, now: datetime) -> None:
    """Only the sample shops are in the list."""
    with transaction():
        actions.remove_samples()
    with transaction():
        actions.load_samples(now=now)


def map_in(client: FlaskClient, address: str) -> str:
    """The part of a page that is the map."""
    page = client.get(address).get_data(as_text=True)
    return page[page.index('<section class="map') : page.rindex("</section>")]


def moves(drawn: str) -> dict[str, str]:
    found = re.findall(r'class="map__move" href="([^"]+)"[^>]*>([^<]+)<', drawn)
    return {text: unescape(href) for href, text in found}


def pins(drawn: str) -> list[str]:
    page = drawn[drawn.index("map__letters--page") :]
    return re.findall(r'<a href="(#[^"]+)" aria-label="Shop', page)


def test_the_map_stands_after_the_list_and_says_what_it_shows(client: FlaskClient) -> None:
    page = client.get(KILMARNOCK).get_data(as_text=True)

    assert page.index('id="shop-10"') < page.index('id="map"')
    assert "The shops around KA11 5BW on a map" in page
    assert "Shops 1 to 10 from the list." in page
    assert "You are here" in page
    assert page.count(CREDITS) == 1


def test_every_pin_leads_to_a_row_of_the_list(client: FlaskClient) -> None:
    page = client.get(KILMARNOCK).get_data(as_text=True)

    found = pins(page)

    assert found != []
    assert all(f'id="{href[1:]}"' in page for href in found)


def test_a_town_is_not_called_the_place_where_the_visitor_is(client: FlaskClient) -> None:
    drawn = map_in(client, "/stockists?near=Skipton")

    assert "You are here" not in drawn
    assert "Your search" in drawn


def test_links_lead_closer_and_on_to_the_next_map_and_back(client: FlaskClient) -> None:
    usual = map_in(client, KILMARNOCK)
    closer = map_in(client, moves(usual)["Closer"])

    assert list(moves(usual)) == ["Closer", "Wider", "North", "South", "West", "East"]
    assert moves(usual)["Closer"].startswith("/stockists?near=KA11+5BW&at=55.596,-4.608&r=")
    assert moves(usual)["Closer"].endswith("#map")
    assert moves(closer)["Start again"] == "/stockists?near=KA11+5BW#map"
    assert "The map is about" in map_in(client, moves(closer)["East"])


def test_the_closest_map_offers_no_closer_one(client: FlaskClient) -> None:
    drawn = map_in(client, f"{KILMARNOCK}&at=55.596,-4.608&r=0.3")

    assert "Closer" not in moves(drawn)


@pytest.mark.parametrize(
    "wrong", ["at=x&r=y", "at=nan,nan&r=nan", "at=&r=", "at=1&r=-3", "r=1e400", "at=%00"]
)
def test_a_frame_that_is_none_shows_the_usual_map(client: FlaskClient, wrong: str) -> None:
    assert map_in(client, f"{KILMARNOCK}&{wrong}") == map_in(client, KILMARNOCK)


def test_the_product_looked_for_stays_in_the_links(client: FlaskClient) -> None:
    drawn = map_in(client, f"{KILMARNOCK}&product=atrosan")

    assert all("product=atrosan" in href for href in moves(drawn).values())


def test_no_map_is_drawn_without_a_place_or_without_a_shop(client: FlaskClient) -> None:
    with transaction():
        actions.remove_samples()

    for address in ("/stockists", "/stockists?near=nowhere-at-all", KILMARNOCK):
        assert 'id="map"' not in client.get(address).get_data(as_text=True)


def test_a_shop_has_a_small_map_of_its_own(client: FlaskClient) -> None:
    with client.application.app_context():
        shop = queries.all_stockists()[0][1][0][1][0]

    page = client.get(f"/stockists/{shop.slug}").get_data(as_text=True)

    assert f"{shop.name} on a map" in unescape(page)
    assert CREDITS in page
    assert "The map is about 3.1 miles across." in page


def test_a_moved_map_is_kept_by_nobody(client: FlaskClient) -> None:
    with client.application.app_context():
        slug = queries.all_stockists()[0][1][0][1][0].slug

    assert "public" in client.get(f"/stockists/{slug}").headers["Cache-Control"]
    assert "public" not in client.get(f"/stockists/{slug}?r=3").headers.get("Cache-Control", "")


@pytest.mark.parametrize("near", FAR_AND_NEAR)
@pytest.mark.parametrize("asked", ["", "&r=0.3", "&r=1", "&r=4", "&r=40", "&r=500"])
def test_a_map_weighs_less_than_45_kb_and_12_kb_packed(client: FlaskClient, near: str, asked: str) -> None:
    drawn = map_in(client, f"/stockists?near={near}{asked}").encode()

    assert len(drawn) < 45_000
    assert len(gzip.compress(drawn)) < 12_000
