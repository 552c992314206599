"""The conversation as a visitor without a script has it, page by page."""

import re

import pytest
from flask.testing import FlaskClient

from tests.guide.forms import SIGNS, form


def headings(html: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", h).strip() for h in re.findall(r"<h1[^>]*>(.*?)</h1>", html, flags=re.DOTALL)
    ]


def test_the_first_page_is_public_and_asks_for_causes(client: FlaskClient) -> None:
    page = client.get("/guide")

    assert page.headers["Cache-Control"] == "public, max-age=60"
    assert headings(page.text) == ["What may be behind your twitching?"]
    assert page.text.count('name="cause"') == 9


@pytest.mark.parametrize("page", ["causes", "signs", "about", "check", "answer", "summary"])
def test_an_address_alone_brings_back_no_answers(client: FlaskClient, page: str) -> None:
    answer = client.get(f"/guide/{page}")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/guide")


@pytest.mark.parametrize("page", ["signs", "about", "check", "answer", "summary"])
def test_every_page_with_answers_is_kept_by_nobody_and_sets_nothing(client: FlaskClient, page: str) -> None:
    answer = client.post(f"/guide/{page}", data=form())

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_no_answer_appears_in_any_address_on_the_answer_page(client: FlaskClient) -> None:
    page = client.post("/guide/answer", data=form(near="KA11 5BW", medicines="paroxetine"))

    addresses = re.findall(r'(?:href|action|formaction|src)="([^"]*)"', page.text)
    assert [a for a in addresses if "KA11" in a or "paroxetine" in a or a.startswith("/guide?")] == []


def test_nothing_ticked_keeps_the_page_and_says_what_to_do(client: FlaskClient) -> None:
    page = client.post("/guide/signs", data=form(cause=None))

    assert "<title>Error: What may be behind your twitching?" in page.text
    assert page.text.count("Tick what may be behind it, or “I don’t know”.") == 2
    assert 'href="#cause"' in page.text


def test_each_group_of_signs_needs_an_answer_and_each_missing_one_is_named(client: FlaskClient) -> None:
    page = client.post("/guide/about", data=form(signs__1=None, signs__3=None))

    assert headings(page.text) == ["Do you have any of these?"]
    assert 'href="#signs-1"' in page.text
    assert 'href="#signs-3"' in page.text
    assert 'href="#signs-2"' not in page.text


def test_none_of_these_beside_a_sign_is_pointed_out(client: FlaskClient) -> None:
    page = client.post("/guide/about", data=form(signs__4=["none", "two_weeks"]))

    assert "you ticked “None of these” and something else. Keep one." in page.text


@pytest.mark.parametrize("age", ["-1", "121", "forty", "4.5", "١٢٣"])
def test_an_impossible_age_is_named_and_kept(client: FlaskClient, age: str) -> None:
    page = client.post("/guide/check", data=form(age=age))

    assert "Write your age as a whole number of years from 0 to 120, such as 45." in page.text
    assert f'value="{age}"' in page.text


def test_a_made_up_answer_is_refused_where_it_stands(client: FlaskClient) -> None:
    page = client.post("/guide/signs", data=form(cause=["<script>"]))

    assert "“&lt;script&gt;” is not one of the choices." in page.text


def test_saying_yes_to_medicines_without_a_name_asks_for_the_names(client: FlaskClient) -> None:
    page = client.post("/guide/check", data=form(takes_medicines="yes"))

    assert page.text.count("Write the names of your medicines, or choose “I’m not sure”.") == 2


def test_the_check_page_shows_every_answer_with_a_way_to_change_it(client: FlaskClient) -> None:
    page = client.post("/guide/check", data=form(takes_medicines="yes", medicines="Spatone\nzinc"))

    assert headings(page.text) == ["Check what we understood"]
    assert page.text.count(">Change<") == 7
    assert "<li>Spatone</li>" in page.text


def test_changing_an_answer_leads_back_to_the_check_page(client: FlaskClient) -> None:
    page = client.post("/guide/causes", data=form(return_to="check"))

    assert 'action="/guide/check"' in page.text
    assert re.search(r'value="sleep"[^>]* checked', page.text)


