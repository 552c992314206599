"""Decides what a basket form and a basket cookie may hold, and says what would be right."""

import re
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load, validate

from shop.basket.models import MAX_LINES, MAX_QUANTITY
from shop.errors import BadInput

# Anything else can't be a sku of ours, and a NUL byte would be refused by PostgreSQL with an error.
SKU = re.compile(r"[A-Za-z0-9._-]{1,40}\Z")
MAX_PRICE_MINOR = 1_000_000

HOW_MANY = f"Give the quantity as a whole number from 1 to {MAX_QUANTITY}."
HOW_MANY_OR_NONE = f"Give the quantity as a whole number from 0 to {MAX_QUANTITY}. 0 takes it out."
WHICH = "Choose a product from the shop."


def _quantity(low: int, words: str, **extra: Any) -> fields.Integer:
    return fields.Integer(
        validate=validate.Range(low, MAX_QUANTITY, error=words),
        error_messages={"invalid": words, "required": words, "null": words, "too_large": words},
        **extra,
    )


def _sku() -> fields.String:
    return fields.String(
        required=True,
        validate=validate.Regexp(SKU, error=WHICH),
        error_messages={"required": WHICH, "invalid": WHICH, "null": WHICH},
    )


class AddForm(Schema):
    """The form beside a product: which pack, and how many."""

    class Meta:
        unknown = EXCLUDE

    sku = _sku()
    quantity = _quantity(1, HOW_MANY, load_default=1)


class ChangeForm(Schema):
    """The form of a basket line: a new quantity, or the button that takes it out."""

    class Meta:
        unknown = EXCLUDE

    sku = _sku()
    quantity = _quantity(0, HOW_MANY_OR_NONE, required=True)

    @pre_load
    def remove_is_none(self, form: dict[str, Any], **_: object) -> dict[str, Any]:
        """The button that takes the line out counts, whatever stands in the quantity box."""
        return {**form, "quantity": 0} if "remove" in form else dict(form)


class CookieLine(fields.Field[tuple[str, int, int]]):
    """`["DORM-50", 2, 1150]`: sku, quantity, pence shown; anything else is refused."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[str, int, int]:
        match value:
            case [str(sku), int(quantity), int(seen)] if type(quantity) is int and type(seen) is int:
                if SKU.match(sku) and 1 <= quantity <= MAX_QUANTITY and 0 <= seen <= MAX_PRICE_MINOR:
                    return sku, quantity, seen
        raise ValidationError("not a line of a basket")


class CookieContent(Schema):
    """What the cookie holds: the lines, and the voucher code if there is one."""

    lines = fields.List(CookieLine(), required=True, data_key="l", validate=validate.Length(max=MAX_LINES))
    code = fields.String(load_default="", data_key="c", validate=validate.Length(max=30))


def read_form(schema: Schema, form: dict[str, str]) -> dict[str, Any]:
    """The form as values; raises BadInput with a sentence for each field that is wrong."""
    try:
        read: dict[str, Any] = schema.load(form)
    except ValidationError as error:
        problems = {name: " ".join(map(str, told)) for name, told in error.normalized_messages().items()}
        raise BadInput(" ".join(problems.values()), title="Check what you entered", fields=problems) from None
    return read
