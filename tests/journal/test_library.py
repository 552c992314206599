"""A mistake in a content file stops the start, and names the file, the key and what is right."""

from datetime import date
from pathlib import Path

import pytest

from shop.journal.library import load_library
from shop.journal.mistakes import BadContent
from shop.journal.models import Recipe
from tests.journal import writing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return writing.library(tmp_path)


def mistakes(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(BadContent) as caught:
        load_library(folder)
    return [(mistake.file, mistake.key) for mistake in caught.value.mistakes]


def advice(folder: Path) -> str:
    with pytest.raises(BadContent) as caught:
        load_library(folder)
    return str(caught.value)


def test_a_good_article_is_read(folder: Path) -> None:
    writing.article(folder)

    (article,) = load_library(folder).articles

    assert article.title == "Rest"
    assert article.url == "/read/rest"
    assert article.next_review_on == date(2027, 11, 25)
    assert article.care.levels[0].signs == ("A fit.",)
    assert article.body.citations[0].reference.address == "https://www.nhs.uk/rest"


def test_a_good_recipe_is_read_with_its_ingredients(folder: Path) -> None:
    writing.article(folder, "shake", shelf="recipes", **writing.RECIPE)

    (recipe,) = load_library(folder).articles

    assert isinstance(recipe, Recipe)
    assert [str(ingredient) for ingredient in recipe.ingredients] == ["100 g banana"]
    assert recipe.url == "/recipes/shake"


def test_newer_texts_stand_first_and_of_one_day_the_overview(folder: Path) -> None:
    writing.article(folder, "old")
    writing.article(folder, "overview", causes='{ sleep = "why-rest" }')
    writing.article(folder, "new", updated_on="2026-12-01")

    assert [article.slug for article in load_library(folder).articles] == ["new", "overview", "old"]


@pytest.mark.parametrize("key", sorted(writing.GOOD))
def test_a_missing_key_is_named(folder: Path, key: str) -> None:
    writing.article(folder, **{key: None})  # type: ignore[arg-type]

    assert mistakes(folder) == [("articles/rest.md", key)]
    assert f"articles/rest.md: {key}: is missing; right is " in advice(folder)


@pytest.mark.parametrize("key", sorted(writing.RECIPE.keys() - {"kind"}))
def test_a_recipe_without_a_key_it_needs_is_refused(folder: Path, key: str) -> None:
    writing.article(folder, "shake", shelf="recipes", **(writing.RECIPE | {key: None}))  # type: ignore[arg-type]

    assert mistakes(folder) == [("recipes/shake.md", key)]


@pytest.mark.parametrize(
    ("key", "value", "right"),
    [
        ("kind", '"essay"', "one of article, warm-up, question, recipe"),
        ("medical_review", '"Checked"', '"Not medically reviewed" or "Medically reviewed by <name, role>"'),
        ("published_on", '"25 November"', "a day without quotes, as in 2026-11-25"),
        ("answer", '"Rest"', "one whole sentence in quotes"),
        ("references", '"NHS"', 'a list of different texts, as in ["one", "two"]'),
        ("updated_on", "2026-11-24", "right is 2026-11-25 or after"),
        ("next_review_on", "2026-11-25", "must be after updated_on (2026-11-25)"),
        ("care", '"tickling"', "right are twitching"),
        ("related", '["rest"]', "is no other article, question or recipe of ours"),
    ],
)
def test_a_value_that_is_not_right_is_told_what_is(folder: Path, key: str, value: str, right: str) -> None:
    writing.article(folder, **{key: value})

    assert right in advice(folder)
    assert key in advice(folder)


def test_an_unknown_key_is_told_the_keys_there_are(folder: Path) -> None:
    writing.article(folder, autor='"Somebody"')

    assert mistakes(folder) == [("articles/rest.md", "autor")]
    assert "right are answer, author, care, causes" in advice(folder)


def test_an_amount_that_is_not_metric_is_refused(folder: Path) -> None:
    cups = '[{ amount = "1 cup", name = "milk" }]'
    writing.article(folder, "shake", shelf="recipes", **(writing.RECIPE | {"ingredients": cups}))

    assert "'1 cup' is not metric" in advice(folder)


def test_a_file_without_front_matter_is_named(folder: Path) -> None:
    writing.raw(folder, "articles/rest.md", "# Rest\n")

    assert mistakes(folder) == [("articles/rest.md", "+++")]


def test_broken_toml_is_told_its_line(folder: Path) -> None:
    writing.raw(folder, "articles/rest.md", "+++\ntitle = Rest\n+++\n")

    assert "line 1" in advice(folder)


def test_a_slug_must_be_the_name_of_its_file(folder: Path) -> None:
    writing.article(folder, "rest")
    writing.raw(folder, "articles/sleep.md", (folder / "articles/rest.md").read_text())

    assert mistakes(folder) == [("articles/sleep.md", "slug")]


def test_a_slug_can_be_taken_only_once_over_all_shelves(folder: Path) -> None:
    writing.article(folder, "rest")
    writing.article(folder, "rest", shelf="questions", kind='"question"')

    assert mistakes(folder) == [("questions/rest.md", "slug")]
    assert "'rest' is taken by articles/rest.md" in advice(folder)


def test_a_kind_on_the_wrong_shelf_is_refused(folder: Path) -> None:
    writing.article(folder, "rest", kind='"question"')

    assert mistakes(folder) == [("articles/rest.md", "kind")]


def test_references_must_exist_be_listed_and_be_cited(folder: Path) -> None:
    writing.article(folder, "one", references='["NHS", "NICE"]')
    writing.article(folder, "two", references="[]")
    writing.article(folder, "three", text="Nothing cited.\n")

    assert mistakes(folder) == [
        ("articles/one.md", "reference NICE"),
        ("articles/three.md", "reference NHS"),
        ("articles/two.md", "reference NHS"),
    ]


def test_a_reference_that_no_text_cites_is_named(folder: Path) -> None:
    writing.article(folder, text="Nothing cited.\n", references="[]")

    assert mistakes(folder) == [("references.toml", "NHS")]


def test_a_cause_needs_a_heading_with_its_anchor(folder: Path) -> None:
    writing.article(folder, causes='{ sleep = "poor-sleep", stress = "why-rest" }')

    assert mistakes(folder) == [("articles/rest.md", "causes.sleep")]
    assert "no heading has the anchor 'poor-sleep'; there are why-rest" in advice(folder)


def test_an_anchor_is_used_once_and_the_title_stays_the_only_one(folder: Path) -> None:
    writing.article(folder, text="# Again\n\nSit.[^NHS]\n\n## Why\n\n## Why\n")

    assert mistakes(folder) == [("articles/rest.md", "anchor why"), ("articles/rest.md", "heading “Again”")]


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("/read/nowhere", "leads nowhere"),
        ("/read/rest#nowhere", "articles/rest.md has no heading with that anchor; it has why-rest"),
        ("#nowhere", "has no heading with that anchor"),
        ("/shop", "is an advertisement for it"),
        ("/shop/drops", "is an advertisement for it"),
        ("https://www.nhs.uk", "belong in references.toml"),
        ("tel:112", "leads nowhere"),
    ],
)
def test_a_link_that_must_not_be_is_refused(folder: Path, link: str, reason: str) -> None:
    writing.article(folder, text=f"{writing.TEXT}\n[Go]({link})\n")

    assert mistakes(folder) == [("articles/rest.md", f"link {link}")]
    assert reason in advice(folder)


