"""What the guide may offer from: every product as an item for the recommender and as a card for the page."""

from dataclasses import dataclass
from threading import Lock

from flask import current_app

from recommender import Item, parse_items
from shop.catalog.queries import guide_items, list_products
from shop.catalog.shelf import art_of
from shop.guide.topic import current_topic


@dataclass(frozen=True)
class Card:
    """What the answer shows of a product: nothing that sells, only what it is called and where it is."""

    slug: str
    name: str
    kind_label: str
    art: str | None


@dataclass(frozen=True)
class Shelf:
    """The range at one content version."""

    version: int
    items: tuple[Item, ...]
    products: dict[str, Card]


_lock = Lock()


def current_shelf() -> Shelf:
    """The range as it stands now; read again only after public content changed."""
    version: int = current_app.extensions["content_version"]()
    held: Shelf | None = current_app.extensions.get("guide_shelf")
    if held is not None and held.version == version:
        return held
    with _lock:
        items = parse_items(guide_items(), current_topic())
        products = {p.slug: Card(p.slug, p.name, p.kind_label, art_of(p.slug)) for p in list_products()}
        shelf = Shelf(version, tuple(items), products)
        current_app.extensions["guide_shelf"] = shelf
    return shelf
