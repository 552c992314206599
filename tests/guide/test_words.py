"""The guide in the visitor's own words: read once, shown back, changed by ticks, never in the way of help."""

import html
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from shop.guide.answers import from_form
from shop.guide.words import LONGEST, take_in
from tests.guide.forms import SIGNS, form

SLEEPY = "My eyelid jumps. I sleep badly, but I don't smoke. I am 45."


def carried(page: str) -> MultiDict[str, str]:
    """What the form on a page would send on if nothing were changed, line breaks as browsers write them."""
    sent: MultiDict[str, str] = MultiDict()
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page):
        sent.add(name, html.unescape(value).replace("\n", "\r\n"))
    return sent


def test_words_tick_what_they_say() -> None:
    found = take_in(from_form([("words", SLEEPY)]))

    assert found.ticked("cause") == ("sleep",)
    assert found.written("age") == "45"


def test_words_alone_lead_on_to_the_signs(client: FlaskClient) -> None:
    page = client.post("/guide/signs", data={"words": SLEEPY})

    assert "Do you have any of these?" in page.text
    assert "We ticked what we understood" in page.text or 'name="words"' in page.text
    assert ("cause", "sleep") in carried(page.text).items(multi=True)


def test_the_same_facts_by_words_or_ticks_give_the_same_answer(client: FlaskClient) -> None:
    ticked = client.post("/guide/answer", data=form()).text
    written = client.post("/guide/answer", data=form(cause=None, age=None, words=SLEEPY)).text

    def shown(page: str) -> list[str]:
        return re.findall(r'href="(/shop/[^"]+)"', page) + re.findall(
            r"<li>[^<]+</li>", page.partition("What to read")[0]
        )

    assert shown(ticked) == shown(written)
    assert 'href="/shop/dormeasan"' in written


def test_the_answer_quotes_the_visitors_own_words(client: FlaskClient) -> None:
    page = client.post("/guide/answer", data=form(cause=None, words=SLEEPY)).text

    assert "<strong>Because you said</strong> <bdi>“sleep badly”</bdi>" in page


def test_what_was_understood_is_marked_and_labelled_and_denials_are_said(client: FlaskClient) -> None:
    page = client.post("/guide/check", data=form(cause=None, age=None, words=SLEEPY)).text

    assert "<mark>sleep badly</mark>" in page
    assert '<mark class="said__denied">' in page
    assert "You said not: I smoke" in page
    assert "I sleep badly or not enough</strong>" in page


def test_unticking_what_the_words_said_has_the_last_word(client: FlaskClient) -> None:
    first = client.post("/guide/signs", data={"words": "I sleep badly.\r\nI drink ten coffees a day."}).text
    sent = carried(first)
    sent.setlist("cause", ["caffeine_alcohol"])
    for name in SIGNS:
        sent.add(name, "none")

    page = client.post("/guide/check", data=sent).text

    assert ("cause", "sleep") not in carried(page).items(multi=True)
    assert ("cause", "caffeine_alcohol") in carried(page).items(multi=True)
    assert "<mark>sleep badly</mark>" not in page


@pytest.mark.parametrize("page", ["signs", "about", "check", "answer"])
@pytest.mark.parametrize("more", ["", " x" * 3_000, "\x00\x07"])
def test_emergency_words_go_straight_to_the_999_card(client: FlaskClient, page: str, more: str) -> None:
    answer = client.post(f"/guide/{page}", data={"words": f"I can't breathe and my muscles twitch.{more}"})

    main = answer.text.partition("<main")[2].partition("</main>")[0]
    assert "care--emergency" in main
    assert "£" not in main


def test_who_was_misunderstood_can_take_an_emergency_back(client: FlaskClient) -> None:
    card = client.post("/guide/signs", data={"words": "I can't breathe and my muscles twitch"}).text
    sent = carried(card)

    page = client.post(
        "/guide/signs", data=MultiDict([*sent.items(multi=True), ("return_to", "answer")])
    ).text

    assert "Do you have any of these?" in page
    assert "From what you wrote: “can&#39;t breathe”" in page


def test_new_words_of_danger_outweigh_an_older_none_of_these(client: FlaskClient) -> None:
    answer = client.post("/guide/check", data=form(words="I can't breathe"))

    assert "care--emergency" in answer.text


@pytest.mark.parametrize(
    "words", ["zzz qqq", "Mein Bein zuckt seit Wochen", "😀😀", "\u202egnihtemos", "<b>hi</b>"]
)
def test_what_is_not_understood_is_kept_escaped_and_the_ticks_are_offered(
    client: FlaskClient, words: str
) -> None:
    page = client.post("/guide/signs", data={"words": words}).text

    assert "<title>Error: " in page
    assert f">{html.escape(words)}</textarea>" in page
    assert 'dir="auto"' in page
    assert "tick what may be behind it" in page.lower()


def test_words_that_are_too_long_are_kept_and_counted(client: FlaskClient) -> None:
    words = "coffee " * 300

    page = client.post("/guide/signs", data={"words": words}).text

    assert page.count(f"Your words are 2,099 letters long. Shorten them to {LONGEST:,}.") == 2
    assert words.strip() in page
    assert 'href="#words"' in page


def test_what_cannot_be_shown_is_pointed_out(client: FlaskClient) -> None:
    page = client.post("/guide/signs", data={"words": "I sleep\x00 badly"}).text

    assert "I sleep\ufffd badly" in page
    assert page.count("Something in your words can’t be shown.") == 2


def test_words_stand_in_no_address_and_set_no_cookie(client: FlaskClient) -> None:
    answer = client.post("/guide/answer", data=form(words=SLEEPY))

    assert "Set-Cookie" not in answer.headers
    assert [
        a for a in re.findall(r'(?:href|action|formaction|src)="([^"]*)"', answer.text) if "badly" in a
    ] == []


def test_a_guess_counts_only_when_it_is_ticked() -> None:
    assert take_in(from_form([("cause", "unknown"), ("meant", "stress")])).ticked("cause") == ("stress",)
