"""How urgent a report is: the most urgent rule wins, and nothing makes it less urgent."""

from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from recommender import Answer, Recommendation, Report, Urgency, parse_report, recommend
from tests.recommender.expected import URGENCY_OF, WITHIN_DAYS
from tests.recommender.given import ASKED_SIGNS, NO_SIGNS, TOPIC, adult, report, somebody

AnswerTo = Callable[[dict[str, object]], Recommendation]


def urgency(signs: dict[str, Answer], medicines: tuple[str, ...] = ()) -> Urgency:
    return recommend(Report(signs=signs, about_you=adult(medicines=medicines)), None, TOPIC).urgency


def test_every_sign_of_the_topic_has_an_expected_urgency() -> None:
    assert {sign.id: sign.urgency for sign in TOPIC.signs.values()} == URGENCY_OF


def test_signs_that_turn_twitches_into_a_referral_say_within_days() -> None:
    assert {id for id, sign in TOPIC.signs.items() if sign.within == "days"} == WITHIN_DAYS


@pytest.mark.parametrize("sign", TOPIC.signs)
def test_a_sign_alone_is_as_urgent_as_the_facts_say(sign: str) -> None:
    assert urgency(NO_SIGNS | {sign: Answer.YES}) == URGENCY_OF[sign]


@pytest.mark.parametrize("sign", TOPIC.signs)
def test_not_sure_of_an_emergency_is_for_111_today(sign: str) -> None:
    assert urgency(NO_SIGNS | {sign: Answer.UNSURE}) == min(URGENCY_OF[sign], Urgency.TODAY)


def test_adding_a_sign_to_any_pair_of_answers_never_makes_it_less_urgent() -> None:
    worse = {
        None: (Answer.UNSURE, Answer.YES),
        Answer.NO: (Answer.UNSURE, Answer.YES),
        Answer.UNSURE: (Answer.YES,),
    }

    for one, other in permutations(TOPIC.signs, 2):
        for before, afters in worse.items():
            signs = {one: Answer.YES} if before is None else {one: Answer.YES, other: before}
            for after in afters:
                assert urgency(signs | {other: after}) >= urgency(signs)


@settings(max_examples=150, deadline=None)
@forall(
    signs=st.dictionaries(st.sampled_from(list(TOPIC.signs)), st.sampled_from(list(Answer))),
    more=st.sets(st.sampled_from(list(TOPIC.signs)), min_size=1),
    medicines=st.lists(st.sampled_from(sorted(TOPIC.medicine_index)), max_size=3),
    causes=st.sets(st.sampled_from(list(TOPIC.causes))),
)
def test_more_signs_medicines_and_causes_never_make_it_less_urgent(
    signs: dict[str, Answer], more: set[str], medicines: list[str], causes: set[str]
) -> None:
    before = urgency(signs)

    told = Report(
        causes=frozenset(causes),
        signs=signs | dict.fromkeys(more, Answer.YES),
        about_you=adult(medicines=tuple(medicines)),
    )
    after = recommend(told, None, TOPIC).urgency

    assert after >= before


COMBINED = [
    ("Prozac", "vomit_diarrhoea", Urgency.EMERGENCY, "serotonin_medicine_and_feverish_signs"),
    ("tramadol", "heatstroke", Urgency.EMERGENCY, "serotonin_medicine_and_feverish_signs"),
    ("simvastatin", "dark_urine", Urgency.EMERGENCY, "statin_and_dark_pee"),
    ("simvastatin", "area_weak_or_stiff", Urgency.TODAY, "statin_and_weakness"),
    ("Priadel", "vomit_diarrhoea", Urgency.TODAY, "lithium_and_sickness"),
    ("furosemide", "vomit_diarrhoea", Urgency.TODAY, "water_tablets_and_sickness"),
    ("Stemetil", "face_one_side", Urgency.TODAY, "spasm_medicine_and_face"),
]


@pytest.mark.parametrize(("medicine", "sign", "expected", "rule"), COMBINED)
def test_a_medicine_and_a_sign_together_can_mean_more(
    medicine: str, sign: str, expected: Urgency, rule: str, answer: AnswerTo
) -> None:
    alone = answer(report("sleep", signs=[sign]))

    both = answer(report("sleep", signs=[sign], about_you=somebody(medicines=[medicine])))

    assert rule not in [each.rule for each in alone.care.signs]
    assert rule in [each.rule for each in both.care.signs]
    assert both.urgency == expected >= alone.urgency


def test_kidney_disease_with_sickness_is_for_111(answer: AnswerTo) -> None:
    told = report(signs=["vomit_diarrhoea"], about_you=somebody(conditions=["kidney_disease"]))

    assert [each.rule for each in answer(told).care.signs] == [
        "vomit_diarrhoea",
        "kidney_disease_and_sickness",
        "known_disease",
    ]


