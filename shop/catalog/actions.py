"""Decides how the range and its stock change; every change is made inside the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Update, select, update
from sqlalchemy.orm import selectinload

from shop.catalog.models import Product, Variant
from shop.catalog.product_sheets import fill_product, written
from shop.catalog.queries import list_products
from shop.catalog.sheets import Sheet, check_sheets
from shop.db import db, touch_public_content
from shop.errors import Refusal


class OutOfStock(Refusal):
    """Not that many can be promised now; `available` says how many can."""

    title = "Not enough in stock"

    def __init__(self, sku: str, available: int) -> None:
        self.sku = sku
        self.available = available
        wanted = f"You can have {available}." if available else "It is out of stock."
        super().__init__(f"We don't have that many just now. {wanted}")


class StockDisagrees(Exception):
    """More was to be released or consumed than is reserved: a fault of ours, never of the shopper."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a range did, by slug."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    kept: tuple[str, ...]


def load_starter_range(*, sheets: Iterable[Sheet], now: datetime, replace: bool = False) -> Loaded:
    """Put the products of the sheets into the database; a product that is there is kept as it is.

    With `replace` the sheet wins over what is there, stock included, but for what is reserved.
    Raises StockInUse (from product_sheets) when a sheet takes away stock or a pack that is reserved, and
    SheetError (from sheets) when the range as it then stands, products kept included, has a mistake.
    """
    wanted = {sheet["slug"]: sheet for sheet in sheets}
    loaded = selectinload(Product.variants), selectinload(Product.serves)
    there = db.session.scalars(select(Product).where(Product.slug.in_(wanted)).options(*loaded))
    held = {product.slug: product for product in there}
    for slug, sheet in wanted.items():
        if slug not in held:
            product = Product(slug=slug, variants=[], serves=[])
            fill_product(product, sheet, now=now)
            db.session.add(product)
        elif replace:
            fill_product(held[slug], sheet, now=now)
    db.session.flush()
    # What was kept may name an id that has gone from the topics since it was loaded.
    check_sheets(written(list_products()))
    old = tuple(slug for slug in wanted if slug in held)
    return Loaded(
        tuple(slug for slug in wanted if slug not in held), old if replace else (), () if replace else old
    )


def reserve(*, sku: str, quantity: int) -> None:
    """Promise `quantity` of a pack to an order, in one conditional UPDATE.

    Raises OutOfStock when fewer are free (or the sku isn't sold). Objects already loaded stay as they were.
    """
    enough = Variant.on_hand - Variant.reserved >= _positive(quantity)
    taken = update(Variant).where(Variant.sku == sku, enough).values(reserved=Variant.reserved + quantity)
    left = _available_after(taken)
    if left is None:
        raise OutOfStock(sku, _available(sku))
    if left == 0:
        touch_public_content()


def release(*, sku: str, quantity: int) -> None:
    """Give back what was promised to an order that will not be paid; raises StockDisagrees."""
    held = Variant.reserved >= _positive(quantity)
    given = update(Variant).where(Variant.sku == sku, held).values(reserved=Variant.reserved - quantity)
    left = _available_after(given)
    if left is None:
        raise StockDisagrees(f"{quantity} of {sku} were to be released, but fewer are reserved")
    if left == quantity:
        touch_public_content()


def consume(*, sku: str, quantity: int) -> None:
    """Take what was promised off the shelf for good: the order is paid. Raises StockDisagrees.

    What is free stays the same, so public pages do too.
    """
    held = Variant.reserved >= _positive(quantity)
    gone = {"reserved": Variant.reserved - quantity, "on_hand": Variant.on_hand - quantity}
    if _available_after(update(Variant).where(Variant.sku == sku, held).values(gone)) is None:
        raise StockDisagrees(f"{quantity} of {sku} were to be consumed, but fewer are reserved")


def _available_after(statement: Update) -> int | None:
    """How many are free once the statement ran, or None when it matched no row."""
    asked = statement.returning(Variant.on_hand - Variant.reserved)
    return db.session.execute(asked, execution_options={"synchronize_session": False}).scalar_one_or_none()


def _available(sku: str) -> int:
    free = select(Variant.on_hand - Variant.reserved).where(Variant.sku == sku)
    return db.session.execute(free).scalar_one_or_none() or 0


def _positive(quantity: int) -> int:
    if quantity < 1:
        raise ValueError(f"a quantity is 1 or more, not {quantity}")
    return quantity
