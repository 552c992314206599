"""Which products may not lie in one basket."""

import pytest

from shop.basket.together import Member, NotTogether, clashes, refuse_clash

WHY = (
    "Both contain valerian and hops. They must not be taken together, so we only sell one of them at a time."
)
NIGHT = Member("night-drops", "Night drops", "valerian-hops", WHY)
DAY = Member("day-drops", "Day drops", "valerian-hops", WHY)
GEL = Member("gel", "Gel")
OTHER = Member("other", "Other")


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


def test_each_group_is_refused_for_its_own_reason() -> None:
    oils = [Member(slug, slug.title(), "fish-oil", "One oil is enough.") for slug in ("cod", "krill", "hoki")]

    assert clashes([NIGHT, *oils, DAY]) == (
        f"Night drops and Day drops can't be in one basket. {WHY}",
        "Cod, Krill and Hoki can't be in one basket. One oil is enough.",
    )
