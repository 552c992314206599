"""Decides what a product page says, and how it says that something isn't known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from shop.catalog.availability import is_purchase_permitted
from shop.catalog.models import Product, Variant
from shop.catalog.unit_price import unit_price_text
from shop.catalog.vocabulary import ACTIONS, HOW_SURE, UNCONFIRMED, sources
from shop.money import Money
from shop.web.templating import long_date

CAUTION_HEADINGS = {
    "block": "Do not use it",
    "ask": "Ask a pharmacist or doctor first",
    "space": "Leave time between",
    "warn": "Take care",
}
INTERACTION_HEADINGS = {**CAUTION_HEADINGS, "block": "Do not take them together"}

CAREFUL = "to be on the safe side: not confirmed yet"

ROWS = {
    "ingredients": "Ingredients",
    "allergens": "Allergens",
    "dose": "How to use it",
    "maximum_duration": "How long to use it",
    "minimum_age": "Youngest age",
    "driving": "Driving and machines",
    "storage": "Keeping it",
}
# What else rests on a source, for the list of sources.
SOURCED = {
    "kind": "kind of product",
    "registration": "registration",
    "registered_use": "registered use",
    "vat": "VAT rate",
    "exclusive_group": "what it is not sold with",
    **{key: label.lower() for key, label in ROWS.items()},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fact. `doubt` says why it isn't sure, or is empty; a fact without `texts` is unknown."""

    label: str
    texts: tuple[str, ...]
    note: str
    doubt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cautions or interactions that ask the same of a person."""

    action: str
    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A text that facts of the page were read in: what about, and how sure that makes them."""

    title: str
    sure: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The page of a product in words; `uses` are lawful statements, empty where nothing is confirmed."""

    summary: str
    description: str
    uses: tuple[str, ...]
    facts: tuple[Row, ...]
    warnings: tuple[Row, ...]
    cautions: tuple[Group, ...]
    interactions: tuple[Group, ...]
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One pack as a choice: its price, what the price holds, and whether it can be had now."""

    sku: str
    label: str
    price_minor: int
    unit_price: str
    price_sample: bool
    price_as_of: date | None
    vat: str
    doubt: str
    permitted: bool
    reason: str
    sold_out: bool


def described(product: Product) -> Described:
    """Everything the page of a product says about it."""
    facts = product.facts
    sizes = " or ".join(variant.pack_label for variant in product.variants)
    return Described(
        summary=facts["summary"],
        description=f"{product.name}: {facts['form'].lower()}, {sizes}. What is in it, how to use it, "
        "what it costs and who should not take it.",
        uses=tuple(served.statement for served in product.confirmed_needs),
        facts=tuple(_facts(product)),
        warnings=tuple(_row("", row) for row in facts["warnings"]),
        cautions=tuple(_grouped(facts["cautions"], CAUTION_HEADINGS)),
        interactions=tuple(_grouped(facts["interactions"], INTERACTION_HEADINGS)),
        origins=tuple(_origins(product)),
    )


def packs(product: Product, *, sandbox: bool) -> list[Pack]:
    """The packs of a product, smallest first."""
    return [_pack(variant, sandbox=sandbox) for variant in product.variants]


def pack_choices(offered: list[Pack]) -> list[dict[str, Any]]:
    """The packs that may be bought, as choices of a radio group; the smallest is chosen."""
    sold = [pack for pack in offered if pack.permitted]
    return [
        {
            "value": pack.sku,
            "label": f"{pack.label}: {Money(pack.price_minor).format()}",
            "hint": _about_price(pack),
            "checked": pack is sold[0],
        }
        for pack in sold
    ]


def _about_price(pack: Pack) -> str:
    said = ["Sample price" if pack.price_sample else "", f"{pack.unit_price}, {pack.vat}"]
    if pack.price_as_of is not None:
        said.append(f"Price of {long_date(pack.price_as_of)}")
    if pack.doubt:
        said.append(f"Pack: {pack.doubt[0].lower()}{pack.doubt[1:]}")
    said.append("In stock")
    return ". ".join(text for text in said if text) + "."


def trail(product: Product, *, shop_url: str) -> dict[str, Any]:
    """The way down to the page, as schema.org BreadcrumbList."""
    steps = (("Shop", f"{shop_url}/shop"), (product.name, f"{shop_url}/shop/{product.slug}"))
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(steps, start=1)
        ],
    }


