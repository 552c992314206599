"""Which items are shown for which causes, why, and why the others are not."""

from collections.abc import Callable
from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from recommender import Recommendation, as_json, parse_report, recommend
from tests.recommender.given import (
    ITEMS,
    TOPIC,
    caution,
    interaction,
    items,
    raw_item,
    report,
    serves,
    somebody,
)

AnswerTo = Callable[[dict[str, object]], Recommendation]


def shown(answer: Recommendation) -> list[str | None]:
    return [each.item for each in answer.suggestions]


def hidden(answer: Recommendation) -> dict[str | None, str]:
    return {each.item: each.findings[0].rule for each in answer.withheld}


@pytest.mark.parametrize(
    ("cause", "item"),
    [
        ("nutrition", ["balance-mineral-drink"]),
        ("dehydration", []),
        ("exercise", ["atrogel"]),
        ("caffeine_alcohol", ["bambu"]),
        ("sleep", ["dormeasan"]),
        ("stress", ["stress-relief-daytime"]),
        ("medication", []),
        ("smoking", []),
    ],
)
def test_each_cause_leads_to_what_the_facts_allow(cause: str, item: list[str], answer: AnswerTo) -> None:
    assert shown(answer(report(cause))) == item


def test_a_second_valerian_product_is_refused(answer: AnswerTo) -> None:
    found = answer(report("sleep", "stress"))

    assert shown(found) == ["dormeasan"]
    assert hidden(found) == {"stress-relief-daytime": "exclusive_group"}


@pytest.mark.parametrize("cause", ["caffeine_alcohol", "exercise"])
def test_valerian_is_kept_from_somebody_with_this_cause(cause: str, answer: AnswerTo) -> None:
    found = answer(report("sleep", "stress", cause))

    assert hidden(found) == {"dormeasan": f"cause:{cause}", "stress-relief-daytime": f"cause:{cause}"}


def test_a_smoker_is_offered_food_but_no_herbal_and_no_supplement(answer: AnswerTo) -> None:
    found = answer(report("smoking", "nutrition", "sleep", "exercise", "caffeine_alcohol"))

    assert shown(found) == ["bambu"]
    assert set(hidden(found)) == {"balance-mineral-drink", "dormeasan", "atrogel"}


def test_a_need_no_cause_points_to_can_be_chosen(answer: AnswerTo) -> None:
    found = answer(report(needs=["muscular-pain-and-backache"]))

    assert shown(found) == ["atrosan"]
    assert [(each.cause, each.need, each.words) for each in found.suggestions[0].because] == [
        (None, "muscular-pain-and-backache", "Muscle pain, joint pain and backache")
    ]


@pytest.mark.parametrize("cause", ["nutrition", "sleep", "stress"])
def test_devils_claw_is_kept_from_somebody_with_this_cause(cause: str, answer: AnswerTo) -> None:
    found = answer(report(cause, needs=["muscular-pain-and-backache"]))

    assert hidden(found) == {"atrosan": f"cause:{cause}"}


def test_somebody_who_chooses_no_need_is_shown_no_item(answer: AnswerTo) -> None:
    found = answer(report("sleep", "nutrition", needs=[]))

    assert (shown(found), hidden(found)) == ([], {})
    assert {step.cause for step in found.self_care} == {"sleep", "nutrition"}


def test_without_items_needs_are_named_instead() -> None:
    found = recommend(parse_report(report("sleep", "nutrition"), TOPIC), None, TOPIC)

    assert [(each.item, each.need) for each in found.suggestions] == [
        (None, "nutrients-from-food-and-drink"),
        (None, "sleep-disturbance-mild-anxiety"),
    ]
    assert [change.cause for change in found.suggestions[1].would_change] == ["sleep"]


def test_nothing_told_gives_nothing_shown(answer: AnswerTo) -> None:
    found = answer({})

    assert (shown(found), found.self_care, found.reading) == ([], (), ())
    assert hidden(found) == {None: "signs_not_answered"}