@pytest.mark.parametrize("name", SIGNS)
def test_going_back_keeps_the_ticks(client: FlaskClient, name: str) -> None:
    page = client.post("/guide/signs", data=form(**{name: "unsure"}))

    assert re.search(rf'name="{name}" value="unsure" checked', page.text)


def test_an_emergency_sign_goes_straight_to_the_999_card_without_a_product_a_price_or_a_basket(
    client: FlaskClient,
) -> None:
    page = client.post("/guide/about", data=form(signs__1=["breath_swallow"]))

    main = page.text.partition("<main")[2].partition("</main>")[0]
    assert "care--emergency" in main
    assert 'href="tel:999"' in main
    assert "/shop/" not in main
    assert "£" not in main
    assert "basket" not in main


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({"signs__1": ["unsure"]}, "today"),
        ({"signs__3": ["rapid_weakness"]}, "today"),
        ({"signs__4": ["two_weeks"]}, "gp"),
        ({"cause": ["sleep", "medication"]}, "gp"),
    ],
)
def test_from_the_gp_upward_the_answer_comes_at_once_and_offers_nothing(
    client: FlaskClient, changes: dict[str, list[str]], level: str
) -> None:
    page = client.post("/guide/about", data=form(**changes))

    assert f"care--{level}" in page.text
    assert 'class="offer"' not in page.text
    assert "What we sell" not in page.text


def test_poor_sleep_is_answered_with_free_steps_before_the_registered_remedy(client: FlaskClient) -> None:
    page = client.post("/guide/answer", data=form()).text

    assert page.index("What you can do for free") < page.index("Dormeasan")
    assert page.count('class="offer"') == 1
    assert "Because you said" in page
    assert "“I sleep badly or not enough”" in page
    assert (
        "A traditional herbal medicinal product used for the temporary relief of sleep disturbances "
        "caused by the symptoms of mild anxiety based on traditional use only."
    ) in page
    assert "Not for you if" in page


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"age": "17"}, "under 18"),
        ({"pregnant": "yes"}, "pregnant"),
        ({"takes_medicines": "yes", "medicines": "diazepam"}, "another herbal sleep remedy"),
        ({"takes_medicines": "yes", "medicines": "mystery tablets"}, "mystery tablets"),
        ({"age": None}, "age"),
        ({"conditions_checked": None}, "We don&#39;t know which illnesses you have"),
    ],
)
def test_what_the_answers_forbid_is_left_out_with_the_reason(
    client: FlaskClient, changes: dict[str, str | None], why: str
) -> None:
    page = client.post("/guide/answer", data=form(**changes)).text

    assert 'class="offer"' not in page
    left_out = page.partition("What we left out, and why")[2].partition("</details>")[0]
    assert why in left_out


def test_what_is_not_confirmed_is_not_offered_and_said_so(client: FlaskClient) -> None:
    page = client.post("/guide/answer", data=form(cause=["nutrition"])).text

    assert 'class="offer"' not in page
    assert "Balance Mineral Drink" in page.partition("What we left out, and why")[2]


def test_nothing_known_still_gets_free_advice_and_no_product(client: FlaskClient) -> None:
    page = client.post("/guide/answer", data=form(cause=["unknown"])).text

    assert "Rest" in page
    assert 'class="offer"' not in page


def test_shops_nearby_are_shown_for_what_is_offered(client: FlaskClient) -> None:
    page = client.post("/guide/answer", data=form(near="ZE1 0AA")).text

    assert "Nearest to ZE1 0AA" in page
    assert "These are sample shops" in page
    assert page.count('<li class="stockist">') == 3


def test_a_place_nobody_knows_is_said_and_the_answer_stays(client: FlaskClient) -> None:
    page = client.post("/guide/answer", data=form(near="Xyzzyplugh")).text

    assert "We know no place in the UK called “Xyzzyplugh”." in page
    assert page.count('class="offer"') == 1


def test_the_summary_for_the_gp_holds_answers_and_care_on_one_page(client: FlaskClient) -> None:
    page = client.post("/guide/summary", data=form(takes_medicines="yes", medicines="ramipril")).text

    assert headings(page) == ["Twitching muscles: what I told the guide"]
    assert "ramipril" in page
    assert "Ask a pharmacist first" in page
