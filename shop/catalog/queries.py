"""Decides how products are found, for pages, baskets and the guide; each of these is one query."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from shop.catalog.models import Product, ServedNeed, Variant
from shop.catalog.vocabulary import shelves
from shop.db import db
from shop.errors import NotFound


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
