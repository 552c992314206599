"""From ticked boxes to a report, and back into the form, without losing or inventing anything."""

from hypothesis import given
from hypothesis import strategies as st

from recommender import parse_report
from shop.guide.answers import Answers, fields_of, from_form, report_of
from shop.guide.topic import current_topic
from tests.guide.forms import form

TOPIC = current_topic()


def answers(**changes: str | list[str] | None) -> Answers:
    return from_form(form(**changes).items(multi=True))


def test_none_of_these_in_every_group_answers_every_sign_with_no() -> None:
    report = parse_report(report_of(answers()), TOPIC)

    assert {answer.value for answer in report.signs.values()} == {"no"}
    assert set(report.signs) >= {sign for group in TOPIC.sign_groups for sign in group.members}


def test_a_ticked_sign_is_yes_and_the_others_no() -> None:
    report = parse_report(report_of(answers(signs__4=["two_weeks"])), TOPIC)

    assert report.signs["two_weeks"].value == "yes"
    assert {answer.value for sign, answer in report.signs.items() if sign != "two_weeks"} == {"no"}


def test_a_group_left_out_stays_unanswered() -> None:
    report = report_of(answers(signs__2=None))

    missing = set(TOPIC.sign_groups[1].members)
    assert missing.isdisjoint(report["signs"])


def test_not_sure_of_a_group_is_not_sure_of_each_sign_that_was_not_ticked() -> None:
    report = report_of(answers(signs__4=["two_weeks", "unsure"]))

    assert {sign: report["signs"][sign] for sign in TOPIC.sign_groups[3].members} == {
        "two_weeks": "yes",
        "many_places": "unsure",
        "area_weak_or_stiff": "unsure",
        "weak_wasting": "unsure",
        "function_loss": "unsure",
    }


def test_questions_about_you_that_were_left_out_stay_absent() -> None:
    report = report_of(
        answers(age=None, pregnant=None, breastfeeding=None, conditions_checked=None, takes_medicines=None),
    )

    assert report["about_you"] == {}


def test_medicines_are_one_a_line_or_parted_by_commas() -> None:
    report = report_of(answers(takes_medicines="yes", medicines="Ramipril 5 mg\r\n aspirin,  Nurofen \n\n"))

    assert report["about_you"]["medicines"] == ["Ramipril 5 mg", "aspirin", "Nurofen"]


def test_names_written_beside_i_take_none_still_count() -> None:
    report = report_of(answers(takes_medicines="no", medicines="warfarin"))

    assert report["about_you"]["medicines"] == ["warfarin"]


def test_i_do_not_know_is_no_cause() -> None:
    assert report_of(answers(cause=["unknown"]))["causes"] == []


def test_a_ticked_condition_with_everything_else_unsure() -> None:
    report = report_of(answers(conditions_checked="unsure", conditions__1=["kidney_disease"]))

    conditions = report["about_you"]["conditions"]
    assert conditions.pop("kidney_disease") == "yes"
    assert set(conditions.values()) == {"unsure"}


def test_what_the_form_does_not_know_is_left_behind() -> None:
    sent = [("cause", "sleep"), ("email", "me@shop.example"), ("cause", "sleep"), ("near", "  ")]

    assert from_form(sent).given == {"cause": ("sleep",)}


@given(st.dictionaries(
    st.sampled_from([name for names in fields_of().values() for name in names]),
    st.lists(st.text(max_size=20), min_size=1, max_size=3),
))  # fmt: skip
def test_carrying_answers_in_hidden_fields_changes_nothing(sent: dict[str, list[str]]) -> None:
    pairs = [(name, value) for name, values in sent.items() for value in values]
    once = from_form(pairs)

    carried = [(name, value) for name, values in once.hidden(page="check").items() for value in values]

    assert from_form(carried).given == once.given


def test_every_answer_the_form_can_give_is_one_the_recommender_reads() -> None:
    report = report_of(answers(takes_medicines="yes", medicines="warfarin", conditions__3=["epilepsy"]))

    parsed = parse_report(report, TOPIC)

    assert parsed.about_you.age == 45
    assert parsed.about_you.medicines == ("warfarin",)
