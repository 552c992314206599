"""Decides what a card on a shelf says of a product."""

from collections.abc import Iterable
from dataclasses import dataclass

from shop.catalog.models import Product
from shop.catalog.unit_price import unit_price_text
from shop.catalog.vocabulary import shelves
from shop.web.assets import STATIC

DRAWN = frozenset(path.stem for path in (STATIC / "art").glob("*.svg"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One product on a shelf. `uses` are the lawful statements, in full: a card that shows a medicine shows
    its registered use too (Human Medicines Regulations 2012 Part 14)."""

    slug: str
    name: str
    kind_label: str
    image: str | None
    form: str
    price_minor: int
    unit_price: str
    price_sample: bool
    out_of_stock: bool
    needs: tuple[str, ...]
    uses: tuple[str, ...]


def art_of(slug: str) -> str | None:
    """The drawing of a product among the assets, or None for a product nobody has drawn."""
    return f"art/{slug}.svg" if slug in DRAWN else None


def cards(products: Iterable[Product]) -> list[Card]:
    """A card for each product that has a pack, told by its smallest pack."""
    return [_card(product) for product in products if product.variants]


def _card(product: Product) -> Card:
    first, *others = product.variants
    also = "".join(f"; also {variant.pack_label}" for variant in others)
    return Card(
        slug=product.slug,
        name=product.name,
        kind_label=product.kind_label,
        image=art_of(product.slug),
        form=f"{product.facts['form']}, {first.pack_label}{also}",
        price_minor=first.price_minor,
        unit_price=unit_price_text(price_minor=first.price_minor, size=first.size, unit=first.unit),
        price_sample=first.price_sample,
        out_of_stock=all(variant.available <= 0 for variant in product.variants),
        needs=tuple(shelves()[served.need] for served in product.confirmed_needs),
        uses=tuple(served.statement for served in product.confirmed_needs),
    )


def choices(words: dict[str, str]) -> list[dict[str, str]]:
    """Ids and their words as the choices of a select field."""
    return [{"value": key, "text": text} for key, text in words.items()]
