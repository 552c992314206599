"""Decides whether a pack may be bought now, in words for the shopper; knows no database and no page."""

from typing import NamedTuple, Protocol

# House rules: a medicine is bought for one person and one stretch of use.
MOST_OF_A_MEDICINE = 3
MOST_OF_ANYTHING = 10
MEDICINE_REASON = "A medicine is for one person and a short time."


class Availability(NamedTuple):
    """The answer, and for a no the reason in a whole sentence (empty for a yes)."""

    permitted: bool
    reason: str


class ProductFacts(Protocol):
    """What the policy asks of a product."""

    @property
    def is_medicine(self) -> bool: ...
    @property
    def most_per_order(self) -> int | None: ...
    @property
    def most_per_order_reason(self) -> str: ...
    @property
    def is_kind_confirmed(self) -> bool: ...
    @property
    def is_registration_confirmed(self) -> bool: ...
    @property
    def is_every_need_confirmed(self) -> bool: ...


class PackFacts(Protocol):
    """What the policy asks of a pack."""

    @property
    def available(self) -> int: ...
    @property
    def price_sample(self) -> bool: ...
    @property
    def product(self) -> ProductFacts: ...


def most_at_once(product: ProductFacts) -> int:
    """How many packs of a product one order may hold: what its sheet says, never more than the house rule."""
    most = MOST_OF_A_MEDICINE if product.is_medicine else MOST_OF_ANYTHING
    return most if product.most_per_order is None else min(most, product.most_per_order)


def too_many(product: ProductFacts) -> str:
    """What to tell somebody who wants more than that, with the reason."""
    said = f"You can buy at most {most_at_once(product)} of these at once."
    reason = product.most_per_order_reason or (MEDICINE_REASON if product.is_medicine else "")
    return f"{said} {reason}".rstrip()


def is_purchase_permitted(pack: PackFacts, quantity: int, *, sandbox: bool) -> Availability:
    """Whether `quantity` of this pack may be bought now.

    In the sandbox nothing is really sold, so unconfirmed facts don't stand in the way; stock and the most a
    basket may hold always do.
    """
    most = most_at_once(pack.product)
    missing = None if sandbox else _unconfirmed(pack)
    if missing:
        return Availability(False, f"We can't sell this until {missing}.")
    if pack.available <= 0:
        return Availability(False, "This is out of stock just now.")
    if quantity < 1:
        return Availability(False, "Choose at least 1.")
    if quantity > most:
        return Availability(False, too_many(pack.product))
    if quantity > pack.available:
        return Availability(False, f"We don't have that many just now. You can have {pack.available}.")
    return Availability(True, "")


def _unconfirmed(pack: PackFacts) -> str | None:
    if not pack.product.is_kind_confirmed:
        return "we know for certain what kind of product it is"
    if not pack.product.is_registration_confirmed:
        return "its registration number is confirmed"
    if not pack.product.is_every_need_confirmed:
        return "what it may be used for is confirmed"
    if pack.price_sample:
        return "its real price is set: the price shown is a sample"
    return None