def structured_data(product: Product, offered: list[Pack], *, shop_url: str) -> dict[str, Any]:
    """The page as schema.org Product with an Offer for each pack, for search engines; no claim, no rating."""
    address = f"{shop_url}/shop/{product.slug}"
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "description": product.facts["summary"],
        "url": address,
        "category": product.kind_label,
        "offers": [_offer(pack, address) for pack in offered],
    }


def _offer(pack: Pack, address: str) -> dict[str, str]:
    pounds, pence = divmod(pack.price_minor, 100)
    offer = {
        "@type": "Offer",
        "sku": pack.sku,
        "name": pack.label,
        "url": address,
        "price": f"{pounds}.{pence:02}",
        "priceCurrency": "GBP",
        "availability": f"https://schema.org/{'InStock' if pack.permitted else 'OutOfStock'}",
    }
    return {**offer, "description": "Sample price"} if pack.price_sample else offer


def _pack(variant: Variant, *, sandbox: bool) -> Pack:
    permitted, reason = is_purchase_permitted(variant, 1, sandbox=sandbox)
    inside = Money(variant.price_minor).vat_included(variant.vat_rate_percent).format()
    rate = variant.vat_rate_percent
    return Pack(
        sku=variant.sku,
        label=variant.pack_label,
        price_minor=variant.price_minor,
        unit_price=unit_price_text(price_minor=variant.price_minor, size=variant.size, unit=variant.unit),
        price_sample=variant.price_sample,
        price_as_of=variant.price_as_of,
        vat=f"includes {rate}% VAT, {inside}" if rate else "no VAT on this food (0%)",
        doubt="" if variant.pack_confirmed else UNCONFIRMED,
        permitted=permitted,
        reason=reason,
        sold_out=variant.available <= 0,
    )


def _facts(product: Product) -> Iterator[Row]:
    kind, registration = product.facts["kind"], product.facts["registration"]
    sure = product.is_kind_confirmed
    yield _row("Kind", kind, [product.kind_label] if sure else [], UNCONFIRMED if not sure else None)
    if product.kind != "food":
        number = [text for text in (registration["number"], registration["holder"]) if text]
        yield _row("Registration", registration, [", ".join(number)] if number else [])
    for key, label in ROWS.items():
        yield _row(label, product.facts[key])
    yield Row(label="Leaflet", texts=(product.facts["leaflet"]["text"],), note="", doubt="")


def _row(label: str, fact: dict[str, Any], texts: list[str] | None = None, doubt: str | None = None) -> Row:
    if texts is None:
        texts = fact["items"] if "items" in fact else [fact["text"]] if fact["text"] else []
    if doubt is None:
        doubt = "" if fact["confidence"] == "seen" else HOW_SURE[fact["confidence"]]
    return Row(
        label=label, texts=tuple(texts), note=fact["note"] or "", doubt=doubt if texts else UNCONFIRMED
    )


def _grouped(rows: list[dict[str, Any]], headings: dict[str, str]) -> Iterator[Group]:
    for action in ACTIONS:
        found = tuple(_spaced(row) for row in rows if row["action"] == action)
        if found:
            yield Group(action=action, heading=headings[action], rows=found)


def _spaced(row: dict[str, Any]) -> Row:
    """A caution or interaction; care needs no proof, so only what nobody has read is marked."""
    texts = (row["text"], row["spacing"]) if row.get("spacing") else (row["text"],)
    doubt = CAREFUL if row["confidence"] == "general-knowledge" else ""
    return Row(label="", texts=texts, note=row["note"] or "", doubt=doubt)


def _origins(product: Product) -> Iterator[Origin]:
    about: dict[tuple[str, str], dict[str, None]] = {}
    for what, fact in _sourced(product):
        for key in fact["source"]:
            about.setdefault((key, fact["confidence"]), {})[what] = None
    for (key, confidence), subjects in about.items():
        yield Origin(title=sources()[key], sure=HOW_SURE[confidence], about=", ".join(subjects))


def _sourced(product: Product) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, what in SOURCED.items():
        if product.facts[key] is not None:
            yield what, product.facts[key]
    for key in ("warnings", "cautions", "interactions"):
        for row in product.facts[key]:
            yield {"interactions": "other medicines"}.get(key, key), row
