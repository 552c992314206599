"""No text makes reading fail or dawdle, and every finding stands where it says in the text as given."""

import random
import time
from datetime import date

import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from recommender import Reading, TextTooLongError, read
from tests.recommender.given import TOPIC

PIECES = (
    "not ",
    "never ",
    "coffee ",
    "I ",
    "don't ",
    "sleep ",
    "1 ",
    "2-3 weeks ",
    "?",
    "\n",
    "my husband ",
    "if ",
    ", ",
    "twitch ",
    "sertraline ",
    "’",
    "<br>",
    "&nbsp;",
    "\u200b",
    "\u202e",
    "😂",
    "é",
    "\ud800",
    "chest pain ",
    "no ",
    "\x00",
)


def spans(found: Reading) -> list[tuple[int, int, str]]:
    listed = (*found.causes, *found.denied, *found.signs, *found.denied_signs, *found.conditions)
    rest = (*found.medicines, found.pregnant, found.breastfeeding, found.age)
    return [(each.start, each.end, each.words) for each in (*listed, *rest) if each is not None]


def check(text: str) -> None:
    found = read(text, TOPIC, date(2026, 11, 25))

    for start, end, words in spans(found):
        assert 0 <= start < end <= len(text)
        assert words == text[start:end]


@settings(max_examples=150, deadline=None)
@forall(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    check(text)


def test_two_thousand_mixtures_of_hard_pieces_are_read() -> None:
    chance = random.Random(11)
    for _ in range(2000):
        check("".join(chance.choice(PIECES) for _ in range(chance.randrange(40))))


@pytest.mark.parametrize(
    "piece",
    [
        "not ",
        "1 ",
        "a",
        "' ",
        "coffee ",
        "I don't ",
        "drink ",
        "twitch legs ",
        "é",
        "<",
        "&",
        "my husband i ",
        "\n",
    ],
)
def test_ten_thousand_characters_of_one_thing_take_no_time(piece: str) -> None:
    text = (piece * 10_000)[:10_000]

    took = []
    for _ in range(3):
        start = time.process_time()
        read(text, TOPIC)
        took.append(time.process_time() - start)

    assert min(took) < 0.5  # 50 ms are meant; a busy machine gets ten times as long


def test_a_text_too_long_says_so() -> None:
    with pytest.raises(TextTooLongError) as refused:
        read("x" * 20_001, TOPIC)

    assert [str(each) for each in refused.value.problems] == ["text: must have at most 20000 characters"]
