"""Words and ticks that say the same get the same answer, and neither lowers what the other raised."""

from typing import Any

from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from recommender import Recommendation, Urgency, parse_report, recommend
from tests.recommender.given import ASKED_SIGNS, ITEMS, TOPIC, report

SENTENCES = (
    "I drink ten coffees a day.",
    "I sleep badly.",
    "I have chest pain.",
    "My eyelid has twitched for a month.",
    "I don't smoke.",
    "No chest pain.",
    "I stopped citalopram last week.",
    "I feel fine.",
    "I'm pregnant.",
)


def answer(data: dict[str, Any]) -> Recommendation:
    return recommend(parse_report(data, TOPIC), ITEMS, TOPIC)


def test_the_same_causes_by_words_or_by_ticks_give_the_same_suggestions() -> None:
    said = answer(report(text="I drink ten coffees a day and sleep badly"))
    ticked = answer(report("caffeine_alcohol", "sleep"))

    assert said.urgency is ticked.urgency is Urgency.SELF_CARE
    assert [each.item for each in said.suggestions] == [each.item for each in ticked.suggestions]
    assert [each.findings for each in said.withheld] == [each.findings for each in ticked.withheld]


def test_a_suggestion_says_the_persons_own_words() -> None:
    text = "I sleep badly"

    shown = answer(report(text=text))

    because = [each for suggestion in shown.suggestions for each in suggestion.because]
    assert {(each.cause, each.words, each.start, each.end) for each in because} == {
        ("sleep", "sleep badly", 2, 13)
    }


def test_a_tick_stays_when_words_deny_it() -> None:
    understood = answer(report("smoking", text="I don't smoke")).understood

    assert [each.cause for each in understood.causes] == ["smoking"]
    assert understood.denied == ()


def test_emergency_words_bring_the_emergency_card_though_a_list_left_the_sign_out() -> None:
    assert answer(report("sleep", text="I passed out this morning")).urgency is Urgency.EMERGENCY


def test_an_explicit_no_wins_over_words() -> None:
    signs = dict.fromkeys(ASKED_SIGNS, "no")

    assert answer(report("sleep", signs=signs, text="I passed out this morning")).urgency is Urgency.SELF_CARE


def test_words_alone_leave_the_safety_questions_open() -> None:
    found = answer({"text": "I sleep badly"})

    assert found.suggestions == ()
    assert "seizure" in found.understood.not_answered


@settings(max_examples=60, deadline=None)
@forall(
    st.lists(st.sampled_from(SENTENCES), max_size=4),
    st.sampled_from(SENTENCES),
    st.sets(st.sampled_from(ASKED_SIGNS), max_size=2),
)
def test_neither_words_nor_ticks_lower_the_urgency(said: list[str], more: str, ticked: set[str]) -> None:
    ticks = answer(report("sleep", signs=sorted(ticked))).urgency
    both = answer(report("sleep", signs=sorted(ticked), text=" ".join(said))).urgency
    with_more = answer(report("sleep", signs=sorted(ticked), text=" ".join([*said, more]))).urgency

    assert ticks <= both <= with_more
