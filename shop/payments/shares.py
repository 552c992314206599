"""Decides how much of a line goes back with some of its packs, so that all the parts add up to the penny.

Prices are never computed again: what was charged for the line, and the VAT kept with it, are shared out. Each
pack gets its share of what was charged; the last one takes what is left. £179.25 for ten packs comes back as
£17.92 or £17.93 a pack, and as £179.25 in all.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """So many packs, the pence charged or given back for them, and the VAT inside."""

    quantity: int = 0
    amount_minor: int = 0
    vat_minor: int = 0


def share_of(sold: Share, gone: Share, quantity: int) -> Share:
    """What goes back with `quantity` more packs of a line of which `gone` went back already.

    Raises ValueError unless there are that many left.
    """
    if not 1 <= quantity <= sold.quantity - gone.quantity:
        raise ValueError(f"{quantity} packs can't go back of {sold.quantity - gone.quantity}")
    packs = gone.quantity + quantity
    # A refund in the middle may have failed, so that more is gone than its packs' share; never below nothing.
    amount = max(0, sold.amount_minor * packs // sold.quantity - gone.amount_minor)
    if packs == sold.quantity:
        return Share(quantity, sold.amount_minor - gone.amount_minor, sold.vat_minor - gone.vat_minor)
    so_far = gone.amount_minor + amount
    vat = sold.vat_minor * so_far // sold.amount_minor - gone.vat_minor if sold.amount_minor else 0
    return Share(quantity, amount, min(max(0, vat), amount))
