"""Decides what a pack costs per 100 ml, 100 g, tablet or sachet, as the Price Marking Order 2004 asks."""

from shop.catalog.vocabulary import UNITS
from shop.money import Money


def unit_price_minor(*, price_minor: int, size: int, unit: str) -> int:
    """Whole pence for one unit (tablet, sachet) or for 100 (ml, g), rounded half up; `unit` as in UNITS."""
    return (2 * price_minor * UNITS[unit] + size) // (2 * size)


def unit_price_text(*, price_minor: int, size: int, unit: str) -> str:
    """The unit price in words: `£25.00 per 100 ml`, `£0.38 per tablet`."""
    each = Money(unit_price_minor(price_minor=price_minor, size=size, unit=unit))
    base = UNITS[unit]
    return f"{each.format()} per {unit if base == 1 else f'{base} {unit}'}"
