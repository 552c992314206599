import pytest

from shop.payments import states


def test_the_table_is_exactly_this() -> None:
    assert {old: set(new) for old, new in states.TABLE.items()} == {
        "created": {"processing", "confirmed", "failed", "cancelled"},
        "processing": {"confirmed", "failed", "cancelled"},
        "confirmed": {"part_refunded", "refunded"},
        "part_refunded": {"refunded"},
        "refunded": set(),
        "failed": {"confirmed"},
        "cancelled": {"confirmed"},
    }


@pytest.mark.parametrize("old", [states.FAILED, states.CANCELLED])
def test_late_money_is_legal(old: str) -> None:
    states.check(old, states.CONFIRMED)


@pytest.mark.parametrize("new", [states.FAILED, states.CANCELLED, states.CREATED, states.CONFIRMED])
def test_money_that_came_in_never_un_comes(new: str) -> None:
    with pytest.raises(states.IllegalTransition, match="confirmed can't become"):
        states.check(states.CONFIRMED, new)
