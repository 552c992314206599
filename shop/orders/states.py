"""Decides which way an order may go, for everyone who wants to move one.

Two arrows go beyond the plain course of a sale. Money may come in after an order was closed: when its goods
can be taken from the shelf again, `expired` becomes `paid`. And whatever needed a person leaves
`needs_attention` the way that person decides: on with the sale where it stood, or `cancelled`. What has left
the shop is never cancelled, it is returned.
"""

from shop.errors import Refusal

PLACED = "placed"
PAID = "paid"
PACKED = "packed"
DISPATCHED = "dispatched"
DELIVERED = "delivered"
EXPIRED = "expired"
CANCELLED = "cancelled"
NEEDS_ATTENTION = "needs_attention"

TABLE: dict[str, frozenset[str]] = {
    PLACED: frozenset({PAID, EXPIRED, CANCELLED, NEEDS_ATTENTION}),
    PAID: frozenset({PACKED, CANCELLED, NEEDS_ATTENTION}),
    PACKED: frozenset({DISPATCHED, CANCELLED, NEEDS_ATTENTION}),
    DISPATCHED: frozenset({DELIVERED, NEEDS_ATTENTION}),
    DELIVERED: frozenset({NEEDS_ATTENTION}),
    EXPIRED: frozenset({PAID, NEEDS_ATTENTION}),
    CANCELLED: frozenset({NEEDS_ATTENTION}),
    NEEDS_ATTENTION: frozenset({PAID, PACKED, DISPATCHED, DELIVERED, CANCELLED}),
}
STATES = tuple(TABLE)


class IllegalTransition(Refusal):
    """A move the table doesn't know; nothing was moved."""

    title = "That order can't be changed that way"

    def __init__(self, old: str, new: str) -> None:
        super().__init__(f"An order that is {_word(old)} can't become {_word(new)}.")


def check(old: str, new: str) -> None:
    """Raises IllegalTransition unless the table lets an order go from `old` to `new`."""
    if new not in TABLE.get(old, frozenset()):
        raise IllegalTransition(old, new)


def _word(state: str) -> str:
    return "waiting for us to look at it" if state == NEEDS_ATTENTION else state
