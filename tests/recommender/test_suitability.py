"""Whether one item may be offered to one person: every rule of every sheet, and every unknown."""

from collections.abc import Callable
from typing import Any

import pytest

from recommender import (
    AboutYou,
    Answer,
    Item,
    Recommendation,
    Verdict,
    clashes,
    parse_report,
    recommend,
    suitability,
)
from tests.recommender.given import (
    ITEMS,
    RAW_ITEMS,
    TICKED,
    TOPIC,
    adult,
    adult_with,
    caution,
    interaction,
    items,
    raw_item,
    report,
    serves,
    somebody,
)

AnswerTo = Callable[[dict[str, object]], Recommendation]

ITEM = {item.id: item for item in ITEMS}
VERDICTS = {
    "block": Verdict.NEVER,
    "ask": Verdict.ASK_A_PHARMACIST,
    "space": Verdict.OFFER_WITH_ADVICE,
    "warn": Verdict.OFFER_WITH_ADVICE,
}
ORDER = list(Verdict)
CAUTIONS = [(raw["id"], each) for raw in RAW_ITEMS for each in raw["cautions"]]
INTERACTIONS = [(raw["id"], each) for raw in RAW_ITEMS for each in raw["interactions"]]


def named(value: object) -> str:
    return value if isinstance(value, str) else ""


def person_with(condition: str) -> AboutYou:
    special = {
        "under_18": adult(age=17),
        "under_12": adult(age=11),
        "age_65_plus": adult(age=65),
        "pregnant": adult(pregnant=Answer.YES),
        "breastfeeding": adult(breastfeeding=Answer.YES),
    }
    return special.get(condition) or adult_with(**{condition: Answer.YES})


def rules(about: AboutYou, item: Item) -> list[str]:
    return [finding.rule for finding in suitability(about, item, TOPIC).findings]


def food(**changes: Any) -> Item:
    return items(
        raw_item(kind="food", serves=[serves(need="coffee-substitute", basis="plain-food")], **changes)
    )[0]


def test_somebody_to_whom_nothing_applies_may_be_offered_every_item() -> None:
    assert {suitability(adult(), item, TOPIC).verdict for item in ITEMS} == {Verdict.OFFER}


@pytest.mark.parametrize(("item", "rule"), CAUTIONS, ids=named)
def test_every_caution_of_every_sheet_is_enforced(item: str, rule: dict[str, Any]) -> None:
    found = suitability(person_with(rule["condition"]), ITEM[item], TOPIC)

    assert ORDER.index(found.verdict) >= ORDER.index(VERDICTS[rule["action"]])
    assert (f"condition:{rule['condition']}", rule["text"]) in [
        (each.rule, each.why) for each in found.findings
    ]


