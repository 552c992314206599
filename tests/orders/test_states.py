from itertools import pairwise

import pytest

from shop.orders import states


def test_a_sale_goes_from_placed_to_delivered() -> None:
    course = [states.PLACED, states.PAID, states.PACKED, states.DISPATCHED, states.DELIVERED]

    for old, new in pairwise(course):
        states.check(old, new)


def test_the_table_is_exactly_this() -> None:
    assert {old: set(new) for old, new in states.TABLE.items()} == {
        "placed": {"paid", "expired", "cancelled", "needs_attention"},
        "paid": {"packed", "cancelled", "needs_attention"},
        "packed": {"dispatched", "cancelled", "needs_attention"},
        "dispatched": {"delivered", "needs_attention"},
        "delivered": {"needs_attention"},
        "expired": {"paid", "needs_attention"},
        "cancelled": {"needs_attention"},
        "needs_attention": {"paid", "packed", "dispatched", "delivered", "cancelled"},
    }


@pytest.mark.parametrize("state", states.STATES)
def test_no_state_leads_to_itself(state: str) -> None:
    with pytest.raises(states.IllegalTransition):
        states.check(state, state)


def test_a_paid_order_never_expires() -> None:
    with pytest.raises(states.IllegalTransition, match="paid can't become expired"):
        states.check(states.PAID, states.EXPIRED)


def test_a_state_nobody_knows_leads_nowhere() -> None:
    with pytest.raises(states.IllegalTransition):
        states.check("lost", states.PAID)
