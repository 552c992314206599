"""Pence are whole, VAT is taken out once, and amounts are written as people read them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.money import Money, format_minor


@pytest.mark.parametrize(
    ("minor", "written"),
    [(0, "£0.00"), (5, "£0.05"), (1150, "£11.50"), (123456789, "£1,234,567.89"), (-250, "-£2.50")],
)
def test_an_amount_is_written_in_pounds_and_pence(minor: int, written: str) -> None:
    assert format_minor(minor) == written


@pytest.mark.parametrize("wrong", [11.5, "1150", None, True])
def test_money_is_never_a_float_a_text_or_a_truth_value(wrong: object) -> None:
    with pytest.raises(TypeError, match="whole number of pence"):
        Money(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gross", "rate", "vat"), [(1150, 20, 192), (1, 20, 0), (3, 20, 1), (1000, 0, 0), (105, 5, 5)]
)
def test_the_vat_inside_an_amount_is_rounded_half_up_once(gross: int, rate: int, vat: int) -> None:
    assert Money(gross).vat_included(rate) == Money(vat)


@given(st.integers(0, 10_000_000), st.integers(0, 100))
def test_vat_is_within_half_a_penny_of_the_exact_fraction(gross: int, rate: int) -> None:
    vat = Money(gross).vat_included(rate)

    assert abs(Fraction(vat.minor) - Fraction(gross * rate, 100 + rate)) <= Fraction(1, 2)


@pytest.mark.parametrize(("gross", "rate"), [(100, -1), (100, 101), (-1, 20)])
def test_vat_of_an_impossible_rate_or_amount_is_refused(gross: int, rate: int) -> None:
    with pytest.raises(ValueError):
        Money(gross).vat_included(rate)


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9), st.integers(-100, 100))
def test_sums_and_multiples_are_exact(a: int, b: int, times: int) -> None:
    assert (Money(a) + Money(b) - Money(b)) * times == Money(a * times)
