"""Decides how products are found, for pages, baskets and the guide; each of these is one query."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from shop.catalog.models import Product, ServedNeed, StockMovement, Variant
from shop.catalog.vocabulary import shelves
from shop.db import db
from shop.errors import NotFound

# How many of each pack are on hand and how many of them are reserved, by sku.
Shelf = dict[str, tuple[int, int]]


class NoSuchProduct(NotFound):
    """No product has that slug; `suggestions` are the ones that may have been meant."""

    title = "We don't have that product"

    def __init__(self, slug: str, names: dict[str, str]) -> None:
        near = get_close_matches(slug.lower(), names, n=3, cutoff=0.5)
        near += [other for other in names if slug.lower() in other and other not in near][:3]
        found = [(names[other], f"/shop/{other}") for other in near]
        where = "Did you mean one of these?" if found else "See everything we sell in the shop."
        super().__init__(
            f"There is no product at this address. {where}", suggestions=[*found, ("All products", "/shop")]
        )


class NoSuchPack(NotFound):
    """No pack in the range has that sku; `suggestions` are the ones that may have been meant."""

    title = "We don't have that pack"

    def __init__(self, sku: str) -> None:
        known = db.session.scalars(select(Variant.sku).order_by(Variant.sku))
        near = get_close_matches(sku.upper(), list(known), n=3, cutoff=0.5)
        meant = f" Did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"No pack has the sku {sku}.{meant}")


def list_products(*, need: str | None = None, kind: str | None = None) -> list[Product]:
    """Products in shelf order, with packs and needs, in one query.

    `need` keeps those that may lawfully be filed under it (a confirmed basis), `kind` those of that kind.
    """
    query = _whole().order_by(Product.position, Product.slug)
    if need is not None:
        query = query.where(Product.serves.any((ServedNeed.need == need) & ServedNeed.confirmed))
    if kind is not None:
        query = query.where(Product.facts[("kind", "value")].as_string() == kind)
    return list(db.session.scalars(query).unique())


def get_product(slug: str) -> Product:
    """One product with packs and needs, in one query. Raises NoSuchProduct with near matches."""
    product = db.session.scalars(_whole().where(Product.slug == slug)).unique().one_or_none()
    if product is None:
        rows = db.session.execute(select(Product.slug, Product.name).order_by(Product.position))
        raise NoSuchProduct(slug, {row.slug: row.name for row in rows})
    return product


def variants_by_sku(skus: Iterable[str]) -> dict[str, Variant]:
    """Packs by sku, each with its product and that one's needs, in one query; unknown ones are left out."""
    with_product = joinedload(Variant.product).joinedload(Product.serves)
    query = select(Variant).where(Variant.sku.in_(sorted(set(skus)))).options(with_product)
    return {variant.sku: variant for variant in db.session.scalars(query).unique()}


def lock_pack(sku: str) -> Variant:
    """The pack as it is now, held until the transaction ends. Raises NoSuchPack with near matches."""
    statement = select(Variant).where(Variant.sku == sku).with_for_update()
    pack = db.session.execute(statement, execution_options={"populate_existing": True}).scalar_one_or_none()
    if pack is None:
        raise NoSuchPack(sku)
    return pack


def lock_packs(slugs: Iterable[str]) -> Shelf:
    """How many of each pack of these products are on hand and reserved, by sku; held until the end.

    Held in the order of their skus, as orders take them, so that nobody waits in a circle.
    """
    columns = select(Variant.sku, Variant.on_hand, Variant.reserved).join(Product)
    held = columns.where(Product.slug.in_(list(slugs))).order_by(Variant.sku).with_for_update(of=Variant)
    return {row.sku: (row.on_hand, row.reserved) for row in db.session.execute(held)}


def list_stock(*, low_at: int | None = None) -> list[Variant]:
    """Every pack with its product, by sku; with `low_at` those of which no more than their mark are free.

    A pack's own mark wins; `low_at` is the mark of those without one.
    """
    query = select(Variant).options(joinedload(Variant.product)).order_by(Variant.sku)
    if low_at is not None:
        query = query.where(Variant.on_hand - Variant.reserved <= func.coalesce(Variant.low_stock, low_at))
    return list(db.session.scalars(query))


def list_movements(sku: str) -> list[StockMovement]:
    """The ledger of one pack, oldest first, sold or not any more. Raises NoSuchPack with near matches."""
    query = select(StockMovement).where(StockMovement.sku == sku).order_by(StockMovement.id)
    found = list(db.session.scalars(query))
    if not found and db.session.scalar(select(Variant.id).where(Variant.sku == sku)) is None:
        raise NoSuchPack(sku)
    return found


def ledger_faults() -> list[str]:
    """The packs whose ledger doesn't add up to what is on the shelf, one sentence each."""
    summed = select(
        StockMovement.sku,
        func.sum(StockMovement.on_hand_change).label("on_hand"),
        func.sum(StockMovement.reserved_change).label("reserved"),
    ).group_by(StockMovement.sku)
    shelf = {v.sku: (v.on_hand, v.reserved) for v in db.session.scalars(select(Variant))}
    ledger = {row.sku: (row.on_hand, row.reserved) for row in db.session.execute(summed)}
    faults = []
    for sku in sorted({*shelf, *ledger}):
        there, written = shelf.get(sku, (0, 0)), ledger.get(sku, (0, 0))
        if there != written:
            faults.append(
                f"{sku}: {there[0]} are on hand and {there[1]} reserved, "
                f"but its ledger says {written[0]} and {written[1]}."
            )
    return faults


def filled_shelves() -> dict[str, str]:
    """The needs on which at least one product may lawfully be filed, with the words of their shelves."""
    held = set(db.session.scalars(select(ServedNeed.need).where(ServedNeed.confirmed).distinct()))
    return {need: words for need, words in shelves().items() if need in held}


def names_on_sale() -> dict[str, str]:
    """The name of every product, by slug, in shelf order."""
    query = select(Product.slug, Product.name).order_by(Product.position, Product.slug)
    return {row.slug: row.name for row in db.session.execute(query)}


def has_products() -> bool:
    """Whether anything is in the range at all."""
    return db.session.scalars(select(Product.id).limit(1)).first() is not None


def guide_items() -> list[dict[str, Any]]:
    """Every product in the shape the recommender reads, in one query; plain lists, texts and numbers."""
    query = select(Product).options(joinedload(Product.serves)).order_by(Product.position, Product.slug)
    return [_item(product) for product in db.session.scalars(query).unique()]


def _whole() -> Select[Product]:
    # A product has a few packs and a need or two: a few rows more cost less than a second query.
    return select(Product).options(joinedload(Product.serves), joinedload(Product.variants))


def _item(product: Product) -> dict[str, Any]:
    served = ("need", "basis", "statement", "confirmed", "source", "confidence")
    caution = ("condition", "action", "text", "source", "confidence")
    interaction = ("medicine_class", "action", "text", "spacing", "source", "confidence")
    return {
        "id": product.slug,
        "name": product.name,
        "kind": product.kind,
        "serves": [{key: getattr(row, key) for key in served} for row in product.serves],
        "traits": product.facts["traits"],
        "minimum_age": product.minimum_age,
        "cautions": [{key: row[key] for key in caution} for row in product.facts["cautions"]],
        "interactions": [{key: row[key] for key in interaction} for row in product.facts["interactions"]],
        "exclusive_group": product.exclusive_group,
    }
