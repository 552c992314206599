"""Decides which facts of a sheet somebody must still confirm, for the shopkeeper."""

from collections.abc import Iterator

from shop.catalog.sheets import Sheet
from shop.catalog.vocabulary import HOW_SURE

# Facts a shopper relies on: each must be read on the pack or in the product's own text.
READ_ON_THE_PACK = (
    "kind",
    "registration",
    "registered_use",
    "vat",
    "ingredients",
    "allergens",
    "dose",
    "maximum_duration",
    "minimum_age",
    "driving",
    "storage",
)
SURE = "seen"


def gaps(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """(what, why it isn't sure) for each unknown, sample or second-hand fact of a sheet, and its own list."""
    for key in READ_ON_THE_PACK:
        fact = sheet[key]
        if fact is not None and fact["confidence"] != SURE:
            yield key, HOW_SURE[fact["confidence"]]
    for pack in sheet["packs"]:
        if not pack["pack_confirmed"]:
            yield pack["sku"], "the pack is remembered, not confirmed"
        if not pack["weight_confirmed"]:
            yield (
                pack["sku"],
                "the weight is estimated: weigh the pack" if pack["weight_grams"] else "no weight yet",
            )
        if pack["price_sample"]:
            yield pack["sku"], "sample price"
        elif pack["price_as_of"] is not None:
            yield pack["sku"], f"price of {pack['price_as_of'].isoformat()}"
    for served in sheet["serves"]:
        if not served["confirmed"]:
            yield served["need"], "no lawful basis confirmed: not offered, nothing claimed"
    for table, name in (("cautions", "condition"), ("interactions", "medicine_class")):
        for row in sheet[table]:
            if row["confidence"] != SURE:
                yield f"{table}: {row[name]}", HOW_SURE[row["confidence"]]
    for gap in sheet["unconfirmed"]:
        yield "to confirm", gap
