"""What delivery costs."""

import pytest

from shop.basket.delivery import UnknownDelivery, choices, chosen


@pytest.mark.parametrize(
    ("goods_minor", "standard_minor"),
    [(0, 350), (1, 350), (2_999, 350), (3_000, 0), (3_001, 0), (250_000, 0)],
)
def test_standard_delivery_is_free_from_thirty_pounds(goods_minor: int, standard_minor: int) -> None:
    assert chosen("standard", goods_minor).price_minor == standard_minor


@pytest.mark.parametrize("goods_minor", [0, 2_999, 3_000, 250_000])
def test_express_delivery_always_costs_the_same(goods_minor: int) -> None:
    assert chosen("express", goods_minor).price_minor == 525


def test_every_choice_is_found_again_by_its_code() -> None:
    assert [chosen(choice.code, 1_150) for choice in choices(1_150)] == list(choices(1_150))


@pytest.mark.parametrize("code", ["", "Standard", "drone", "standard\x00"])
def test_a_code_nobody_offered_is_refused(code: str) -> None:
    with pytest.raises(UnknownDelivery) as refused:
        chosen(code, 1_150)

    assert refused.value.fields == {"delivery": "Choose one of the ways of delivery on the page."}
