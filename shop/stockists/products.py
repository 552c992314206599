"""Decides what a stocked product is called: by the catalogue when it lends its names, else by its slug."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import current_app

# The application puts a function here that gives {slug: name} of what is sold: rooms side by side don't
# import each other.
NAMES_EXTENSION = "stockists.product_names"


@dataclass(frozen=True)
class StockedProduct:
    """A product in a shop's list; `href` is its page, None when it is no longer sold here."""

    slug: str
    name: str
    href: str | None


def names_on_sale() -> Mapping[str, str] | None:
    """{slug: name} of what the catalogue sells, or None when the application lends no names."""
    lend: Callable[[], Mapping[str, str]] | None = current_app.extensions.get(NAMES_EXTENSION)
    return lend() if lend else None


def stocked(slug: str, names: Mapping[str, str] | None) -> StockedProduct:
    """What to show for a slug, given the names on sale."""
    name = (names or {}).get(slug) or slug.replace("-", " ").capitalize()
    on_sale = names is None or slug in names
    return StockedProduct(slug, name, f"/shop/{slug}" if on_sale else None)
