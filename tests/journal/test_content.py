"""What we publish: every cause has its section, no product is named, the figures are those of the sources."""

import re

import pytest

from shop.journal import queries
from shop.journal.library import CONTENT, shipped_library
from shop.journal.models import NOT_REVIEWED, Article, Recipe
from shop.settings import ROOT

CAUSES = {path.stem for path in (ROOT / "recommender/topics/muscle-twitching/causes").glob("*.toml")}
PAGES = shipped_library().articles
PRODUCT_WORDS = (
    "dormeasan",
    "atrosan",
    "atrogel",
    "bambu",
    "pollinosan",
    "balance mineral",
    "stress relief",
    "vogel",
)
PROMISE = re.compile(
    r"\b(cures?|treats?|prevents?|stops?|relieves?|eases?|gets? rid of)\b[^.!?]{0,60}\b(twitch|cramp)",
    re.IGNORECASE,
)

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)


def source_of(page: Article) -> str:
    return (CONTENT / page.file).read_text("utf-8")


def words_of(page: Article) -> str:
    return re.sub(r"<sup.*?</sup>|<[^>]+>", "", page.body.html)


def test_everything_promised_is_there() -> None:
    assert {page.url for page in PAGES} == {
        "/read/eight-causes",
        "/read/cramp-or-twitch",
        "/read/when-to-see-a-doctor",
        "/read/warm-ups",
        "/read/minerals-from-food",
        "/read/caffeine-count",
        "/read/sleep-habits",
        "/read/calmer-days",
        "/questions/thigh-pain",
        "/questions/pain-when-walking",
        "/questions/roaming-muscle-pain",
        "/recipes/banana-and-avocado-smoothie",
    }


def test_every_cause_has_a_section_under_its_own_name() -> None:
    article = queries.get_article("eight-causes")

    assert article.causes == {cause: cause.replace("_", "-") for cause in CAUSES}
    assert len(CAUSES) == 8


def test_every_cause_section_says_what_is_known_how_sure_what_is_free_and_when_to_ask() -> None:
    sections = re.split(r"^## ", source_of(queries.get_article("eight-causes")), flags=re.MULTILINE)

    for cause in CAUSES:
        (section,) = (s for s in sections if s.partition("\n")[0].endswith(f"{{#{cause.replace('_', '-')}}}"))
        parts = re.findall(r"^\*\*(.+?)\*\*", section, flags=re.MULTILINE)
        assert parts == ["What is known.", "How sure?", "What you can do for free", "When to ask someone."], (
            cause
        )
        assert len(re.findall(r"^- ", section, flags=re.MULTILINE)) >= 2, cause


@pytest.mark.parametrize("cause", sorted(CAUSES))
def test_the_guide_finds_reading_for_every_cause(cause: str) -> None:
    addresses = [reading.address for reading in queries.reading_for_causes([cause])]

    assert f"/read/eight-causes#{cause.replace('_', '-')}" in addresses


def test_no_text_is_about_a_cause_that_the_guide_does_not_know() -> None:
    assert {cause for page in PAGES for cause in page.causes} == CAUSES


def test_the_long_article_is_neither_a_leaflet_nor_a_book() -> None:
    assert 1_800 <= len(words_of(queries.get_article("eight-causes")).split()) <= 2_500


@every_page
def test_every_page_is_by_the_editors_and_claims_no_medical_review(page: Article) -> None:
    assert page.author == "The shop's editors"
    assert page.medical_review == NOT_REVIEWED


@every_page
def test_no_page_names_a_product_or_links_to_the_shop(page: Article) -> None:
    said = source_of(page).lower()

    assert [word for word in PRODUCT_WORDS if word in said] == []
    assert [link for link in page.body.links if link.startswith("/shop")] == []


@every_page
def test_no_page_promises_that_anything_ends_a_twitch_or_a_cramp(page: Article) -> None:
    assert PROMISE.findall(f"{page.title} {page.description} {page.answer} {words_of(page)}") == []


