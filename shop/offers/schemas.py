"""Decides what an offer may say when it is made, and tells field by field what would be right."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, validate, validates_schema

from shop.catalog.models import Product
from shop.catalog.sheet_fields import Day, Strict, Text, Whole, at_least, looks_like, one_of, texts
from shop.catalog.vocabulary import shelves
from shop.money import format_minor
from shop.offers.rules import (
    AMOUNT,
    BUY_GET,
    FREE_DELIVERY,
    KINDS,
    MOST_OFF_A_MEDICINE_PERCENT,
    PERCENTAGE,
)

CODE = re.compile(r"[A-Z0-9-]{4,30}")
# Which numbers each kind needs; the others must stay away.
NUMBERS = {PERCENTAGE: ("percent",), AMOUNT: ("amount_minor",), FREE_DELIVERY: (), BUY_GET: ("buy", "get")}
LAW = "the law forbids to give medicines away (Human Medicines Regulations 2012, reg. 293; MHRA Blue Guide)"


class BadOffer(Exception):
    """The sheet can't be used; `problems` are (field, what is wrong and what would be right)."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(f"{field}: {problem}" for field, problem in self.problems))


class OfferSheet(Strict):
    """The keys of an offer's sheet; shop/offers/README.md explains each."""

    slug = Text(
        validate=[looks_like(r"[a-z0-9]+(-[a-z0-9]+)*\Z", "winter-ten"), validate.Length(max=40)],
    )
    label = Text(optional=True, validate=validate.Length(max=80))
    kind = Text(validate=one_of(KINDS))
    code = Text(optional=True, validate=looks_like(rf"{CODE.pattern}\Z", "WINTER-10 (4 to 30 signs)"))
    percent = Whole(optional=True, validate=validate.Range(1, 100, error="must be from 1 to 100"))
    amount_minor = Whole(optional=True, validate=at_least(1))
    buy = Whole(optional=True, validate=at_least(1))
    get = Whole(optional=True, validate=at_least(1))
    minimum_minor = Whole(load_default=0, validate=at_least(0))
    starts = Day(optional=True)
    ends = Day(optional=True)
    limit_total = Whole(optional=True, validate=at_least(1))
    limit_each = Whole(optional=True, validate=at_least(1))
    products = texts()
    needs = texts()

    @validates_schema(skip_on_field_errors=True)
    def holds_together(self, data: dict[str, Any], **_: object) -> None:
        wrong: dict[str, list[str]] = {}
        needed = NUMBERS[data["kind"]]
        for key in ("percent", "amount_minor", "buy", "get"):
            if key in needed and data[key] is None:
                wrong[key] = [f"is missing; the kind '{data['kind']}' needs it"]
            if key not in needed and data[key] is not None:
                wrong[key] = [f"doesn't belong to the kind '{data['kind']}'; leave it out"]
        if data["starts"] and data["ends"] and data["ends"] < data["starts"]:
            wrong["ends"] = [f"must not be before starts, {data['starts'].isoformat()}"]
        for key in ("limit_total", "limit_each"):
            if data["code"] is None and data[key] is not None:
                wrong[key] = [
                    "needs a code: what everybody gets can't be counted; add a code or leave it out"
                ]
        if wrong:
            raise ValidationError(wrong)


def read_offer(raw: Mapping[str, Any], products: Iterable[Product]) -> dict[str, Any]:
    """A sheet as the columns of models.Offer. Raises BadOffer with every field that is wrong.

    `products` are all that is sold: an offer may name only those, and may give none of them away that is, or
    may be, a medicine.
    """
    given = dict(raw)
    if isinstance(given.get("code"), str):
        given["code"] = tidy_code(given["code"])
    try:
        sheet: dict[str, Any] = OfferSheet().load(given)
    except ValidationError as error:
        raise BadOffer([(key, _told(said)) for key, said in error.normalized_messages().items()]) from None
    sold = list(products)
    problems = [*_unknown(sheet, sold), *_medicine_problems(sheet, sold)]
    if problems:
        raise BadOffer(problems)
    starts: date | None = sheet.pop("starts")
    ends: date | None = sheet.pop("ends")
    numbers = {key: sheet[key] or 0 for key in ("percent", "amount_minor", "buy", "get")}
    return {
        **sheet,
        **numbers,
        "label": sheet["label"] or _label(sheet),
        "starts_on": starts,
        "ends_on": ends,
    }


def tidy_code(entered: str) -> str:
    """A code as it is kept: capitals, no spaces."""
    return "".join(entered.split()).upper()


def is_code(tidied: str) -> bool:
    """Whether this could be a code at all."""
    return CODE.fullmatch(tidied) is not None


def counts_as_medicine(product: Product) -> bool:
    """Whether the rules for medicines hold: for each one, and for what nobody has confirmed to be none."""
    return product.is_medicine or not product.is_kind_confirmed


def _told(said: Any) -> str:
    if isinstance(said, dict):
        return " ".join(f"[{key}] {_told(inner)}" for key, inner in said.items())
    return " ".join(map(str, said)) if isinstance(said, list) else str(said)


def _unknown(sheet: dict[str, Any], sold: list[Product]) -> list[tuple[str, str]]:
    known = {"products": {product.slug for product in sold}, "needs": set(shelves())}
    return [
        (key, f"'{name}' is not known; one of: {', '.join(sorted(known[key]))}")
        for key in known
        for name in sheet[key]
        if name not in known[key]
    ]


def _medicine_problems(sheet: dict[str, Any], sold: list[Product]) -> list[tuple[str, str]]:
    meant = [product for product in sold if _is_for(sheet, product) and counts_as_medicine(product)]
    if not meant:
        return []
    names = ", ".join(product.name for product in meant)
    field = "needs" if sheet["needs"] and not sheet["products"] else "products"
    if sheet["kind"] == BUY_GET:
        return [(field, f"would give away {names}: {LAW}. Name products that are no medicines")]
    if (sheet["percent"] or 0) > MOST_OFF_A_MEDICINE_PERCENT:
        return [
            (
                "percent",
                f"would all but give away {names}: {LAW}. Take {MOST_OFF_A_MEDICINE_PERCENT} at most, or "
                "name products that are no medicines",
            )
        ]
    return []


def _is_for(sheet: dict[str, Any], product: Product) -> bool:
    if not sheet["products"] and not sheet["needs"]:
        return True
    served = {served.need for served in product.confirmed_needs}
    return product.slug in sheet["products"] or bool(served & set(sheet["needs"]))


def _label(sheet: dict[str, Any]) -> str:
    if sheet["kind"] == PERCENTAGE:
        return f"{sheet['percent']}% off"
    if sheet["kind"] == AMOUNT:
        return f"{format_minor(sheet['amount_minor'])} off"
    if sheet["kind"] == FREE_DELIVERY:
        return "Free delivery"
    return f"Buy {sheet['buy']}, get {sheet['get']} free"
