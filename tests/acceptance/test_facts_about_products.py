"""Every contraindication and interaction that was found, told on the command line: is the product hidden?"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.command_line import HEALTHY, answers

EXPECTED = tomllib.loads((Path(__file__).parent / "expected.toml").read_text())
WRITTEN_AS = EXPECTED["written_as"]
PRODUCTS = [name for name, facts in EXPECTED.items() if "need" in facts]
ABOUT_AGE = {"under_12": {"age": 11}, "under_18": {"age": 17}, "age_65_plus": {"age": 65}}
ABOUT_BIRTH = {"pregnant": {"pregnant": "yes"}, "breastfeeding": {"breastfeeding": "yes"}}
NEEDS_A_GP = {"kidney_disease", "severe_liver_or_kidney_disease", "diabetes"}

Row = tuple[str, str, str]
MEDICINES: list[Row] = [
    (product, action, medicine)
    for product in PRODUCTS
    for action, medicines in EXPECTED[product].get("medicines", {}).items()
    for medicine in medicines
]
CONDITIONS: list[Row] = [
    (product, action, condition)
    for product in PRODUCTS
    for action, conditions in EXPECTED[product]["conditions"].items()
    for condition in conditions
]
HIDING = ("block", "ask")


def about_somebody_with(condition: str) -> dict[str, Any]:
    """Answers of a healthy adult but for this: told by the age, by the two questions or by a tick."""
    told = ABOUT_AGE.get(condition) or ABOUT_BIRTH.get(condition) or {"conditions": [condition]}
    return HEALTHY | told


@pytest.fixture(scope="module")
def answered(confirmed_files: dict[str, Path]) -> dict[str, dict[str, Any]]:
    """Every row's recommendation, one run for each product, keyed by product and fact."""
    found = {}
    for product in PRODUCTS:
        told = [("healthy", HEALTHY)]
        told += [(m, HEALTHY | {"medicines": [WRITTEN_AS[m]]}) for p, _, m in MEDICINES if p == product]
        told += [(c, about_somebody_with(c)) for p, _, c in CONDITIONS if p == product]
        reports = [
            {"id": f"{product} {fact}", "needs": [EXPECTED[product]["need"]], "signs": [], "about_you": about}
            for fact, about in told
        ]
        found |= answers(reports, "--items", str(confirmed_files[product]))
    return found


def actions_against(answer: dict[str, Any]) -> set[str]:
    """Every action that keeps the one product away."""
    return {
        rule["action"] for withheld in answer["withheld"] for rule in [withheld, *withheld.get("also", [])]
    }


def test_all_seventy_seven_interactions_are_asked_about():
    assert len(MEDICINES) == 77


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_healthy_adult_who_names_the_need_is_shown_the_product(product: str, answered: dict[str, Any]):
    answer = answered[f"{product} healthy"]

    assert [suggestion["item"] for suggestion in answer["suggestions"]] == [product]
    assert answer["withheld"] == []


@pytest.mark.parametrize(("product", "action", "medicine"), [row for row in MEDICINES if row[1] in HIDING])
def test_a_medicine_that_does_not_go_with_it_hides_the_product(
    product: str, action: str, medicine: str, answered: dict[str, Any]
):
    answer = answered[f"{product} {medicine}"]

    assert answer["suggestions"] == []
    assert action in actions_against(answer)
    assert [withheld["item"] for withheld in answer["withheld"]] == [product]
    assert all(withheld["why"] for withheld in answer["withheld"])


@pytest.mark.parametrize(
    ("product", "action", "medicine"), [row for row in MEDICINES if row[1] not in HIDING]
)
def test_a_medicine_to_be_careful_with_shows_the_product_with_the_text(
    product: str, action: str, medicine: str, answered: dict[str, Any]
):
    suggestion = answered[f"{product} {medicine}"]["suggestions"][0]

    assert suggestion["item"] == product
    assert len(suggestion["advice"]) == 1
    if action == "space":
        assert EXPECTED["apart"][medicine] in suggestion["advice"][0]


@pytest.mark.parametrize(("product", "action", "condition"), [row for row in CONDITIONS if row[1] in HIDING])
def test_a_condition_that_rules_it_out_hides_the_product(
    product: str, action: str, condition: str, answered: dict[str, Any]
):
    answer = answered[f"{product} {condition}"]

    assert answer["suggestions"] == []
    assert answer["withheld"][0]["why"]
    if condition in NEEDS_A_GP:
        assert answer["urgency"] == "gp"
    elif condition not in ABOUT_AGE | ABOUT_BIRTH:
        assert action in actions_against(answer)


@pytest.mark.parametrize(
    ("product", "action", "condition"), [row for row in CONDITIONS if row[1] not in HIDING]
)
def test_a_condition_to_be_careful_with_shows_the_product_with_the_text(
    product: str, action: str, condition: str, answered: dict[str, Any]
):
    suggestion = answered[f"{product} {condition}"]["suggestions"][0]

    assert suggestion["item"] == product
    assert len(suggestion["advice"]) == 1
