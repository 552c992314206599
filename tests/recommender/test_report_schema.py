"""What a report may look like, and what is said about one that can't be understood."""

from typing import Any

import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from recommender import Answer, Problem, Report, ReportError, as_json, parse_report, recommend
from tests.recommender.given import ITEMS, NO_SIGNS, TICKED, TOPIC, report, somebody


def problems(data: Any) -> dict[str, str]:
    with pytest.raises(ReportError) as caught:
        parse_report(data, TOPIC)
    return {each.where: each.problem for each in caught.value.problems}


def test_a_report_without_anything_has_answered_nothing() -> None:
    told = parse_report({}, TOPIC)

    assert (told.causes, told.signs, told.needs) == (frozenset(), {}, None)
    assert told.about_you.age is None
    assert told.about_you.conditions is None


def test_words_are_kept_and_a_text_too_long_is_refused() -> None:
    assert parse_report({"text": "my face has dropped"}, TOPIC).text == "my face has dropped"
    assert problems({"text": "x" * 20_001}) == {"text": "must be text of at most 20000 characters"}


def test_every_mistake_is_told_at_once_with_its_place() -> None:
    found = problems(
        {
            "id": 1.5,
            "causes": ["slep"],
            "signs": {"seizure": "maybe"},
            "about_you": {"age": 200, "pregnant": 1, "medicines": ["", 7], "shoe_size": 42},
            "needs": "sleep",
            "colour": "red",
        }
    )

    assert sorted(found) == [
        "about_you.age",
        "about_you.medicines[0]",
        "about_you.medicines[1]",
        "about_you.pregnant",
        "about_you.shoe_size",
        "causes[0]",
        "colour",
        "id",
        "needs",
        "signs.seizure",
    ]
    assert found["about_you.age"] == "must be a whole number from 0 to 120"
    assert found["signs.seizure"] == 'is \'maybe\'; must be "yes", "no" or "unsure"'


@pytest.mark.parametrize("data", [None, [], "sleep", 1, True])
def test_a_report_must_be_an_object(data: Any) -> None:
    assert problems(data) == {"report": "must be an object"}


def test_a_list_of_signs_says_no_to_all_others() -> None:
    told = parse_report({"signs": ["seizure", {"sign": "two_weeks", "answer": "unsure"}]}, TOPIC)

    assert told.signs == NO_SIGNS | {"seizure": Answer.YES, "two_weeks": Answer.UNSURE}


def test_an_object_of_signs_leaves_all_others_open() -> None:
    told = parse_report({"signs": {"seizure": "no", "two_weeks": True, "heart": None}}, TOPIC)

    assert told.signs == {"seizure": Answer.NO, "two_weeks": Answer.YES}


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        (["none"], NO_SIGNS),
        ({"none": "yes"}, NO_SIGNS),
        ({"none": "unsure"}, dict.fromkeys(NO_SIGNS, Answer.UNSURE)),
        ([{"sign": "none", "answer": "no"}], {}),
        ("unsure", dict.fromkeys(NO_SIGNS, Answer.UNSURE)),
    ],
)
def test_none_of_these_is_an_answer_to_all_signs(said: Any, rest: dict[str, Answer]) -> None:
    assert parse_report({"signs": said}, TOPIC).signs == rest


def test_none_of_these_never_takes_back_a_sign() -> None:
    told = parse_report({"signs": ["none", "seizure"]}, TOPIC)

    assert told.signs["seizure"] is Answer.YES


def test_of_two_answers_to_one_question_the_worse_counts() -> None:
    told = parse_report({"signs": ["heart", {"sign": "heart", "answer": "no"}]}, TOPIC)

    assert told.signs["heart"] is Answer.YES


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (True, Answer.YES),
        (False, Answer.NO),
        ("yes", Answer.YES),
        ("no", Answer.NO),
        ("unsure", Answer.UNSURE),
        ("trying", Answer.YES),
        (None, None),
    ],
)
def test_pregnancy_can_be_answered_in_many_ways(said: Any, answer: Answer | None) -> None:
    assert parse_report({"about_you": {"pregnant": said}}, TOPIC).about_you.pregnant is answer


def test_nobody_is_trying_to_breastfeed() -> None:
    assert list(problems({"about_you": {"breastfeeding": "trying"}})) == ["about_you.breastfeeding"]


