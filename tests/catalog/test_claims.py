"""A nutrient claim stands letter for letter in the register, and on enough of the nutrient."""

from decimal import Decimal

import pytest

from shop.catalog.claims import authorised, claim_problem, micrograms

MUSCLE = "Magnesium contributes to normal muscle function"


def test_all_46_authorised_wordings_are_held() -> None:
    assert {nutrient: len(held["wordings"]) for nutrient, held in authorised().items()} == {
        "calcium": 8,
        "magnesium": 10,
        "potassium": 3,
        "vitamin_d": 7,
        "zinc": 18,
    }


def test_zinc_has_no_claim_about_muscles_or_nerves() -> None:
    assert [w for w in authorised()["zinc"]["wordings"] if "muscle" in w or "nerv" in w] == []


@pytest.mark.parametrize(
    ("amount", "per", "problem"),
    [
        ("56.25 mg", "single portion", None),
        (
            "56.24 mg",
            "single portion",
            "too little magnesium: a claim needs 56.25 mg in single portion, the label has 56.24 mg",
        ),
        ("28.125 mg", "100 ml", None),
        (
            "28.124 mg",
            "100 ml",
            "too little magnesium: a claim needs 28.125 mg in 100 ml, the label has 28.124 mg",
        ),
        ("56250 µg", "100 g", None),
        ("plenty", "100 g", "the amount must look like '56.25 mg' or '0.75 µg', not 'plenty'"),
    ],
)
def test_a_claim_needs_a_source_of_the_nutrient(amount: str, per: str, problem: str | None) -> None:
    assert claim_problem(nutrient="magnesium", wording=MUSCLE, amount=amount, per=per) == problem


def test_a_wording_of_ones_own_is_refused() -> None:
    found = claim_problem(
        nutrient="magnesium", wording="Magnesium calms muscles", amount="300 mg", per="100 g"
    )

    assert (
        found == "this is not an authorised wording for magnesium; claims.toml lists them letter for letter"
    )


def test_an_unknown_nutrient_is_refused() -> None:
    found = claim_problem(nutrient="taurine", wording=MUSCLE, amount="300 mg", per="100 g")

    assert (
        found == "no claim is authorised for 'taurine'; known: calcium, magnesium, potassium, vitamin_d, zinc"
    )


def test_amounts_are_exact() -> None:
    assert micrograms("0.75 µg") == Decimal("0.75")
    assert micrograms("120 mg") == 120_000
    assert micrograms("1 spoon") is None
