"""What the guide may offer from: every product as an item for the recommender and as a card for the page."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask import current_app
from markupsafe import Markup

from recommender import Item, ItemsError, Topic, not_for_you_if, parse_items
from shop.catalog.models import Product
from shop.catalog.queries import guide_items, list_products
from shop.catalog.shelf import art_of
from shop.guide.ready_made import PIECES
from shop.guide.topic import current_topic

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Card:
    """What the answer shows of a product, and the parts of it that are the same for everybody, ready made.

    `uses` says for each need what the product is sold for, and for whom alone.
    """

    slug: str
    name: str
    kind_label: str
    heading: Markup
    uses: dict[str, Markup]
    not_for_you: Markup
    picture: Markup
    link: Markup


@dataclass(frozen=True)
class Shelf:
    """The range at one content version."""

    version: int
    items: tuple[Item, ...]
    cards: dict[str, Card]


# What stands in for the range when nothing of it may be shown: an urgent answer waits for no database.
EMPTY = Shelf(version=0, items=(), cards={})


_lock = Lock()


def current_shelf() -> Shelf:
    """The range as it stands now; made again only after public content changed."""
    version: int = current_app.extensions["content_version"]()
    held: Shelf | None = current_app.extensions.get("guide_shelf")
    if held is not None and held.version == version:
        return held
    with _lock:
        shelf = _make(version)
        current_app.extensions["guide_shelf"] = shelf
    return shelf


def _make(version: int) -> Shelf:
    topic = current_topic()
    pieces: Any = current_app.jinja_env.get_template(PIECES).module
    items = {item.id: item for item in _readable_items(topic)}
    cards = {
        product.slug: _card(product, items[product.slug], topic, pieces)
        for product in list_products()
        if product.slug in items
    }
    return Shelf(version, tuple(items.values()), cards)


def _readable_items(topic: Topic) -> Iterator[Item]:
    """The range without what the recommender can't judge: such a product is shown to nobody."""
    for item in guide_items():
        try:
            yield from parse_items([item], topic)
        except ItemsError as error:
            log.error("the guide leaves out %s: %s", item.get("id"), "; ".join(map(str, error.problems)))


def _card(product: Product, item: Item, topic: Topic, pieces: Any) -> Card:
    return Card(
        slug=product.slug,
        name=product.name,
        kind_label=product.kind_label,
        heading=pieces.product_heading(product.slug, product.name),
        uses={
            need: pieces.product_use(serves, topic.needs[need].only_for)
            for need, serves in item.confirmed.items()
        },
        not_for_you=pieces.not_for_you(not_for_you_if(item, topic)),
        picture=pieces.product_picture(art_of(product.slug)),
        link=pieces.product_link(product.slug, product.name),
    )
