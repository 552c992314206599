"""What a basket takes, merges and refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.basket.models import Basket, BasketFull, Line, TooMany

SKUS = st.sampled_from([f"SKU-{number}" for number in range(30)])


def test_the_same_pack_twice_is_one_line_of_both() -> None:
    basket = Basket().add("DROPS-15", 1, 1150)

    merged = basket.add("DROPS-15", 2, 1150)

    assert merged == Basket((Line("DROPS-15", 3, 1150),))


def test_a_line_that_grows_keeps_its_place_and_takes_the_newest_price_shown() -> None:
    basket = Basket().add("A", 1, 100).add("B", 1, 200)

    grown = basket.add("A", 1, 150)

    assert grown == Basket((Line("A", 2, 150), Line("B", 1, 200)))


def test_a_quantity_is_set_not_added() -> None:
    basket = Basket().add("A", 4, 100)

    assert basket.set("A", 2, 100) == Basket((Line("A", 2, 100),))


def test_setting_nothing_takes_the_line_out() -> None:
    basket = Basket().add("A", 4, 100).add("B", 1, 200)

    assert basket.set("A", 0, 100) == Basket((Line("B", 1, 200),))


def test_removing_what_is_not_there_changes_nothing() -> None:
    basket = Basket().add("A", 4, 100)

    assert basket.remove("B") == basket


@pytest.mark.parametrize(("held", "more"), [(99, 1), (1, 99), (0, 100)])
def test_a_hundred_of_one_pack_are_refused(held: int, more: int) -> None:
    basket = Basket((Line("A", held, 100),)) if held else Basket()

    with pytest.raises(TooMany, match="up to 99 of one product"):
        basket.add("A", more, 100)


def test_a_twenty_first_product_is_refused_but_more_of_the_twenty_are_taken() -> None:
    basket = Basket(tuple(Line(f"SKU-{number}", 1, 100) for number in range(20)))

    with pytest.raises(BasketFull, match="up to 20 different products"):
        basket.add("SKU-20", 1, 100)

    assert basket.add("SKU-19", 1, 100).count == 21


def test_two_lines_of_one_pack_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="one line for each sku"):
        Basket((Line("A", 1, 100), Line("A", 2, 100)))


@given(st.lists(st.tuples(SKUS, st.integers(1, 99), st.integers(0, 10_000)), max_size=60))
def test_whatever_is_added_the_basket_stays_within_its_limits(steps: list[tuple[str, int, int]]) -> None:
    basket, added = Basket(), dict[str, int]()

    for sku, quantity, seen in steps:
        try:
            basket = basket.add(sku, quantity, seen)
        except (TooMany, BasketFull):
            continue
        added[sku] = added.get(sku, 0) + quantity

    assert {line.sku: line.quantity for line in basket.lines} == added
    assert len(basket.lines) <= 20
    assert all(1 <= line.quantity <= 99 for line in basket.lines)
