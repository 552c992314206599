"""The lay sentences are well formed: known labels, urgency that follows from the signs, enough of each."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench.reading.cases import CAUSES, load_lay
from recommender import Topic, Urgency, load_topic

FOLDER = Path(__file__).parent / "lay"
SENTENCES: list[dict[str, Any]] = [
    sentence
    for file in sorted(FOLDER.glob("*.toml"))
    for sentence in tomllib.loads(file.read_text(encoding="utf-8"))["sentence"]
]
LEAST_OF_A_DIFFICULTY = {
    "other-person": 20,
    "past": 20,
    "hypothetical": 15,
    "question": 20,
    "contradiction": 10,
    "pseudo-negation": 15,
    "sign-denied": 30,
    "duration": 20,
    "place": 15,
    "medicine": 25,
    "about-you": 20,
    "typo": 20,
    "nothing": 15,
}
LABELS = ("causes", "denied", "signs", "signs_denied", "open")
KEYS = {
    *LABELS,
    *("id", "text", "urgency", "difficulty", "medicines", "conditions", "age", "pregnant", "breastfeeding"),
    *("about", "language", "written"),
}


@pytest.fixture(scope="module")
def topic() -> Topic:
    return load_topic()


def ids(wrong: list[dict[str, Any]]) -> list[str]:
    return [sentence["id"] for sentence in wrong]


def labelled(key: str) -> Counter[str]:
    return Counter(label for sentence in SENTENCES for label in sentence.get(key, []))


def test_the_set_can_be_measured(topic: Topic) -> None:
    assert len(load_lay(FOLDER, tuple(topic.signs))) == len(SENTENCES) >= 420


def test_every_id_and_every_text_stands_once() -> None:
    for key in ("id", "text"):
        counted = Counter(sentence[key].casefold().strip(" .!?") for sentence in SENTENCES)

        assert [value for value, count in counted.items() if count > 1] == []


def test_every_key_is_explained_in_the_readme() -> None:
    told = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert {key for sentence in SENTENCES for key in sentence} <= KEYS
    assert [key for key in sorted(KEYS) if f"`{key}`" not in told] == []


def test_every_label_is_known(topic: Topic) -> None:
    signs = set(topic.signs) - {"none"}

    for sentence in SENTENCES:
        causes = {*sentence["causes"], *sentence["denied"]}
        told = {*sentence["signs"], *sentence.get("signs_denied", [])}
        assert causes <= set(CAUSES), sentence["id"]
        assert told <= signs, sentence["id"]
        assert set(sentence.get("open", [])) <= signs | set(CAUSES), sentence["id"]


def test_no_label_stands_twice_or_against_itself() -> None:
    wrong = []
    for sentence in SENTENCES:
        labels = [label for key in LABELS for label in sentence.get(key, [])]
        if len(labels) != len(set(labels)):
            wrong.append(sentence)

    assert ids(wrong) == []


def test_urgency_is_the_most_urgent_sign(topic: Topic) -> None:
    def urgency(sentence: dict[str, Any]) -> str:
        signs = [topic.signs[sign].urgency for sign in sentence["signs"]]
        return max(signs, default=Urgency.SELF_CARE).word

    assert ids([sentence for sentence in SENTENCES if sentence["urgency"] != urgency(sentence)]) == []


def test_medicines_and_conditions_are_words_of_the_sentence() -> None:
    def invented(sentence: dict[str, Any]) -> list[str]:
        named = [*sentence.get("medicines", []), *sentence.get("conditions", [])]
        return [name for name in named if name not in sentence["text"].lower()]

    assert ids([sentence for sentence in SENTENCES if invented(sentence)]) == []


def test_what_is_said_about_the_person_is_a_sign_where_there_is_one() -> None:
    wrong = [
        sentence
        for sentence in SENTENCES
        if (sentence.get("age", 18) < 18 and "under18" not in sentence["signs"])
        or (
            (sentence.get("pregnant") or sentence.get("breastfeeding"))
            and "pregnant_or_breastfeeding" not in sentence["signs"]
        )
        or ("takes_medicine" in sentence["signs"] and "medication" not in sentence["causes"])
    ]

    assert ids(wrong) == []


def test_every_cause_is_there_at_least_25_times() -> None:
    assert [cause for cause in CAUSES if labelled("causes")[cause] < 25] == []


def test_every_cause_is_denied_at_least_seven_times() -> None:
    assert [cause for cause in CAUSES if labelled("denied")[cause] < 7] == []


def test_every_sign_is_there_often_enough(topic: Topic) -> None:
    counted = labelled("signs")
    least = {
        sign: 6 if said.urgency >= Urgency.TODAY else 3
        for sign, said in topic.signs.items()
        if sign != "none"
    }

    assert {sign: counted[sign] for sign, count in least.items() if counted[sign] < count} == {}


def test_every_difficulty_is_there_often_enough() -> None:
    counted = Counter(sentence["difficulty"] for sentence in SENTENCES)

    assert {
        kind: counted[kind] for kind, least in LEAST_OF_A_DIFFICULTY.items() if counted[kind] < least
    } == {}
    assert counted["lack"] + counted["stopped"] + counted["denial"] >= 80


def test_at_least_100_sentences_have_no_sign() -> None:
    assert sum(not sentence["signs"] for sentence in SENTENCES) >= 100
