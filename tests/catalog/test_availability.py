"""Whether a pack may be bought, and in which words it is refused."""

from typing import Any

import pytest

from shop.catalog.availability import Availability, is_purchase_permitted, most_at_once
from tests.catalog.ranges import FakePack, FakeProduct

YES = Availability(True, "")


def test_a_known_pack_in_stock_may_be_bought() -> None:
    assert is_purchase_permitted(FakePack(), 5, sandbox=False) == YES


@pytest.mark.parametrize("sandbox", [True, False])
def test_what_is_out_of_stock_is_refused(sandbox: bool) -> None:
    answer = is_purchase_permitted(FakePack(available=0), 1, sandbox=sandbox)

    assert answer == (False, "This is out of stock just now.")


def test_more_than_is_free_is_refused_with_what_is() -> None:
    answer = is_purchase_permitted(FakePack(available=2), 3, sandbox=True)

    assert answer == (False, "We don't have that many just now. You can have 2.")


def test_a_medicine_is_sold_three_at_a_time_and_other_things_ten() -> None:
    medicine = FakePack(available=50, product=FakeProduct(is_medicine=True))
    food = FakePack(available=50)

    assert (most_at_once(medicine.product), most_at_once(food.product)) == (3, 10)
    assert is_purchase_permitted(medicine, 3, sandbox=True) == YES
    assert is_purchase_permitted(medicine, 4, sandbox=True) == (
        False,
        "You can buy at most 3 of these at once. A medicine is for one person and a short time.",
    )
    assert is_purchase_permitted(food, 10, sandbox=True) == YES
    assert is_purchase_permitted(food, 11, sandbox=True) == (
        False,
        "You can buy at most 10 of these at once.",
    )


def test_nothing_and_less_is_refused() -> None:
    assert is_purchase_permitted(FakePack(), 0, sandbox=True) == (False, "Choose at least 1.")


@pytest.mark.parametrize(
    ("pack", "product", "reason"),
    [
        (
            {},
            {"is_kind_confirmed": False},
            "We can't sell this until we know for certain what kind of product it is.",
        ),
        (
            {},
            {"is_registration_confirmed": False},
            "We can't sell this until its registration number is confirmed.",
        ),
        (
            {},
            {"is_every_need_confirmed": False},
            "We can't sell this until what it may be used for is confirmed.",
        ),
        (
            {"price_sample": True},
            {},
            "We can't sell this until its real price is set: the price shown is a sample.",
        ),
    ],
)
def test_what_is_not_confirmed_is_never_really_sold(pack: Any, product: Any, reason: str) -> None:
    doubtful = FakePack(**pack, product=FakeProduct(**product))

    assert is_purchase_permitted(doubtful, 1, sandbox=False) == (False, reason)
    assert is_purchase_permitted(doubtful, 1, sandbox=True) == YES