@every_page
def test_every_page_puts_the_emergency_first(page: Article) -> None:
    assert page.care.levels[0].urgency == "emergency"
    assert "999" in page.care.levels[0].action


@every_page
def test_every_source_listed_is_used_in_the_text(page: Article) -> None:
    for number, citation in enumerate(page.body.citations, start=1):
        assert citation.number == number
        assert citation.uses
        assert all(f'id="{place}"' in page.body.html for place in citation.uses)


@pytest.mark.parametrize("page", queries.all_questions(), ids=lambda page: page.slug)
def test_an_answer_begins_with_the_signs_to_check(page: Article) -> None:
    assert page.body.contents[0].anchor in {"signs-first", "emergency"}
    assert {"tel:999", "tel:111"} <= set(page.body.links)


def test_the_answer_on_pain_when_walking_sends_the_reader_for_help_today() -> None:
    assert "call 111 or your GP surgery today" in queries.get_question("pain-when-walking").answer


@pytest.mark.parametrize(
    ("slug", "figure"),
    [
        ("eight-causes", "6 to 8 cups or glasses"),  # NHS_WATER
        ("eight-causes", "150 ml in all"),
        ("eight-causes", "7 to 9 hours"),  # NHS_SLEEP
        ("eight-causes", "up to 400 mg a day and 200 mg at one time"),  # EFSA_CAF2
        ("eight-causes", "14 units a week, spread over 3 days or more"),  # CMO_ALC
        ("eight-causes", "more than 2 weeks, is in more than one place"),  # NHS_TW
        ("eight-causes", "or the place feels weak or stiff"),
        ("when-to-see-a-doctor", "more than 3 months"),  # NICE127
    ],
)
def test_a_figure_is_that_of_its_source(slug: str, figure: str) -> None:
    assert figure in words_of(queries.get_article(slug))


@every_page
def test_figures_the_official_pages_do_not_give_stay_away(page: Article) -> None:
    said = words_of(page)

    assert [wrong for wrong in ("8 or 9 glasses", "at least 8 hours") if wrong in said] == []


def test_the_caffeine_examples_add_up() -> None:
    said = words_of(queries.get_article("caffeine-count"))

    assert f"3 × 90 + 2 × 50 = {3 * 90 + 2 * 50} mg" in said
    assert f"2 × 90 + 2 × 80 + 2 × 40 = {2 * 90 + 2 * 80 + 2 * 40} mg" in said


def test_the_smoothie_is_counted_from_the_food_tables() -> None:
    recipe = queries.get_recipe("banana-and-avocado-smoothie")
    grams = {ingredient.name.split(",")[0]: ingredient.amount for ingredient in recipe.ingredients}
    potassium = 100 * 400 // 100 + 50 * 450 // 100  # mg in 100 g of banana and 50 g of avocado (STEWART)
    calcium = 150 * 120 // 100  # mg in 150 ml of milk (BDA_CA)

    assert isinstance(recipe, Recipe)
    assert grams["ripe banana"] == "100 g"
    assert grams["ripe avocado"] == "50 g"
    assert grams["semi-skimmed milk"] == "150 ml"
    assert f"<strong>{potassium} mg</strong>" in recipe.body.html
    assert f"<strong>{potassium / recipe.portions} mg</strong>" in recipe.body.html
    assert f"<strong>{calcium} mg</strong>" in recipe.body.html
    assert recipe.allergens == ("Milk",)


@every_page
def test_sentences_are_short_enough_for_a_child_of_eleven(page: Article) -> None:
    text = re.sub(r"<table>.*?</table>|<sup.*?</sup>", "", page.body.html, flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", "", re.sub(r"</(?:p|li|h\d)>", ". ", text))
    sentences = [s for s in re.split(r"[.!?:;]\s+", text) if re.search("[a-z]", s)]
    lengths = [len(sentence.split()) for sentence in sentences]

    assert sum(lengths) / len(lengths) <= 13
    assert max(lengths) <= 35
