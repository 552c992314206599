import pytest

from shop.payments import states


def test_the_table_is_exactly_this() -> None:
    assert {old: set(new) for old, new in states.TABLE.items()} == {
        "created": {"processing", "confirmed", "failed", "cancelled"},
        "processing": {"confirmed", "failed", "cancelled"},
        "confirmed": {"part_refunded", "refunded"},
        "part_refunded": {"refunded", "confirmed"},
        "refunded": {"part_refunded", "confirmed"},
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


def test_a_refund_goes_forward_or_fails_and_a_failed_one_stays_failed() -> None:
    assert {old: set(new) for old, new in states.REFUND_TABLE.items()} == {
        "created": {"pending", "succeeded", "failed"},
        "pending": {"succeeded", "failed"},
        "succeeded": {"failed"},
        "failed": set(),
    }


@pytest.mark.parametrize(
    ("given", "state"), [(0, "confirmed"), (1, "part_refunded"), (1499, "part_refunded"), (1500, "refunded")]
)
def test_a_payment_stands_by_what_went_back_of_it(given: int, state: str) -> None:
    assert states.after_refunds(1500, given) == state
