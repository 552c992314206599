"""Which products may not lie in one basket."""

import pytest

from shop.basket.together import Member, NotTogether, clashes, refuse_clash

NIGHT = Member("night-drops", "Night drops", "valerian-hops")
DAY = Member("day-drops", "Day drops", "valerian-hops")
GEL = Member("gel", "Gel", None)
OTHER = Member("other", "Other", None)


def test_two_products_with_valerian_and_hops_clash_and_the_reason_is_said() -> None:
    assert clashes([NIGHT, GEL, DAY]) == (
        "Night drops and Day drops can't be in one basket. Both contain valerian and hops. "
        "They must not be taken together, so we only sell one of them at a time.",
    )


def test_two_packs_of_one_product_do_not_clash() -> None:
    assert clashes([NIGHT, NIGHT]) == ()


def test_products_without_a_group_never_clash() -> None:
    assert clashes([GEL, OTHER, NIGHT]) == ()


def test_a_second_valerian_product_is_refused_with_the_way_out() -> None:
    with pytest.raises(NotTogether) as refused:
        refuse_clash(DAY, [GEL, NIGHT])

    assert refused.value.message == (
        "Night drops and Day drops can't be in one basket. Both contain valerian and hops. "
        "They must not be taken together, so we only sell one of them at a time. "
        "Take Night drops out first if you would rather have Day drops."
    )


def test_another_product_beside_a_valerian_one_is_taken() -> None:
    refuse_clash(GEL, [NIGHT, OTHER])


def test_a_group_nobody_wrote_a_reason_for_is_still_refused() -> None:
    pair = [Member("a", "A", "new-group"), Member("b", "B", "new-group")]

    assert clashes(pair) == (
        "A and B can't be in one basket. They hold much the same thing and must not be taken together, "
        "so we only sell one of them at a time.",
    )