@pytest.mark.parametrize("link", ["/guide", "/stockists", "/read", "tel:999", "#why-rest", "/read/rest#care"])
def test_a_link_to_help_or_to_our_own_pages_is_fine(folder: Path, link: str) -> None:
    writing.article(folder, text=f"{writing.TEXT}\n[Go]({link})\n")

    assert load_library(folder).articles[0].body.links == (link,)


def test_every_mistake_of_every_file_is_told_at_once(folder: Path) -> None:
    writing.article(folder, "one", title=None, kind='"essay"')
    writing.article(folder, "two", autor='"Somebody"')
    writing.article(folder, "three", text=f"{writing.TEXT}\n[Go](/read/one)\n")

    assert mistakes(folder) == [
        ("articles/one.md", "kind"),
        ("articles/one.md", "title"),
        ("articles/two.md", "autor"),
    ]
    assert advice(folder).startswith("3 mistakes in the journal's content:\n")


def test_mistakes_in_the_shared_files_are_named(folder: Path) -> None:
    writing.raw(folder, "references.toml", '[NHS]\ntitle = "NHS"\naddress = "nhs"\n[NICE]\ntitel = "NICE"\n')
    writing.raw(
        folder,
        "care.toml",
        '[twitching]\ntitle = "Help"\n'
        '[[twitching.levels]]\nurgency = "gp"\naction = "Book"\nsigns = ["Weak."]\n'
        '[[twitching.levels]]\nurgency = "emergency"\naction = "Call 999"\nsigns = ["A fit."]\n',
    )

    assert mistakes(folder) == [
        ("care.toml", "twitching.levels"),
        ("references.toml", "NHS.address"),
        ("references.toml", "NICE.address"),
        ("references.toml", "NICE.titel"),
        ("references.toml", "NICE.title"),
    ]


def test_a_missing_shared_file_is_named(tmp_path: Path) -> None:
    assert mistakes(tmp_path) == [("care.toml", "care.toml"), ("references.toml", "references.toml")]
