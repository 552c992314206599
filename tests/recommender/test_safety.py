"""The whole answer space, state by state: no answer ever shows what must not be shown.

The expectations are worked out here from the raw product sheets and from tables written by hand, never
by asking the code under test.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import combinations, product

import pytest

from recommender import AboutYou, Answer, Recommendation, Report, Urgency, parse_items, recommend
from tests.recommender.conftest import COUNTED
from tests.recommender.expected import URGENCY_OF
from tests.recommender.given import ITEMS, NO_SIGNS, RAW_ITEMS, TICKED, TOPIC, adult, adult_with

CLASSES = list(TOPIC.medicines)
CAUSES = (
    "nutrition",
    "dehydration",
    "exercise",
    "caffeine_alcohol",
    "sleep",
    "stress",
    "medication",
    "smoking",
)
SUBSETS = [frozenset(each) for size in range(9) for each in combinations(CAUSES, size)]
HERBALS = {"dormeasan", "stress-relief-daytime", "atrosan", "atrogel"}
NEVER_SHOWN = {
    "nutrition": {"atrosan"},
    "dehydration": set(),
    "exercise": {"dormeasan", "stress-relief-daytime"},
    "caffeine_alcohol": {"dormeasan", "stress-relief-daytime"},
    "sleep": {"atrosan"},
    "stress": {"atrosan"},
    "medication": HERBALS | {"balance-mineral-drink", "bambu", "pollinosan-eye-drops"},
    "smoking": HERBALS | {"balance-mineral-drink"},
}
SITUATIONS = {
    "nothing": (NO_SIGNS, Urgency.SELF_CARE),
    "a medicine": (NO_SIGNS | {"takes_medicine": Answer.YES}, Urgency.PHARMACIST),
    "over two weeks": (NO_SIGNS | {"two_weeks": Answer.YES}, Urgency.GP),
    "weaker by the hour": (NO_SIGNS | {"rapid_weakness": Answer.YES}, Urgency.TODAY),
    "a fit": (NO_SIGNS | {"seizure": Answer.YES}, Urgency.EMERGENCY),
    "perhaps a stroke": (NO_SIGNS | {"stroke_fast": Answer.UNSURE}, Urgency.TODAY),
    "not answered": ({}, Urgency.SELF_CARE),
}
SHEETS = {item["id"]: item for item in RAW_ITEMS}
HIDDEN = {
    id: (
        {each["condition"] for each in sheet["cautions"] if each["action"] in ("block", "ask")},
        {each["medicine_class"] for each in sheet["interactions"] if each["action"] in ("block", "ask")},
    )
    for id, sheet in SHEETS.items()
}
SERVED = {id: {serves["need"] for serves in sheet["serves"]} for id, sheet in SHEETS.items()}
NEEDS = {
    "nutrition": {"nutrients-from-food-and-drink"},
    "exercise": {"muscle-aches-and-stiffness"},
    "caffeine_alcohol": {"coffee-substitute"},
    "sleep": {"sleep-disturbance-mild-anxiety"},
    "stress": {"mild-stress-and-anxiety"},
}
VALERIAN = {"dormeasan", "stress-relief-daytime"}


class Somebody:
    """One person, with what must follow for them from the raw sheets."""

    def __init__(
        self,
        about: AboutYou,
        *,
        conditions: frozenset[str] = frozenset(),
        classes: frozenset[str] = frozenset(),
        only_food: bool = False,
        nothing: bool = False,
    ) -> None:
        self.about = about
        self.nothing = nothing
        self.hidden = {
            id
            for id, (by_condition, by_class) in HIDDEN.items()
            if by_condition & conditions or by_class & classes or (only_food and id != "bambu")
        }


def a_name_of(medicine_class: str) -> str:
    return TOPIC.medicines[medicine_class].names[0]


def people() -> list[Somebody]:
    """Everybody who differs in one thing: each condition, each class of medicine, each question left out."""
    found = [Somebody(adult())]
    found += [Somebody(adult_with(**{id: Answer.YES}), conditions=frozenset({id})) for id in TICKED]
    found += [Somebody(adult(medicines=(a_name_of(each),)), classes=frozenset({each})) for each in CLASSES]
    found += [Somebody(adult(medicines=("Nobody knows this",)), only_food=True)]
    found += [Somebody(adult(age=age), nothing=True) for age in (0, 11, 17)]
    found += [Somebody(adult(age=age), conditions=frozenset({"age_65_plus"})) for age in (65, 120)]
    found += [Somebody(adult(pregnant=each), nothing=True) for each in (Answer.YES, Answer.UNSURE)]
    found += [Somebody(adult(breastfeeding=each), nothing=True) for each in (Answer.YES, Answer.UNSURE)]
    for each in (None, Answer.UNSURE):
        found.append(Somebody(adult(age=each), only_food=True))
        found.append(Somebody(adult(medicines=each), only_food=True))
        found.append(Somebody(adult(conditions=each), conditions=frozenset(TICKED), only_food=True))
    found += [Somebody(adult(pregnant=None), only_food=True)]
    found += [Somebody(adult(breastfeeding=None), only_food=True)]
    return found


PEOPLE = people()
UNCERTAIN = [
    Somebody(adult_with(**{id: each}), conditions=frozenset({id}))
    for id in TICKED
    for each in (Answer.UNSURE, None)
]
COUPLED = [
    Somebody(
        replace(adult_with(**{id: Answer.YES}), medicines=(a_name_of(each),)),
        conditions=frozenset({id}),
        classes=frozenset({each}),
    )
    for id in TICKED
    for each in CLASSES
] + [
    Somebody(adult(medicines=(a_name_of(one), a_name_of(other))), classes=frozenset({one, other}))
    for one, other in combinations(CLASSES, 2)
]


def check(causes: frozenset[str], person: Somebody, situation: str, answer: Recommendation) -> None:
    """Every invariant of one answer; what failed is named by the assertion."""
    shown = {each.item for each in answer.suggestions}
    forbidden = set(person.hidden).union(*(NEVER_SHOWN[cause] for cause in causes))
    assert answer.urgency >= SITUATIONS[situation][1]
    assert answer.care.urgency is answer.urgency
    assert len(shown) == len(answer.suggestions) <= 3
    assert not shown & forbidden
    assert not shown >= VALERIAN
    if (
        answer.urgency >= Urgency.GP
        or "medication" in causes
        or person.nothing
        or situation == "not answered"
    ):
        assert not shown
    for each in answer.suggestions:
        assert each.item is not None
        assert each.because
        assert {because.cause for because in each.because} <= causes
        assert each.basis is not None
        assert each.statement == SHEETS[each.item]["serves"][0]["statement"]
        assert each.not_for_you_if
        assert each.only_for
    if answer.urgency < Urgency.GP:
        needs = set().union(*(NEEDS.get(cause, set()) for cause in causes))
        explained = shown | {each.item for each in answer.withheld}
        assert {id for id, served in SERVED.items() if served & needs} <= explained
    else:
        assert {each.item for each in answer.withheld} == {None}
    if answer.urgency < Urgency.TODAY:
        stepped = [step.cause for step in answer.self_care]
        assert all(stepped.count(cause) >= 2 for cause in causes)
        assert [cause for cause, _ in answer.reading] == [cause for cause in TOPIC.causes if cause in causes]


State = tuple[frozenset[str], Somebody, str]


def prove(states: Iterable[State]) -> int:
    """Answer and check each state; how many there were."""
    count = 0
    for causes, person, situation in states:
        report = Report(causes=causes, signs=SITUATIONS[situation][0], about_you=person.about)
        check(causes, person, situation, recommend(report, ITEMS, TOPIC))
        count += 1
    return count


Record = Callable[[str, object], None]


@pytest.mark.parametrize("part", range(8))
def test_nobody_with_any_causes_at_any_urgency_sees_what_is_not_for_them(
    part: int, record_property: Record
) -> None:
    count = prove(product(SUBSETS[part::8], PEOPLE, SITUATIONS))

    record_property(COUNTED, count)
    assert count == 32 * 107 * 7


def test_not_sure_or_no_answer_about_a_condition_never_counts_as_no(record_property: Record) -> None:
    count = prove(product(SUBSETS, UNCERTAIN, ["nothing"]))

    record_property(COUNTED, count)
    assert count == 256 * 64


def test_two_things_true_of_one_person_hide_what_either_hides(record_property: Record) -> None:
    causes = [frozenset(CAUSES[:6]), frozenset({"sleep"})]

    count = prove(product(causes, COUPLED, ["nothing"]))

    record_property(COUNTED, count)
    assert count == 2 * (32 * 56 + 56 * 55 // 2)


def test_what_is_not_confirmed_is_never_shown(record_property: Record) -> None:
    unconfirmed = parse_items(
        [
            sheet | {"serves": [serves | {"confirmed": False} for serves in sheet["serves"]]}
            for sheet in RAW_ITEMS
        ],
        TOPIC,
    )
    count = 0

    for causes, person in product(SUBSETS, PEOPLE):
        answer = recommend(Report(causes, NO_SIGNS, person.about), unconfirmed, TOPIC)
        assert answer.suggestions == ()
        count += 1

    record_property(COUNTED, count)
    assert count == 256 * 107


@pytest.mark.parametrize("sign", TOPIC.signs)
def test_every_sign_with_every_cause_is_at_least_as_urgent_as_it_is_alone(
    sign: str, record_property: Record
) -> None:
    count = 0

    for causes, said in product(SUBSETS, (Answer.YES, Answer.UNSURE)):
        answer = recommend(Report(causes, NO_SIGNS | {sign: said}, adult()), ITEMS, TOPIC)
        alone = URGENCY_OF[sign] if said is Answer.YES else min(URGENCY_OF[sign], Urgency.TODAY)
        assert answer.urgency == max(alone, Urgency.GP if "medication" in causes else Urgency.SELF_CARE)
        assert not answer.suggestions or answer.urgency < Urgency.GP
        count += 1

    record_property(COUNTED, count)
    assert count == 512
