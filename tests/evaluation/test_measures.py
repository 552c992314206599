"""The figures that the reading is judged by, on cases small enough to count by hand."""

import pytest

from bench.reading import measures
from bench.reading.cases import Case, criteria_of
from bench.reading.measures import Found, Tally


def case(
    causes: str = "", denied: str = "", signs: str = "", urgency: str | None = "self_care", id: str = "a"
) -> Case:
    told = frozenset(signs.split())
    return Case(
        id, "text", frozenset(causes.split()), frozenset(denied.split()), criteria_of(told),
        urgency == "self_care", told, urgency,
    )  # fmt: skip


def found(causes: str = "", denied: str = "", signs: str = "", urgency: str = "self_care") -> Found:
    return Found(*(frozenset(each.split()) for each in (causes, denied, signs)), urgency)


def test_precision_recall_and_f1_are_counted_from_right_wrong_and_missed() -> None:
    one = measures.tally(
        frozenset({"sleep", "stress", "smoking"}), frozenset({"sleep", "stress", "exercise"})
    )

    assert one == Tally(right=2, wrong=1, missed=1)
    assert (one.precision, one.recall, one.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert one.support == 3


def test_nothing_to_find_and_nothing_found_is_right() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1) == (1.0, 1.0, 1.0)


def test_micro_counts_every_find_and_macro_every_name_alike() -> None:
    pairs = [(frozenset({"sleep"}), frozenset({"sleep"}))] * 3 + [(frozenset({"smoking"}), frozenset[str]())]
    tallies = measures.by_name(pairs, ("sleep", "smoking", "stress"))

    assert measures.total(tallies.values()) == Tally(3, 0, 1)
    assert measures.total(tallies.values()).f1 == pytest.approx(6 / 7)
    assert measures.macro_f1(tallies.values()) == 0.5


def test_a_denied_cause_counts_as_taken_only_where_it_is_not_stated_too() -> None:
    cases = [case(denied="smoking"), case(denied="sleep"), case(causes="stress", denied="stress")]
    reads = [found(causes="smoking"), found(denied="sleep"), found(causes="stress")]

    assert measures.denied_as_cause(cases, reads) == (1, 2)


def test_criteria_are_met_by_any_of_their_signs() -> None:
    cases = [case(signs="eyelid_3m weak_wasting"), case(signs="many_places")]
    reads = [found(signs="two_weeks"), found(signs="many_places medicine_suspect")]

    assert measures.criteria(cases, reads) == {
        "over_two_weeks": Tally(1, 0, 0),
        "more_than_one_place": Tally(1, 0, 0),
        "weakness": Tally(0, 0, 1),
        "medication_suspected": Tally(0, 1, 0),
    }


def test_signs_are_counted_by_name_and_only_where_they_are_labelled() -> None:
    unlabelled = Case("b", "text", frozenset(), frozenset(), frozenset(), True)
    cases = [case(signs="two_weeks heart"), unlabelled]

    assert measures.signs(cases, [found(signs="heart seizure"), found(signs="heart")]) == Tally(1, 1, 1)


def test_an_emergency_read_as_111_is_missed_and_111_read_as_an_emergency_is_not() -> None:
    cases = [case(urgency="emergency"), case(urgency="today"), case(urgency="gp"), case(urgency=None)]
    reads = [found(urgency="today"), found(urgency="emergency"), found(), found()]

    assert measures.escalated(cases, reads, "today") == (1, 2)
    assert measures.escalated(cases, reads, "gp") == (1, 3)


def test_only_a_gp_or_further_is_over_triage_of_a_plain_text() -> None:
    cases = [case(), case(), case(), case(urgency="gp")]
    reads = [found(urgency="gp"), found(urgency="pharmacist"), found(), found(urgency="emergency")]

    assert measures.over_triaged(cases, reads) == (1, 3)


def test_every_error_has_one_kind() -> None:
    cases = [case(causes="sleep stress", denied="smoking exercise")]
    reads = [found(causes="smoking nutrition", denied="sleep")]

    kinds = {kind: dict(counts) for kind, counts in measures.kinds_of_error(cases, reads).items()}

    assert kinds == {
        "denied, taken for a cause": {"smoking": 1},
        "stated, taken as denied": {"sleep": 1},
        "stated, not seen": {"stress": 1},
        "nothing said, taken for a cause": {"nutrition": 1},
        "denied, not seen": {"exercise": 1},
    }


def test_an_interval_is_the_same_on_every_run_and_holds_the_figure() -> None:
    tallies = [Tally(1, 0, 0)] * 8 + [Tally(0, 1, 1)] * 2

    low, high = measures.interval(tallies)

    assert (low, high) == measures.interval(tallies)
    assert 0.4 <= low < measures.total(tallies).f1 < high <= 1.0


def test_an_interval_of_equal_texts_has_no_width() -> None:
    assert measures.interval([Tally(1, 1, 0)] * 5) == pytest.approx((2 / 3, 2 / 3))