def test_a_suggestion_says_everything_the_law_and_the_person_need(answer: AnswerTo) -> None:
    about = somebody(conditions=["drives_or_uses_machines"])

    [suggestion] = answer(report("sleep", about_you=about)).suggestions

    assert suggestion.item == "dormeasan"
    assert suggestion.only_for == "you sleep badly because you feel a little anxious"
    assert [(each.cause, each.words) for each in suggestion.because] == [
        ("sleep", "I sleep badly or not enough")
    ]
    assert suggestion.basis is not None
    assert suggestion.basis.value == "registered-use"
    assert suggestion.statement == (
        "A traditional herbal medicinal product used for the temporary relief of sleep disturbances "
        "caused by the symptoms of mild anxiety based on traditional use only."
    )
    assert "you are under 18" in suggestion.not_for_you_if
    assert suggestion.not_for_you_if[-1] == "you are allergic to anything in it"
    assert suggestion.advice == ("May cause drowsiness; if affected do not drive.",)


def test_one_item_for_two_needs_is_preferred_to_two_items() -> None:
    both = raw_item(
        id="z-both", serves=[serves(), serves(need="mild-stress-and-anxiety", statement="Used for stress.")]
    )
    sleep = raw_item(id="a-sleep")
    stress = raw_item(id="b-stress", serves=[serves(need="mild-stress-and-anxiety")])

    found = recommend(parse_report(report("sleep", "stress"), TOPIC), items(sleep, stress, both), TOPIC)

    assert shown(found) == ["z-both"]
    assert [each.cause for each in found.suggestions[0].because] == ["sleep", "stress"]
    assert hidden(found) == {"a-sleep": "already_covered", "b-stress": "already_covered"}


def test_an_item_without_advice_is_preferred_to_one_with_advice() -> None:
    warned = raw_item(id="a", cautions=[caution("contact_lenses", "warn")])
    about = somebody(conditions=["contact_lenses"])

    found = recommend(
        parse_report(report("sleep", about_you=about), TOPIC), items(warned, raw_item(id="b")), TOPIC
    )

    assert shown(found) == ["b"]


def test_never_more_than_three_items_are_shown() -> None:
    needs = list(TOPIC.needs)[:5]
    range_of_five = items(*(raw_item(id=need, serves=[serves(need=need)]) for need in needs))

    found = recommend(parse_report(report(needs=needs), TOPIC), range_of_five, TOPIC)

    assert len(found.suggestions) == 3
    assert sorted(hidden(found).values()) == ["enough_shown", "enough_shown"]


def test_an_item_made_needless_by_later_ones_is_not_shown() -> None:
    def serving(id: str, *needs: str) -> dict[str, Any]:
        return raw_item(id=id, serves=[serves(need=need) for need in needs])

    sleep, stress, aches, drink = (
        "sleep-disturbance-mild-anxiety",
        "mild-stress-and-anxiety",
        "muscle-aches-and-stiffness",
        "coffee-substitute",
    )
    offered = items(
        serving("a-middle", sleep, stress), serving("b-left", sleep, aches), serving("c-right", stress, drink)
    )

    found = recommend(parse_report(report(needs=[sleep, stress, aches, drink]), TOPIC), offered, TOPIC)

    assert shown(found) == ["b-left", "c-right"]


SUBSETS = [each for size in range(1, 9) for each in combinations(TOPIC.causes, size)]


def test_what_would_change_is_exactly_what_happens_without_that_cause(answer: AnswerTo) -> None:
    checked = 0

    for causes in SUBSETS:
        for suggestion in answer(report(*causes)).suggestions:
            gone = [
                cause
                for cause in TOPIC.causes
                if cause in causes
                and suggestion.item not in shown(answer(report(*(each for each in causes if each != cause))))
            ]
            assert [change.cause for change in suggestion.would_change] == gone
            checked += 1

    assert checked == 140


def test_two_causes_for_one_need_mean_that_neither_alone_would_change_it() -> None:
    found = recommend(
        parse_report(report("sleep", needs=["sleep-disturbance-mild-anxiety"]), TOPIC), ITEMS, TOPIC
    )

    assert found.suggestions[0].would_change == ()


