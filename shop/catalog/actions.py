"""Decides how the range and its stock change; every change is made inside the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from shop.catalog.ledger import Move, moved, write_down
from shop.catalog.models import (
    COUNTED,
    DELIVERED,
    PUT_BACK,
    RELEASED,
    RESERVED,
    TAKEN,
    WRITTEN_OFF,
    Product,
    Variant,
)
from shop.catalog.product_sheets import StockInUse, fill_product, written
from shop.catalog.queries import NoSuchPack, list_products, lock_pack, lock_packs
from shop.catalog.sheets import Sheet, check_sheets
from shop.db import db
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
    before = lock_packs(wanted)
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
    _note_loaded(before, lock_packs(wanted), now=now)
    # What was kept may name an id that has gone from the topics since it was loaded.
    check_sheets(written(list_products()))
    old = tuple(slug for slug in wanted if slug in held)
    return Loaded(
        tuple(slug for slug in wanted if slug not in held), old if replace else (), () if replace else old
    )


def _note_loaded(
    before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]], now: datetime
) -> None:
    """Write into the ledger what loading sheets did to each pack; packs that are gone included."""
    for sku in sorted({*before, *after}):
        on_hand, reserved = after.get(sku, (0, 0))
        change = on_hand - before.get(sku, (0, 0))[0]
        if change:
            kind = COUNTED if sku in before else DELIVERED
            move = Move(sku=sku, kind=kind, on_hand=change, why="its sheet was loaded")
            write_down(move, on_hand=on_hand, reserved=reserved, now=now)


def reserve(*, sku: str, quantity: int, why: str, now: datetime, order_number: int | None = None) -> None:
    """Promise `quantity` of a pack to an order, in one conditional UPDATE.

    Raises OutOfStock when fewer are free (or the sku isn't sold). Objects already loaded stay as they were.
    """
    free = Variant.on_hand - Variant.reserved >= _positive(quantity)
    move = Move(sku=sku, kind=RESERVED, reserved=quantity, why=why, order_number=order_number)
    if not moved(move, free, now=now):
        raise OutOfStock(sku, _available(sku))


def release(*, sku: str, quantity: int, why: str, now: datetime, order_number: int | None = None) -> None:
    """Give back what was promised to an order that will not be paid; raises StockDisagrees."""
    held = Variant.reserved >= _positive(quantity)
    move = Move(sku=sku, kind=RELEASED, reserved=-quantity, why=why, order_number=order_number)
    if not moved(move, held, now=now):
        raise StockDisagrees(f"{quantity} of {sku} were to be released, but fewer are reserved")


def consume(*, sku: str, quantity: int, why: str, now: datetime, order_number: int | None = None) -> None:
    """Take what was promised off the shelf for good: the order is paid. Raises StockDisagrees.

    What is free stays the same, so public pages do too.
    """
    held = Variant.reserved >= _positive(quantity)
    gone = {"on_hand": -quantity, "reserved": -quantity}
    if not moved(Move(sku=sku, kind=TAKEN, why=why, order_number=order_number, **gone), held, now=now):
        raise StockDisagrees(f"{quantity} of {sku} were to be consumed, but fewer are reserved")


def put_back(*, sku: str, quantity: int, why: str, now: datetime, order_number: int | None = None) -> None:
    """Goods that had left come back to the shelf, fit to be sold again. Raises NoSuchPack."""
    move = Move(sku=sku, kind=PUT_BACK, on_hand=_positive(quantity), why=why, order_number=order_number)
    if not moved(move, now=now):
        raise NoSuchPack(sku)


def receive(*, sku: str, quantity: int, why: str, now: datetime) -> None:
    """A delivery of `quantity` packs is put on the shelf. Raises NoSuchPack."""
    if not moved(Move(sku=sku, kind=DELIVERED, on_hand=_positive(quantity), why=why), now=now):
        raise NoSuchPack(sku)


def write_off(*, sku: str, quantity: int, why: str, now: datetime) -> None:
    """Take packs that can't be sold off the shelf: broken, out of date. Raises NoSuchPack and OutOfStock."""
    free = Variant.on_hand - Variant.reserved >= _positive(quantity)
    if not moved(Move(sku=sku, kind=WRITTEN_OFF, on_hand=-quantity, why=why), free, now=now):
        raise OutOfStock(sku, lock_pack(sku).available)


def count(*, sku: str, on_hand: int, why: str, now: datetime) -> int:
    """Somebody counted the shelf: from now on there are `on_hand`; gives the difference, negative for fewer.

    Raises NoSuchPack, and StockInUse when fewer were found than are promised to orders.
    """
    if on_hand < 0:
        raise ValueError(f"a count is 0 or more, not {on_hand}")
    pack = lock_pack(sku)
    if on_hand < pack.reserved:
        raise StockInUse(f"{sku} is reserved {pack.reserved} times; its stock can't be {on_hand}.")
    change = on_hand - pack.on_hand
    moved(Move(sku=sku, kind=COUNTED, on_hand=change, why=why), now=now)
    return change


def _available(sku: str) -> int:
    free = select(Variant.on_hand - Variant.reserved).where(Variant.sku == sku)
    return db.session.execute(free).scalar_one_or_none() or 0


def _positive(quantity: int) -> int:
    if quantity < 1:
        raise ValueError(f"a quantity is 1 or more, not {quantity}")
    return quantity
