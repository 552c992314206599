"""Offers and lines for tests, in few words; every maker takes overrides."""

from datetime import datetime
from typing import Any

from shop.db import transaction
from shop.offers.actions import add_offer
from shop.offers.rules import Line, Terms

TEN_OFF: dict[str, Any] = {
    "slug": "winter-ten",
    "label": "10% off",
    "kind": "percentage",
    "code": "WINTER-10",
    "percent": 10,
    "amount_minor": 0,
    "buy": 0,
    "get": 0,
    "minimum_minor": 0,
    "starts_on": None,
    "ends_on": None,
    "limit_total": None,
    "limit_each": None,
    "products": [],
    "needs": [],
}


def made(now: datetime, **overrides: Any) -> None:
    """An offer in the database: 10% off with the code WINTER-10, unless told otherwise."""
    with transaction():
        add_offer(fields={**TEN_OFF, **overrides}, now=now)


def terms(**overrides: Any) -> Terms:
    """10% off for everybody."""
    given: dict[str, Any] = {"slug": "ten", "label": "10% off", "kind": "percentage", "percent": 10}
    return Terms(**{**given, **overrides})


def line(unit_minor: int, quantity: int = 1, *, sku: str = "BAMBU-100", **overrides: Any) -> Line:
    """A food."""
    given: dict[str, Any] = {"product_slug": sku.lower(), "needs": frozenset(), "is_medicine": False}
    return Line(sku=sku, unit_minor=unit_minor, quantity=quantity, **{**given, **overrides})
