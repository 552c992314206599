"""Decides what a product sheet may hold; products/README.md explains each key to those who write one."""

from collections import Counter
from typing import Any

from marshmallow import ValidationError, validate, validates_schema

from shop.catalog.claims import PORTIONS, claim_problem
from shop.catalog.sheet_fields import (
    Day,
    Known,
    Strict,
    Text,
    Whole,
    YesNo,
    at_least,
    id_of,
    looks_like,
    many,
    one,
    one_of,
    texts,
)
from shop.catalog.vocabulary import ACTIONS, BASES, KINDS, MEDICINE, UNITS, VAT_CLASSES, shelves

LEAFLET_LINE = "Always read the leaflet."


def _check_shelf(need: str) -> None:
    if need not in shelves():
        raise ValidationError(f"'{need}' has no shelf; one of: {', '.join(shelves())}")


class Kind(Known):
    """What the law takes the product for."""

    value = Text(validate=one_of(KINDS))
    confirmed = YesNo()


class Registration(Known):
    """The number of a medicine or the mark of a device."""

    number = Text(optional=True)
    holder = Text(optional=True)


class RegisteredUse(Known):
    """The wording of the registration, letter for letter."""

    wording = Text()
    territory = Text()
    status = Text(validate=one_of(("registered", "lapsed")))


class Vat(Known):
    """Who says which rate, and when somebody looked."""

    checked_on = Day()


class Items(Known):
    """A list of things, such as ingredients."""

    items = texts()


class Said(Known):
    """A sentence or two."""

    text = Text(optional=True)


class Duration(Said):
    """How long it may be used."""

    weeks = Whole(optional=True, validate=at_least(1))


class MinimumAge(Said):
    """The youngest age."""

    years = Whole(optional=True, validate=at_least(0))


class Storage(Said):
    """How to keep it."""

    flammable = YesNo(load_default=False)


class ExclusiveGroup(Known):
    """The word of the products of which one is enough, and what a shopper is told who wants two."""

    name = Text(validate=looks_like(r"[a-z0-9]+(-[a-z0-9]+)*", "valerian-hops"))
    text = Text()


class MostPerOrder(Said):
    """How many packs one order may hold, and what a shopper is told who wants more."""

    packs = Whole(validate=at_least(1))
    text = Text()


class Caveat(Known):
    """A warning for everyone."""

    text = Text()


class Pack(Strict):
    """What is sold: size, price and stock."""

    sku = Text(validate=looks_like(r"[A-Z0-9]+(-[A-Z0-9]+)+", "ATROSAN-30"))
    size = Whole(validate=at_least(1))
    unit = Text(validate=one_of(tuple(UNITS)))
    pack_confirmed = YesNo()
    weight_grams = Whole(optional=True, validate=at_least(1))
    weight_confirmed = YesNo(load_default=False)
    price_minor = Whole(validate=at_least(1))
    price_sample = YesNo()
    price_as_of = Day(optional=True)
    vat_class = Text(validate=one_of(VAT_CLASSES))
    stock = Whole(validate=at_least(0))
    low_stock = Whole(optional=True, validate=at_least(0))


class Caution(Known):
    """What a condition means for this product."""

    condition = Text(validate=id_of("condition"))
    action = Text(validate=one_of(ACTIONS))
    text = Text()


class Interaction(Known):
    """What a class of medicines means for this product."""

    medicine_class = Text(validate=id_of("medicine"))
    action = Text(validate=one_of(ACTIONS))
    text = Text()
    spacing = Text(optional=True)

    @validates_schema(skip_on_field_errors=True)
    def space_says_how_long(self, data: dict[str, Any], **_: object) -> None:
        if (data["action"] == "space") != (data["spacing"] is not None):
            raise ValidationError({"spacing": ["belongs to the action 'space', and only to it"]})


