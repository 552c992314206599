"""Decides which way a payment and a refund may go: late money counts, and money that came never un-comes.

A refund can fail days after it succeeded (https://docs.stripe.com/refunds#failed-refunds). Then the money is
ours again, and its payment goes back to where it was before.
"""

from shop.errors import Refusal

CREATED = "created"
PROCESSING = "processing"
CONFIRMED = "confirmed"
PART_REFUNDED = "part_refunded"
REFUNDED = "refunded"
FAILED = "failed"
CANCELLED = "cancelled"

TABLE: dict[str, frozenset[str]] = {
    CREATED: frozenset({PROCESSING, CONFIRMED, FAILED, CANCELLED}),
    PROCESSING: frozenset({CONFIRMED, FAILED, CANCELLED}),
    CONFIRMED: frozenset({PART_REFUNDED, REFUNDED}),
    PART_REFUNDED: frozenset({REFUNDED, CONFIRMED}),
    REFUNDED: frozenset({PART_REFUNDED, CONFIRMED}),
    FAILED: frozenset({CONFIRMED}),
    CANCELLED: frozenset({CONFIRMED}),
}
STATES = tuple(TABLE)

# The provider may still take money for these; an order has at most one of them.
OPEN = (CREATED, PROCESSING)
# The money is or was with us.
TAKEN = (CONFIRMED, PART_REFUNDED, REFUNDED)


# Refunds: written down, on the way, there, or the money stayed with us.
PENDING = "pending"
SUCCEEDED = "succeeded"

REFUND_TABLE: dict[str, frozenset[str]] = {
    CREATED: frozenset({PENDING, SUCCEEDED, FAILED}),
    PENDING: frozenset({SUCCEEDED, FAILED}),
    SUCCEEDED: frozenset({FAILED}),
    FAILED: frozenset(),
}
REFUND_STATES = tuple(REFUND_TABLE)
# The provider has taken this money from us; and what counts when more is to be given back.
GIVEN = (PENDING, SUCCEEDED)
LIVE = (CREATED, *GIVEN)


class IllegalTransition(Refusal):
    """A move the table doesn't know; nothing was moved."""

    title = "That payment can't be changed that way"

    def __init__(self, old: str, new: str) -> None:
        super().__init__(f"A payment that is {old.replace('_', ' ')} can't become {new.replace('_', ' ')}.")


def check(old: str, new: str) -> None:
    """Raises IllegalTransition unless the table lets a payment go from `old` to `new`."""
    if new not in TABLE.get(old, frozenset()):
        raise IllegalTransition(old, new)


def may_refund_go(old: str, new: str) -> bool:
    """Whether a refund goes from `old` to `new`.

    News that came late and says less than we know already moves nothing: that is no error.
    """
    return new in REFUND_TABLE.get(old, frozenset())


def after_refunds(captured_minor: int, given_minor: int) -> str:
    """The state of a payment of which `given_minor` pence went back."""
    if given_minor <= 0:
        return CONFIRMED
    return REFUNDED if given_minor >= captured_minor else PART_REFUNDED
