"""The pages a reader sees: same bytes for everybody, every part in its place, a helpful answer when lost."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.journal.library import shipped_library
from shop.journal.models import Article

PAGES = shipped_library().articles

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)


def structured(html: str) -> dict[str, object]:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, flags=re.DOTALL)
    data: dict[str, object] = json.loads(found)
    return data


@pytest.mark.parametrize("shelf", ["/read", "/questions", "/recipes"])
def test_a_shelf_lists_what_stands_on_it(client: FlaskClient, shelf: str) -> None:
    html = client.get(shelf).get_data(as_text=True)

    for page in PAGES:
        if page.url.startswith(f"{shelf}/"):
            assert f'href="{page.url}"' in html
    assert html.count("<h1") == 1


@every_page
def test_a_page_is_the_same_bytes_for_everybody(client: FlaskClient, page: Article) -> None:
    first = client.get(page.url)
    again = client.get(page.url, headers={"Cookie": "basket=abc"})

    assert first.status_code == 200
    assert first.data == again.data
    assert "public" in first.headers["Cache-Control"]
    assert client.get(page.url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@every_page
def test_a_page_shows_answer_author_review_dates_care_contents_and_sources(
    client: FlaskClient, page: Article
) -> None:
    html = client.get(page.url).get_data(as_text=True)

    where = [
        html.index(part)
        for part in (
            'aria-label="Breadcrumb"',
            "<h1",
            'class="lede"',
            "Not medically reviewed",
            "Published <time",
            "Updated <time",
            "Next review <time",
            "data-print",
            'id="care"',
            'aria-label="On this page"',
            'id="sources"',
        )
    ]
    assert where == sorted(where)
    assert html.count("<h1") == 1
    assert "style=" not in html


@every_page
def test_every_link_within_a_page_has_its_target_and_no_id_is_used_twice(
    client: FlaskClient, page: Article
) -> None:
    html = client.get(page.url).get_data(as_text=True)

    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


@every_page
def test_every_link_to_another_page_of_ours_opens_it_at_its_place(client: FlaskClient, page: Article) -> None:
    for link in page.body.links:
        if link.startswith("/"):
            path, _, anchor = link.partition("#")
            answer = client.get(path, follow_redirects=True)
            assert answer.status_code == 200, link
            assert not anchor or f'id="{anchor}"' in answer.get_data(as_text=True), link


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/read/eight-causes", "Article"),
        ("/questions/thigh-pain", "FAQPage"),
        ("/recipes/banana-and-avocado-smoothie", "Recipe"),
    ],
)
def test_a_page_tells_search_engines_what_it_is(client: FlaskClient, url: str, kind: str) -> None:
    assert structured(client.get(url).get_data(as_text=True))["@type"] == kind


def test_a_recipe_shows_portions_ingredients_allergens_and_method(client: FlaskClient) -> None:
    html = client.get("/recipes/banana-and-avocado-smoothie").get_data(as_text=True)

    assert "2 portions" in html
    assert "<strong>100 g</strong> ripe banana" in html
    assert re.search(r"Allergens</th><td[^>]*>Milk</td>", html)
    assert html.index('href="#ingredients"') < html.index('id="ingredients"') < html.index('id="method"')


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("/read/sleep-habbits", "/read/sleep-habits"),
        ("/read/thigh-pain", "/questions/thigh-pain"),
        ("/questions/thigh-pane", "/questions/thigh-pain"),
        ("/recipes/banana-smoothie", "/recipes/banana-and-avocado-smoothie"),
    ],
)
def test_a_lost_reader_is_shown_the_page_they_may_have_meant(
    client: FlaskClient, url: str, meant: str
) -> None:
    answer = client.get(url)

    assert answer.status_code == 404
    assert f'href="{meant}"' in answer.get_data(as_text=True)


def test_the_check_command_sums_up_what_there_is(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["journal", "check"])

    assert result.exit_code == 0
    assert "The journal is in order: 7 × article, 1 × warm-up, 3 × question, 1 × recipe." in result.output