@pytest.mark.parametrize(
    ("item", "rule"), INTERACTIONS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_every_interaction_of_every_sheet_is_enforced_for_every_name(item: str, rule: dict[str, Any]) -> None:
    for name in TOPIC.medicines[rule["medicine_class"]].names:
        found = suitability(adult(medicines=(name,)), ITEM[item], TOPIC)

        assert ORDER.index(found.verdict) >= ORDER.index(VERDICTS[rule["action"]])
        assert f"medicine:{rule['medicine_class']}" in [each.rule for each in found.findings]


def test_of_several_rules_the_gravest_decides_and_comes_first() -> None:
    item = items(raw_item(cautions=[caution("epilepsy", "warn"), caution("gallstones", "ask")]))[0]

    found = suitability(adult_with(epilepsy=Answer.YES, gallstones=Answer.YES), item, TOPIC)

    assert found.verdict is Verdict.ASK_A_PHARMACIST
    assert [each.rule for each in found.findings] == ["condition:gallstones", "condition:epilepsy"]


def test_of_two_rules_about_one_condition_the_graver_counts() -> None:
    item = items(raw_item(cautions=[caution("epilepsy", "block"), caution("epilepsy", "warn")]))[0]

    assert suitability(adult_with(epilepsy=Answer.YES), item, TOPIC).verdict is Verdict.NEVER


def test_advice_to_keep_a_gap_says_the_gap() -> None:
    item = items(raw_item(interactions=[interaction("iron", "space", spacing="at least 2 hours apart")]))[0]

    found = suitability(adult(medicines=("Galfer",)), item, TOPIC)

    assert found.verdict is Verdict.OFFER_WITH_ADVICE
    assert found.findings[0].why == "space because of iron. Gap to keep: at least 2 hours apart."


@pytest.mark.parametrize(
    ("about", "rule"),
    [
        (adult(age=None), "age_not_answered"),
        (adult(age=Answer.UNSURE), "age_not_answered"),
        (adult(pregnant=None), "pregnancy_not_answered"),
        (adult(breastfeeding=None), "pregnancy_not_answered"),
        (adult(conditions=None), "conditions_not_answered"),
        (adult(conditions=Answer.UNSURE), "conditions_not_answered"),
        (adult(medicines=None), "medicines_not_answered"),
        (adult(medicines=Answer.UNSURE), "medicines_not_answered"),
        (adult(medicines=("Nobody knows this",)), "unrecognised_medicine"),
    ],
)
def test_what_is_not_known_about_a_person_is_a_question_for_the_pharmacist(
    about: AboutYou, rule: str
) -> None:
    plain_herbal = items(raw_item())[0]

    found = suitability(about, plain_herbal, TOPIC)

    assert found.verdict is Verdict.ASK_A_PHARMACIST
    assert [each.rule for each in found.findings] == [rule]


def test_a_question_left_out_hides_food_as_it_hides_medicine() -> None:
    assert rules(AboutYou(), food()) == [
        "age_not_answered",
        "pregnancy_not_answered",
        "conditions_not_answered",
        "medicines_not_answered",
    ]
    assert suitability(AboutYou(), food(), TOPIC).verdict is Verdict.ASK_A_PHARMACIST


def test_a_medicine_nobody_knows_hides_food_as_it_hides_medicine() -> None:
    found = suitability(adult(medicines=("Xyzol",)), food(), TOPIC)

    assert found.verdict is Verdict.ASK_A_PHARMACIST
    assert "“Xyzol”" in found.findings[0].why


@pytest.mark.parametrize("said", [Answer.UNSURE, None])
def test_a_condition_the_sheet_names_must_be_known_even_for_a_mere_warning(said: Answer | None) -> None:
    item = items(raw_item(cautions=[caution("contact_lenses", "warn")]))[0]

    found = suitability(adult_with(contact_lenses=said), item, TOPIC)

    assert found.verdict is Verdict.ASK_A_PHARMACIST
    assert found.findings[0].why == "We don't know whether you wear contact lenses. Ask a pharmacist first."


@pytest.mark.parametrize(
    "about",
    [
        adult(age=17),
        adult(pregnant=Answer.YES),
        adult(pregnant=Answer.UNSURE),
        adult(breastfeeding=Answer.YES),
    ],
)
def test_children_and_expecting_parents_are_offered_nothing_not_even_food(about: AboutYou) -> None:
    assert {suitability(about, item, TOPIC).verdict for item in (*ITEMS, food())} == {Verdict.NEVER}


def test_a_minimum_age_above_eighteen_is_kept() -> None:
    item = items(raw_item(minimum_age=50))[0]

    assert rules(adult(age=49), item) == ["minimum_age"]
    assert rules(adult(age=50), item) == []


def test_an_item_of_unknown_kind_or_unconfirmed_words_is_for_the_pharmacist() -> None:
    unknown = items(raw_item(kind="unknown"))[0]
    unconfirmed = items(raw_item(serves=[serves(confirmed=False, statement=None)]))[0]

    assert rules(adult(), unknown) == ["kind_unknown"]
    assert rules(adult(), unconfirmed) == ["unconfirmed"]


def test_only_the_confirmed_need_of_an_item_counts() -> None:
    item = raw_item(
        serves=[serves(confirmed=False), serves(need="mild-stress-and-anxiety", statement="Used for stress.")]
    )

    found = recommend(parse_report(report("sleep"), TOPIC), items(item), TOPIC)

    assert found.suggestions == ()
    assert [each.findings[0].rule for each in found.withheld] == ["unconfirmed"]


@pytest.mark.parametrize(
    ("medicine", "condition"),
    [
        ("zopiclone", "taking_other_sleep_remedy_or_sleep_medicine"),
        ("Kalms", "taking_other_sleep_remedy_or_sleep_medicine"),
        ("sertraline", "taking_sleep_or_anxiety_medicine"),
    ],
)
def test_a_medicine_can_mean_a_condition_that_was_not_ticked(medicine: str, condition: str) -> None:
    assert f"condition:{condition}" in rules(adult(medicines=(medicine,)), ITEM["dormeasan"])


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("heart_failure", "heart_condition"),
        ("severe_liver_or_kidney_disease", "kidney_disease"),
        ("allergy_asteraceae", "allergy_arnica_or_asteraceae"),
    ],
)
def test_a_condition_brings_with_it_what_it_implies(told: str, meant: str) -> None:
    item = items(raw_item(cautions=[caution(meant, "block")]))[0]

    assert suitability(adult_with(**{told: Answer.YES}), item, TOPIC).verdict is Verdict.NEVER


def test_a_medicine_said_to_be_taken_but_not_named_is_not_answered(answer: AnswerTo) -> None:
    told = report("sleep", signs=["takes_medicine"], about_you=somebody(medicines=[]))

    assert answer(told).withheld[0].findings[0].rule == "medicines_not_answered"


def test_a_sign_answered_no_answers_the_same_question_about_you(answer: AnswerTo) -> None:
    about = {"age": 40, "conditions": []}
    signs = [{"sign": sign, "answer": "no"} for sign in ("pregnant_or_breastfeeding", "takes_medicine")]

    found = answer(report("sleep", signs=signs, about_you=about))

    assert [each.item for each in found.suggestions] == ["dormeasan"]


def test_two_items_of_one_exclusive_group_clash_in_a_basket() -> None:
    assert clashes(ITEMS) == [("valerian-hops", ("dormeasan", "stress-relief-daytime"))]
    assert clashes([ITEM["dormeasan"], ITEM["bambu"]]) == []


def test_every_condition_that_is_ticked_is_asked_once() -> None:
    asked = [member for group in TOPIC.condition_groups for member in group.members]

    assert sorted(asked) == sorted(TICKED)


def test_every_rule_that_hides_an_item_is_told_once_the_gravest_first(answer: AnswerTo) -> None:
    about = somebody(age=16, conditions=["epilepsy"], medicines=["Prozac"])

    [withheld] = answer({"causes": ["sleep"], "about_you": about}).withheld

    assert [finding.rule for finding in withheld.findings] == [
        "signs_not_answered",
        "under_age",
        "minimum_age",
        "condition:under_18",
        "condition:taking_sleep_or_anxiety_medicine",
        "medicine:ssri",
        "condition:epilepsy",
    ]