def test_every_combination_of_the_topic_has_a_case() -> None:
    assert {rule for *_, rule in COMBINED} | {"kidney_disease_and_sickness"} == {
        rule.id for rule in TOPIC.combinations
    }


def test_the_care_card_names_the_number_to_call(answer: AnswerTo) -> None:
    assert answer(report(signs=["seizure"])).care.phone == "999"
    assert answer(report(signs=["rapid_weakness"])).care.phone == "111"
    assert answer(report(signs=["two_weeks"])).care.phone is None


def test_the_most_urgent_advice_comes_first(answer: AnswerTo) -> None:
    care = answer(report(signs=["two_weeks", "weak_wasting", "self_harm"])).care

    assert [each.rule for each in care.signs] == ["self_harm", "weak_wasting", "two_weeks"]
    assert "116 123" in care.signs[0].advice


def test_a_gp_card_says_how_soon(answer: AnswerTo) -> None:
    routine, soon = (
        answer(report(signs=["two_weeks"])).care,
        answer(report(signs=["two_weeks", "bulbar"])).care,
    )

    assert (routine.within, routine.title) == ("routine", "Book a GP appointment")
    assert (soon.within, soon.title) == ("days", "See a GP within days")


def test_not_sure_of_everything_is_for_111_today(answer: AnswerTo) -> None:
    told = answer(report("sleep", signs="unsure"))

    assert told.urgency is Urgency.TODAY
    assert told.care.title == "Call 111 today: they help you decide"
    assert told.suggestions == ()


def test_signs_that_were_not_asked_about_neither_raise_the_urgency_nor_reassure(answer: AnswerTo) -> None:
    told = report("sleep")
    del told["signs"]

    found = answer(told)

    assert found.urgency is Urgency.SELF_CARE
    assert found.care.title == "Please answer the safety questions first"
    assert found.suggestions == ()
    assert found.withheld[0].findings[0].rule == "signs_not_answered"


@pytest.mark.parametrize("sign", [id for id in ASKED_SIGNS if URGENCY_OF[id] >= Urgency.GP])
def test_one_sign_left_out_is_a_stop(sign: str, answer: AnswerTo) -> None:
    signs = {id: "no" for id in ASKED_SIGNS if id != sign}

    found = answer(report("sleep", signs=signs))

    assert found.urgency is Urgency.SELF_CARE
    assert found.suggestions == ()
    assert found.withheld[0].findings[0].rule == "signs_not_answered"
    assert found.understood.not_answered == (sign,)


def test_a_suspected_medicine_is_for_the_gp_and_never_a_product(answer: AnswerTo) -> None:
    found = answer(report("medication", "caffeine_alcohol"))

    assert found.urgency is Urgency.GP
    assert found.suggestions == ()
    assert [each.rule for each in found.care.signs] == ["medicine_suspect"]


@pytest.mark.parametrize(
    ("about", "rule"),
    [
        ({"age": 17}, "under18"),
        ({"age": "unsure"}, "under18"),
        ({"pregnant": "trying"}, "pregnant_or_breastfeeding"),
        ({"pregnant": "unsure"}, "pregnant_or_breastfeeding"),
        ({"breastfeeding": True}, "pregnant_or_breastfeeding"),
        ({"medicines": ["ramipril"]}, "takes_medicine"),
        ({"medicines": "unsure"}, "takes_medicine"),
    ],
)
def test_what_you_say_about_yourself_can_be_a_sign(
    about: dict[str, object], rule: str, answer: AnswerTo
) -> None:
    care = answer(report("sleep", about_you=somebody(**about))).care

    assert care.urgency is Urgency.PHARMACIST
    assert [each.rule for each in care.signs] == [rule]


@pytest.mark.parametrize("condition", ["kidney_disease", "diabetes", "severe_liver_or_kidney_disease"])
def test_a_known_disease_is_for_the_gp_wherever_it_is_told(condition: str, answer: AnswerTo) -> None:
    ticked = answer(report("stress", about_you=somebody(conditions=[condition])))
    as_a_sign = answer(report("stress", signs=["known_disease"]))

    assert ticked.urgency is as_a_sign.urgency is Urgency.GP
    assert ticked.suggestions == as_a_sign.suggestions == ()


def test_the_worse_of_two_answers_about_one_thing_counts(answer: AnswerTo) -> None:
    told = report(signs={"under18": "no", "pregnant_or_breastfeeding": "no"}, about_you=somebody(age=16))

    assert [each.rule for each in answer(told).care.signs] == ["under18"]


def test_from_111_upward_there_is_nothing_but_the_care_card(answer: AnswerTo) -> None:
    found = answer(report("sleep", "stress", signs=["seizure"]))

    assert (found.self_care, found.reading, found.suggestions) == ((), (), ())
    assert [(each.item, each.findings[0].rule) for each in found.withheld] == [(None, "urgency")]


def test_none_of_these_answers_every_sign() -> None:
    told = parse_report(report(signs=["none"]), TOPIC)

    assert told.signs == NO_SIGNS
