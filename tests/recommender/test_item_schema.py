"""What an item may look like: nothing missing is taken for nothing to say, and no basis is unlawful."""

from typing import Any

import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from recommender import ItemsError, Kind, parse_items
from tests.recommender.given import RAW_ITEMS, TOPIC, caution, interaction, raw_item, serves


def problems(data: Any) -> dict[str, str]:
    with pytest.raises(ItemsError) as caught:
        parse_items(data, TOPIC)
    return {each.where: each.problem for each in caught.value.problems}


def test_items_come_as_a_list_or_under_the_key_items() -> None:
    assert parse_items(RAW_ITEMS, TOPIC) == parse_items({"items": RAW_ITEMS}, TOPIC)


@pytest.mark.parametrize("data", [None, {}, "items", {"items": [], "more": 1}, {"items": None}])
def test_anything_else_is_refused(data: Any) -> None:
    assert list(problems(data)) == ["items"]


@pytest.mark.parametrize("key", ["id", "name", "kind", "serves", "traits", "cautions", "interactions"])
def test_what_is_missing_is_a_mistake_and_not_an_empty_list(key: str) -> None:
    item = raw_item()
    del item[key]

    assert problems([item]) == {f"items[0].{key}": "is missing"}


def test_a_misspelt_key_is_told() -> None:
    assert list(problems([raw_item(intractions=[])])) == ["items[0].intractions"]


def test_every_reference_must_exist() -> None:
    found = problems(
        [
            raw_item(
                serves=[serves(need="twitching", source=["NOWHERE"])],
                traits=["magic"],
                cautions=[caution("sleepy", "block") | {"source": []}],
                interactions=[interaction("sweets", "forbid")],
            )
        ]
    )

    assert sorted(found) == [
        "items[0].cautions[0].condition",
        "items[0].cautions[0].source",
        "items[0].interactions[0].action",
        "items[0].interactions[0].medicine_class",
        "items[0].serves[0].need",
        "items[0].serves[0].source[0]",
        "items[0].traits[0]",
    ]


@pytest.mark.parametrize(
    ("kind", "basis"),
    [
        ("food", "registered-use"),
        ("food-supplement", "registered-use"),
        ("traditional-herbal-medicine", "authorised-claim"),
        ("traditional-herbal-medicine", "plain-food"),
        ("medical-device", "authorised-claim"),
    ],
)
def test_a_basis_must_be_lawful_for_the_kind(kind: str, basis: str) -> None:
    assert list(problems([raw_item(kind=kind, serves=[serves(basis=basis)])])) == ["items[0].serves[0].basis"]


def test_confirmed_words_must_be_there_and_unconfirmed_ones_need_not() -> None:
    assert list(problems([raw_item(serves=[serves(statement="")])])) == ["items[0].serves[0].statement"]

    [item] = parse_items([raw_item(serves=[serves(statement=None, confirmed=False)])], TOPIC)

    assert item.serves[0].statement == ""
    assert item.confirmed == {}


@pytest.mark.parametrize("confirmed", ["yes", 1, None])
def test_confirmed_is_true_or_false_and_nothing_like_it(confirmed: Any) -> None:
    assert "items[0].serves[0].confirmed" in problems([raw_item(serves=[serves(confirmed=confirmed)])])


def test_two_items_may_not_have_one_id() -> None:
    assert problems([raw_item(), raw_item()]) == {"items[1].id": "'herbal' is the id of an item before it"}


@pytest.mark.parametrize("age", [-1, 121, "18", True, 1.5])
def test_a_minimum_age_is_a_whole_number(age: Any) -> None:
    assert list(problems([raw_item(minimum_age=age)])) == ["items[0].minimum_age"]


def test_the_seven_products_are_read() -> None:
    kinds = {item.id: item.kind for item in parse_items(RAW_ITEMS, TOPIC)}

    assert kinds == {
        "balance-mineral-drink": Kind.SUPPLEMENT,
        "dormeasan": Kind.HERBAL_MEDICINE,
        "stress-relief-daytime": Kind.HERBAL_MEDICINE,
        "atrosan": Kind.HERBAL_MEDICINE,
        "atrogel": Kind.HERBAL_MEDICINE,
        "bambu": Kind.FOOD,
        "pollinosan-eye-drops": Kind.DEVICE,
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def is_read_or_refused_with_reasons(data: Any) -> bool:
    try:
        parse_items(data, TOPIC)
    except ItemsError as error:
        return len(error.problems) > 0
    return True


@settings(max_examples=300, deadline=None)
@forall(changes=st.dictionaries(st.sampled_from(list(raw_item())), JSON), more=JSON)
def test_anything_is_either_read_or_refused_with_reasons(changes: dict[str, Any], more: Any) -> None:
    assert is_read_or_refused_with_reasons([raw_item() | changes])
    assert is_read_or_refused_with_reasons(more)
    assert is_read_or_refused_with_reasons([more])