def test_a_list_of_conditions_says_no_to_all_others_that_are_ticked() -> None:
    told = parse_report({"about_you": {"conditions": ["epilepsy"]}}, TOPIC).about_you

    assert told.conditions == dict.fromkeys(TICKED, Answer.NO) | {"epilepsy": Answer.YES}


def test_an_object_of_conditions_leaves_all_others_open() -> None:
    told = parse_report({"about_you": {"conditions": {"epilepsy": "unsure"}}}, TOPIC).about_you

    assert told.conditions == {"epilepsy": Answer.UNSURE}


@pytest.mark.parametrize("age", [0, 18, 120, "unsure"])
def test_an_age_is_a_whole_number_of_years_or_unsure(age: Any) -> None:
    parse_report({"about_you": {"age": age}}, TOPIC)


@pytest.mark.parametrize("age", [-1, 121, 40.0, "40", True, [], 10**30])
def test_other_ages_are_refused(age: Any) -> None:
    assert problems({"about_you": {"age": age}}) == {"about_you.age": "must be a whole number from 0 to 120"}


def test_names_of_medicines_lose_only_needless_space() -> None:
    told = parse_report({"about_you": {"medicines": ["  St  John's wort "]}}, TOPIC)

    assert told.about_you.medicines == ("St John's wort",)


@pytest.mark.parametrize("medicines", [["x"] * 61, ["x" * 121], [None], "aspirin", {}])
def test_endless_lists_and_names_are_refused(medicines: Any) -> None:
    assert any(
        where.startswith("about_you.medicines") for where in problems({"about_you": {"medicines": medicines}})
    )


def test_the_id_is_copied_through() -> None:
    for id in ("a", 7):
        assert as_json(recommend(parse_report({"id": id}, TOPIC), ITEMS, TOPIC))["id"] == id
    assert "id" not in as_json(recommend(parse_report({}, TOPIC), ITEMS, TOPIC))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
WORDS = st.sampled_from([*TOPIC.causes, *TOPIC.signs, *TOPIC.conditions, "unsure", "yes", "no", "none"])
NEARLY = st.fixed_dictionaries(
    {},
    optional={
        "id": JSON,
        "causes": st.lists(WORDS | JSON, max_size=3) | JSON,
        "signs": st.lists(WORDS | JSON, max_size=3) | st.dictionaries(WORDS, WORDS | JSON) | JSON,
        "about_you": st.dictionaries(
            st.sampled_from(["age", "pregnant", "breastfeeding", "conditions", "medicines"]),
            st.lists(WORDS, max_size=3) | st.dictionaries(WORDS, WORDS) | WORDS | JSON,
        ),
        "needs": st.lists(st.sampled_from(list(TOPIC.needs))) | JSON,
    },
)


def read_or_refused(data: Any) -> tuple[Report | None, tuple[Problem, ...]]:
    try:
        return parse_report(data, TOPIC), ()
    except ReportError as error:
        return None, error.problems


@settings(max_examples=400, deadline=None)
@forall(data=NEARLY | JSON)
def test_anything_is_either_answered_or_refused_with_reasons(data: Any) -> None:
    told, found = read_or_refused(data)

    if told is None:
        assert found
        assert all(each.where and each.problem for each in found)
    else:
        assert as_json(recommend(told, ITEMS, TOPIC))["urgency"]


def test_a_full_report_is_understood_as_it_was_told() -> None:
    about = somebody(conditions=["epilepsy"], medicines=["Prozac 20mg", "Nobody knows this"])

    found = as_json(recommend(parse_report(report("sleep", about_you=about), TOPIC), ITEMS, TOPIC))[
        "understood"
    ]

    assert found == {
        "causes": [{"cause": "sleep", "words": "I sleep badly or not enough"}],
        "denied": [],
        "needs": ["sleep-disturbance-mild-anxiety"],
        "signs": [{"sign": "takes_medicine", "answer": "yes"}],
        "signs_not_answered": [],
        "conditions": ["taking_sleep_or_anxiety_medicine", "epilepsy"],
        "medicines": {
            "recognised": [{"name": "Prozac 20mg", "classes": ["ssri"]}],
            "unrecognised": ["Nobody knows this"],
        },
    }
