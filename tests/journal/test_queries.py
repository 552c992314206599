"""Finding what to read: by address, by cause, and a helpful answer when there is nothing."""

from pathlib import Path

import pytest

from shop.errors import NotFound
from shop.journal import queries
from shop.journal.library import load_library
from shop.journal.models import Library, Reading
from tests.journal import writing


@pytest.fixture
def library(tmp_path: Path) -> Library:
    folder = writing.library(tmp_path)
    text = "Sit.[^NHS]\n\n## Poor sleep {#sleep}\n\n## Stress\n"
    writing.article(
        folder, "overview", text, title='"Overview"', causes='{ sleep = "sleep", stress = "stress" }'
    )
    writing.article(folder, "sleep-habits", text, title='"Sleep habits"', causes='{ sleep = "sleep" }')
    writing.article(
        folder, "news", text, title='"News"', causes='{ stress = "stress" }', updated_on="2026-12-01"
    )
    writing.article(
        folder, "sore-leg", text, shelf="questions", kind='"question"', related='["news", "overview"]'
    )
    writing.article(folder, "shake", text, shelf="recipes", **writing.RECIPE)
    return load_library(folder)


def test_each_shelf_holds_its_own_kind(library: Library) -> None:
    assert [article.slug for article in queries.all_articles(library)] == ["news", "overview", "sleep-habits"]
    assert [article.slug for article in queries.all_questions(library)] == ["sore-leg"]
    assert [article.slug for article in queries.all_recipes(library)] == ["shake"]


def test_an_article_is_found_by_its_slug_and_only_on_its_shelf(library: Library) -> None:
    assert queries.get_article("news", library).title == "News"
    assert queries.get_recipe("shake", library).portions == 2
    assert queries.find_any("sore-leg", library) is queries.get_question("sore-leg", library)
    assert queries.find_any("nothing", library) is None
    with pytest.raises(NotFound):
        queries.get_article("sore-leg", library)


def test_a_misspelt_address_is_answered_with_what_may_have_been_meant(library: Library) -> None:
    with pytest.raises(NotFound) as caught:
        queries.get_article("sleap-habit", library)

    assert caught.value.suggestions == [("Sleep habits", "/read/sleep-habits")]
    assert "Did you mean “Sleep habits”?" in caught.value.message


def test_a_page_on_another_shelf_is_suggested_with_its_own_address(library: Library) -> None:
    with pytest.raises(NotFound) as caught:
        queries.get_question("shake", library)

    assert caught.value.suggestions == [("Rest", "/recipes/shake")]


def test_an_address_like_nothing_we_have_is_answered_with_the_shelf(library: Library) -> None:
    with pytest.raises(NotFound) as caught:
        queries.get_article("zzzzzzzz", library)

    assert [address for _, address in caught.value.suggestions] == [
        "/read/news",
        "/read/overview",
        "/read/sleep-habits",
    ]
    assert "You could read “News”" in caught.value.message


def test_reading_for_causes_is_newest_first_then_the_most_particular(library: Library) -> None:
    assert queries.reading_for_causes(["sleep", "stress"], library) == [
        Reading("News", "/read/news", "stress"),
        Reading("Sleep habits", "/read/sleep-habits", "sleep"),
        Reading("Overview: Poor sleep", "/read/overview", "sleep"),
        Reading("Overview: Stress", "/read/overview", "stress"),
    ]


def test_a_cause_named_twice_is_answered_once_and_an_unknown_one_adds_nothing(library: Library) -> None:
    assert [found.url for found in queries.reading_for_causes(["sleep", "sleep", "moonlight"], library)] == [
        "/read/sleep-habits",
        "/read/overview",
    ]
    assert queries.reading_for_causes([], library) == []


def test_a_reading_can_be_linked() -> None:
    assert Reading("Sleep", "/read/sleep-habits", "habits").address == "/read/sleep-habits#habits"


def test_related_texts_come_in_the_order_they_are_named(library: Library) -> None:
    question = queries.get_question("sore-leg", library)

    assert [article.slug for article in queries.related_to(question, library)] == ["news", "overview"]
