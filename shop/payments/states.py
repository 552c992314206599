"""Decides which way a payment may go: late money counts, and money that came never un-comes."""

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
    PART_REFUNDED: frozenset({REFUNDED}),
    REFUNDED: frozenset(),
    FAILED: frozenset({CONFIRMED}),
    CANCELLED: frozenset({CONFIRMED}),
}
STATES = tuple(TABLE)

# The provider may still take money for these; an order has at most one of them.
OPEN = (CREATED, PROCESSING)
# The money is or was with us.
TAKEN = (CONFIRMED, PART_REFUNDED, REFUNDED)


class IllegalTransition(Refusal):
    """A move the table doesn't know; nothing was moved."""

    title = "That payment can't be changed that way"

    def __init__(self, old: str, new: str) -> None:
        super().__init__(f"A payment that is {old.replace('_', ' ')} can't become {new.replace('_', ' ')}.")


def check(old: str, new: str) -> None:
    """Raises IllegalTransition unless the table lets a payment go from `old` to `new`."""
    if new not in TABLE.get(old, frozenset()):
        raise IllegalTransition(old, new)
