"""What search engines are told about each kind of page."""

import json
from pathlib import Path

from shop.journal.library import load_library
from shop.journal.models import Article
from shop.journal.structured_data import structured_data
from tests.journal import writing


def the_only(folder: Path) -> Article:
    (found,) = load_library(folder).articles
    return found


def test_an_article_names_its_dates_its_author_and_its_sources(tmp_path: Path) -> None:
    writing.article(writing.library(tmp_path))

    data = structured_data(the_only(tmp_path))

    assert data["@type"] == "Article"
    assert data["headline"] == "Rest"
    assert data["author"] == {"@type": "Organization", "name": "The shop's editors"}
    assert data["datePublished"] == data["dateModified"] == "2026-11-25"
    assert data["citation"] == ["https://www.nhs.uk/rest"]


def test_a_question_is_a_page_of_one_question_with_its_answer(tmp_path: Path) -> None:
    writing.article(writing.library(tmp_path), shelf="questions", kind='"question"')

    data = structured_data(the_only(tmp_path))

    assert data["@type"] == "FAQPage"
    assert [entry["name"] for entry in data["mainEntity"]] == ["Rest"]
    assert data["mainEntity"][0]["acceptedAnswer"]["text"] == "Rest is free."


def test_a_recipe_tells_yield_time_ingredients_and_steps(tmp_path: Path) -> None:
    writing.article(writing.library(tmp_path), shelf="recipes", **writing.RECIPE)

    data = structured_data(the_only(tmp_path))

    assert data["@type"] == "Recipe"
    assert data["recipeYield"] == "2 portions"
    assert data["totalTime"] == "PT5M"
    assert data["recipeIngredient"] == ["100 g banana"]
    assert data["recipeInstructions"] == [{"@type": "HowToStep", "text": "Blend."}]


def test_it_is_plain_data(tmp_path: Path) -> None:
    writing.article(writing.library(tmp_path))

    data = structured_data(the_only(tmp_path))

    assert json.loads(json.dumps(data)) == data