def test_the_order_of_causes_and_items_changes_nothing() -> None:
    causes = ["stress", "sleep", "nutrition", "dehydration"]
    expected = as_json(recommend(parse_report(report(*causes), TOPIC), ITEMS, TOPIC))

    for order in permutations(causes):
        for offered in (ITEMS[::-1], ITEMS[3:] + ITEMS[:3]):
            assert as_json(recommend(parse_report(report(*order), TOPIC), offered, TOPIC)) == expected


RULED = st.sampled_from(["block", "ask", "space", "warn"])
SOME_ITEM = st.builds(
    lambda needs, kind, traits, conditions, classes, group: raw_item(
        kind=kind,
        serves=[
            serves(need=need, basis="plain-food" if "food" in kind else "registered-use") for need in needs
        ],
        traits=traits,
        cautions=[caution(*each) for each in conditions.items()],
        interactions=[interaction(*each) for each in classes.items()],
        exclusive_group=group,
    ),
    st.lists(st.sampled_from(list(TOPIC.needs)), min_size=1, max_size=3, unique=True),
    st.sampled_from(["traditional-herbal-medicine", "food-supplement", "food"]),
    st.lists(st.sampled_from(list(TOPIC.traits)), max_size=2, unique=True),
    st.dictionaries(st.sampled_from(["epilepsy", "gallstones", "contact_lenses"]), RULED, max_size=2),
    st.dictionaries(st.sampled_from(["iron", "statin", "ssri"]), RULED, max_size=2),
    st.sampled_from([None, None, "twins"]),
)


@settings(max_examples=120, deadline=None)
@forall(
    offered=st.lists(SOME_ITEM, max_size=12),
    causes=st.sets(st.sampled_from(list(TOPIC.causes))),
    conditions=st.lists(st.sampled_from(["epilepsy", "gallstones", "contact_lenses"]), max_size=2),
    medicines=st.lists(st.sampled_from(["Galfer", "simvastatin", "Prozac"]), max_size=2),
    seed=st.randoms(use_true_random=False),
)
def test_any_range_is_answered_the_same_in_any_order_and_by_the_rules(
    offered: list[dict[str, Any]], causes: set[str], conditions: list[str], medicines: list[str], seed: Any
) -> None:
    raw = {f"item-{place:02}": each | {"id": f"item-{place:02}"} for place, each in enumerate(offered)}
    about = somebody(conditions=conditions, medicines=medicines)
    told = parse_report(report(*sorted(causes), about_you=about), TOPIC)
    mixed = list(raw.values())
    seed.shuffle(mixed)

    found = recommend(told, items(*raw.values()), TOPIC)
    again = recommend(told, items(*mixed), TOPIC)

    assert as_json(found) == as_json(again)
    picked = [raw[each] for each in shown(found) if each]
    assert len(picked) <= 3
    assert sum(each["exclusive_group"] == "twins" for each in picked) <= 1
    assert not set(shown(found)) & set(hidden(found))
    for each in picked:
        ruled = {rule["condition"]: rule["action"] for rule in each["cautions"]}
        assert not any(ruled.get(condition) in ("block", "ask") for condition in conditions)


@settings(max_examples=60, deadline=None)
@forall(
    offered=st.lists(SOME_ITEM, max_size=12),
    causes=st.sets(st.sampled_from(list(TOPIC.causes))),
    needs=st.none() | st.lists(st.sampled_from(list(TOPIC.needs)), max_size=3, unique=True),
)
def test_what_would_change_is_exact_for_any_range(
    offered: list[dict[str, Any]], causes: set[str], needs: list[str] | None
) -> None:
    some_items = items(*(each | {"id": f"item-{place:02}"} for place, each in enumerate(offered)))

    def answer_without(cause: str | None) -> Recommendation:
        told = report(*sorted(causes - {cause}), needs=needs)
        return recommend(parse_report(told, TOPIC), some_items, TOPIC)

    for suggestion in answer_without(None).suggestions:
        gone = {cause for cause in causes if suggestion.item not in shown(answer_without(cause))}
        assert {change.cause for change in suggestion.would_change} == gone
