"""The knowledge itself: complete, sourced, reviewed or marked as not, and in words anybody can read."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from recommender.topic import Provenance
from tests.recommender.given import RAW_ITEMS, TOPIC

TOPICS = Path(__file__).parents[2] / "recommender" / "topics"
LANGUAGE = ("class", "irregular", "numbers", "months", "unit_days", "place", "within")
"""Tables of the lexicon whose keys are words of the language."""


def provenances(value: Any) -> Iterator[Provenance]:
    if isinstance(value, Provenance):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from provenances(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from provenances(tuple(value.values()))
    elif isinstance(value, tuple):
        for each in value:
            yield from provenances(each)


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence a visitor may read, with where it stands."""
    for path in sorted(TOPICS.rglob("*.toml")):
        said_by_visitors = path.parent.name == "words" or path.name in ("language.toml", "ordinary.toml")
        if path.name in ("sources.toml", "medicines.toml") or said_by_visitors:
            continue
        for line in path.read_text().splitlines():
            for text in re.findall(r'^(?:\w+ = |    )"(.*)",?$', line):
                if " " in text:
                    yield path.name, text


def test_every_rule_has_a_source_a_confidence_and_says_who_reviewed_it() -> None:
    found = list(provenances(TOPIC))

    assert len(found) > 33 + 56 + 37 + 8 + 7 + 13
    for each in found:
        assert each.source
        assert set(each.source) <= TOPIC.sources.keys()
        assert each.confidence
        assert (each.reviewer, each.reviewed_on) == ("not medically reviewed", "2026-11-25")


def test_what_rests_on_nothing_but_general_knowledge_says_so() -> None:
    for each in provenances(TOPIC):
        if each.source == ("GK",):
            assert each.confidence in ("general-knowledge", "seen-secondary")


def test_the_topic_holds_all_that_was_gathered() -> None:
    counts = [len(TOPIC.causes), len(TOPIC.signs), len(TOPIC.conditions), len(TOPIC.medicines)]

    assert counts == [8, 33, 37, 56]
    assert len(TOPIC.sources) == 138


def test_every_condition_class_and_need_of_the_products_is_known() -> None:
    for item in RAW_ITEMS:
        assert {each["condition"] for each in item["cautions"]} <= TOPIC.conditions.keys()
        assert {each["medicine_class"] for each in item["interactions"]} <= TOPIC.medicines.keys()
        assert {each["need"] for each in item["serves"]} <= TOPIC.needs.keys()
        assert set(item["traits"]) <= TOPIC.traits.keys()


def test_every_need_a_cause_names_is_served_by_a_product() -> None:
    served = {each["need"] for item in RAW_ITEMS for each in item["serves"]}

    assert {need for cause in TOPIC.causes.values() for need in cause.needs} <= served


@pytest.mark.parametrize("word", ["A.Vogel", *(item["name"].split()[1] for item in RAW_ITEMS)])
def test_no_topic_file_names_a_product(word: str) -> None:
    naming = {
        path.name
        for path in TOPICS.rglob("*.toml")
        if path.name != "sources.toml" and re.search(rf"\b{re.escape(word)}\b", path.read_text())
    }

    assert naming == set()


def test_no_sentence_promises_to_treat_a_twitch_or_names_a_diagnosis() -> None:
    forbidden = re.compile(
        r"\b(treats?|cures?|prevents?|eases?|stops? twitch\w*|your cause is|you have a disease"
        r"|no side effects|natural and safe)\b",
        re.IGNORECASE,
    )

    assert [each for each in sentences() if forbidden.search(each[1])] == []


def test_sentences_are_short_enough_for_a_child_of_eleven() -> None:
    long = [
        (name, part)
        for name, text in sentences()
        for part in re.split(r"(?<=[.?!:])\s", text)
        if len(part.split()) > 42
    ]

    assert long == []


def test_every_file_explains_its_keys_in_the_readme() -> None:
    readme = (TOPICS / "README.md").read_text()

    def keys(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield key
                yield from keys(inner) if key not in LANGUAGE else ()
        elif isinstance(value, list):
            for each in value:
                yield from keys(each)

    ids = {
        *TOPIC.causes,
        *TOPIC.signs,
        *TOPIC.conditions,
        *TOPIC.medicines,
        *TOPIC.needs,
        *TOPIC.traits,
        *TOPIC.sources,
        *TOPIC.cards,
        *TOPIC.whys,
        *TOPIC.questions,
        "emergency",
        "today",
        "gp",
        "pharmacist",
    }
    used = {key for path in TOPICS.rglob("*.toml") for key in keys(tomllib.loads(path.read_text()))}

    assert [key for key in sorted(used - ids) if f"`{key}`" not in readme] == []


def test_the_care_cards_hold_the_numbers_that_save_lives() -> None:
    assert (TOPIC.cards["emergency"].phone, TOPIC.cards["today"].phone) == ("999", "111")
    assert "116 123" in TOPIC.signs["self_harm"].advice
    assert "do not stop suddenly" in TOPIC.signs["alcohol_withdrawal"].advice
