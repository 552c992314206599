"""Every rule of the lexicon is found in its own example, and its counter-example denies."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from recommender import Reading, read
from recommender.reading.reading import _uncovered
from recommender.reading.terms import Seen, find_hits
from recommender.reading.tokens import Tokens
from tests.recommender.given import TOPIC

WORDS = Path(__file__).parents[3] / "recommender" / "topics" / "muscle-twitching" / "words"
FILES = {path.stem: tomllib.loads(path.read_text()) for path in sorted(WORDS.glob("*.toml"))}
RULES = [(f"{name}.{rule['id']}", rule) for name, file in FILES.items() for rule in file.get("rule", ())]
JOINS = [(f"{name}.{join['id']}", join) for name, file in FILES.items() for join in file.get("join", ())]


def found(text: str) -> set[str]:
    """The ids of the rules whose words stand in a text."""
    return {hit.rule.id for hit in find_hits(Seen(Tokens(text), TOPIC.lexicon))}


def targets(read_as: Reading) -> set[str]:
    return {
        *(each.cause for each in read_as.causes),
        *(each.sign for each in read_as.signs),
        *(each.condition for each in read_as.conditions if not each.is_denied),
        *(["pregnant"] if read_as.pregnant else []),
        *(["breastfeeding"] if read_as.breastfeeding else []),
    }


@pytest.mark.parametrize(("id", "rule"), RULES, ids=[id for id, _ in RULES])
def test_a_rule_is_found_in_its_example(id: str, rule: dict[str, Any]) -> None:
    assert id in found(rule["example"])


@pytest.mark.parametrize(("id", "rule"), RULES, ids=[id for id, _ in RULES])
def test_an_example_is_understood(id: str, rule: dict[str, Any]) -> None:
    understood = read(rule["example"], TOPIC)

    if rule["about"] in ("cause", "sign", "condition", "about_you"):
        told = targets(understood) | {each.cause for each in understood.denied}
        assert rule["target"] in told
    if rule["about"] == "medicine":
        assert understood.medicines


@pytest.mark.parametrize(("id", "rule"), [each for each in RULES if "counter" in each[1]])
def test_a_counter_example_denies(id: str, rule: dict[str, Any]) -> None:
    understood = read(rule["counter"], TOPIC)

    assert rule["target"] not in {each.cause for each in understood.causes}
    assert rule["target"] in {each.cause for each in understood.denied}


@pytest.mark.parametrize(("id", "join"), JOINS, ids=[id for id, _ in JOINS])
def test_a_join_tells_its_sign(id: str, join: dict[str, Any]) -> None:
    assert join["sign"] in {each.sign for each in read(join["example"], TOPIC).signs}


def test_words_that_mean_nothing_hide_what_stands_in_them() -> None:
    hits = find_hits(Seen(Tokens("I had a sleep study"), TOPIC.lexicon))

    assert [hit.rule.id for hit in _uncovered(hits)] == []
