"""Decides how a product sheet becomes rows, and rows a sheet again: the two are each other's mirror."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from shop.catalog.models import Product, ServedNeed, Variant
from shop.catalog.sheet_schema import SheetSchema
from shop.catalog.sheet_writing import write_sheet
from shop.catalog.sheets import Sheet
from shop.errors import Refusal

# Columns and tables of their own; all else of a sheet is in Product.facts.
COLUMNS = ("slug", "name", "position")
TABLES = ("packs", "serves")
SERVED = ("need", "basis", "statement", "confirmed", "source", "confidence", "note")
PACK = (
    "size",
    "unit",
    "pack_confirmed",
    "weight_grams",
    "weight_confirmed",
    "price_minor",
    "price_sample",
    "price_as_of",
    "vat_class",
    "low_stock",
)


class StockInUse(Refusal):
    """A sheet takes away stock, or a whole pack, that is promised to someone."""

    title = "That stock is promised"


def fill_product(product: Product, sheet: Sheet, *, now: datetime) -> None:
    """Make the product say what the sheet says. Raises StockInUse and leaves nothing flushed."""
    product.name = sheet["name"]
    product.position = sheet["position"]
    product.facts = _facts(sheet)
    product.updated_at = now
    _fill_packs(product, sheet["packs"])
    held = {served.need: served for served in product.serves}
    product.serves = [_served(held.get(row["need"]), row) for row in sheet["serves"]]


def sheet_of(product: Product) -> Sheet:
    """The sheet that would make this product: as SheetSchema loads it, stock as it is now."""
    vat = {**product.facts["vat"], "checked_on": date.fromisoformat(product.facts["vat"]["checked_on"])}
    packs = [
        {"sku": v.sku, **{key: getattr(v, key) for key in PACK}, "stock": v.on_hand}
        for v in sorted(product.variants, key=lambda v: (v.size, v.sku))
    ]
    serves = [
        {key: getattr(served, key) for key in SERVED}
        for served in sorted(product.serves, key=lambda s: s.need)
    ]
    columns = {key: getattr(product, key) for key in COLUMNS}
    sheet = {**product.facts, **columns, "vat": vat, "packs": packs, "serves": serves}
    # A product loaded before a key was known has nothing under it.
    return {key: sheet.get(key) for key in SheetSchema().fields}


def written(products: Iterable[Product]) -> dict[str, bytes]:
    """The sheets that would make these products, as text, by name of file."""
    return {f"{product.slug}.toml": write_sheet(sheet_of(product)).encode() for product in products}


def _facts(sheet: Sheet) -> dict[str, Any]:
    facts = {key: value for key, value in sheet.items() if key not in (*COLUMNS, *TABLES)}
    facts["vat"] = {**sheet["vat"], "checked_on": sheet["vat"]["checked_on"].isoformat()}
    return facts


def _fill_packs(product: Product, packs: list[dict[str, Any]]) -> None:
    held = {variant.sku: variant for variant in product.variants}
    wanted = {pack["sku"] for pack in packs}
    for sku, variant in held.items():
        if sku not in wanted and variant.reserved:
            raise StockInUse(
                f"{sku} is reserved {variant.reserved} times, so its pack can't be taken out yet."
            )
    for pack in packs:
        reserved = held[pack["sku"]].reserved if pack["sku"] in held else 0
        if pack["stock"] < reserved:
            raise StockInUse(
                f"{pack['sku']} is reserved {reserved} times; its stock can't be {pack['stock']}."
            )
    product.variants = [_variant(held.get(pack["sku"]), pack) for pack in packs]


def _variant(variant: Variant | None, pack: dict[str, Any]) -> Variant:
    if variant is None:
        variant = Variant(sku=pack["sku"], reserved=0)
    for key in PACK:
        setattr(variant, key, pack[key])
    variant.on_hand = pack["stock"]
    return variant


def _served(served: ServedNeed | None, row: dict[str, Any]) -> ServedNeed:
    if served is None:
        served = ServedNeed(need=row["need"])
    for key in SERVED:
        setattr(served, key, row[key])
    return served