class Claim(Known):
    """A nutrient claim, checked against the label amount."""

    nutrient = Text()
    wording = Text()
    amount = Text()
    per = Text(validate=one_of(PORTIONS))

    @validates_schema(skip_on_field_errors=True)
    def is_authorised(self, data: dict[str, Any], **_: object) -> None:
        problem = claim_problem(**{key: data[key] for key in ("nutrient", "wording", "amount", "per")})
        if problem:
            raise ValidationError({"wording": [problem]})


class Serves(Known):
    """A need, and the ground on which that may be said."""

    need = Text(validate=[id_of("need"), _check_shelf])
    basis = Text(validate=one_of(BASES))
    statement = Text()
    confirmed = YesNo()


class SheetSchema(Strict):
    """The whole sheet. Loading gives a dict with every key present; absent ones are None or an empty list."""

    slug = Text(validate=looks_like(r"[a-z0-9]+(-[a-z0-9]+)*", "stress-relief-daytime"))
    name = Text()
    position = Whole(validate=at_least(0))
    form = Text()
    summary = Text()
    traits = texts(id_of("trait"))
    unconfirmed = texts()
    kind = one(Kind)
    registration = one(Registration)
    registered_use = one(RegisteredUse, required=False)
    vat = one(Vat)
    ingredients = one(Items)
    allergens = one(Items)
    dose = one(Said)
    maximum_duration = one(Duration)
    minimum_age = one(MinimumAge)
    driving = one(Said)
    storage = one(Storage)
    leaflet = one(Said)
    exclusive_group = one(ExclusiveGroup, required=False)
    most_per_order = one(MostPerOrder, required=False)
    warnings = many(Caveat, load_default=list)
    packs = many(Pack, required=True, validate=validate.Length(1, error="must hold at least one pack"))
    serves = many(Serves, load_default=list)
    claims = many(Claim, load_default=list)
    cautions = many(Caution, load_default=list)
    interactions = many(Interaction, load_default=list)

    @validates_schema(skip_on_field_errors=False)
    def once_each(self, data: dict[str, Any], **_: object) -> None:
        wrong: dict[str, dict[int, dict[str, list[str]]]] = {}
        for table, key in _ONCE:
            rows = data.get(table, [])
            counted = Counter(row[key] for row in rows if key in row)
            for index, row in enumerate(rows):
                if counted[row.get(key)] > 1:
                    wrong.setdefault(table, {})[index] = {key: [f"'{row[key]}' stands here twice; keep one"]}
        if wrong:
            raise ValidationError(wrong)

    @validates_schema(skip_on_field_errors=True)
    def has_a_lawful_basis(self, data: dict[str, Any], **_: object) -> None:
        wrong = {
            index: {"statement": [problem]}
            for index, served in enumerate(data["serves"])
            if served["confirmed"] and (problem := _basis_problem(served, data))
        }
        if wrong:
            raise ValidationError({"serves": wrong})


_ONCE = (("packs", "sku"), ("serves", "need"), ("cautions", "condition"), ("interactions", "medicine_class"))


def _basis_problem(served: dict[str, Any], data: dict[str, Any]) -> str | None:
    if served["basis"] == "registered-use":
        use = data["registered_use"]
        if data["kind"]["value"] != MEDICINE or use is None or use["status"] != "registered":
            return "only a medicine with a registered_use in force can be confirmed for a registered use"
        if served["statement"] != f"{use['wording']} {LEAFLET_LINE}":
            return f"must be registered_use.wording letter for letter, then '{LEAFLET_LINE}'"
    if served["basis"] == "authorised-claim":
        wordings = [claim["wording"] for claim in data["claims"]]
        if served["statement"] not in (" ".join(f"{w}." for w in wordings), *wordings) or not wordings:
            return "must be the wording in claims; without an amount on the label there is no claim"
    if served["basis"] == "plain-food" and not (
        data["kind"]["value"] == "food" and data["kind"]["confirmed"]
    ):
        return "only a confirmed food can be served as plain food"
    return None
