"""Decides what the checkout's forms may hold, and says what would be right."""

import re
from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load, validate

from shop.delivery.ways import NO_POSTCODE, NotDelivered, zone_for
from shop.delivery.zones import tidy_postcode
from shop.orders.agreed import Shopper

NAMES = ("email", "name", "address_line_1", "address_line_2", "town", "postcode", "phone", "delivery")

# What the outbox and the payment provider both take. Dots and hyphens in their places are marshmallow's part;
# it lets through quoted names, letters beyond ASCII, bare hosts and addresses of machines.
EMAIL = re.compile(
    r"(?=[!-~]+\Z)[^,;:<>()\[\]\"\\@]{1,64}@[^,;:<>()\[\]\"\\@]+\.(?:[a-z]{2,63}|xn--[a-z0-9-]*[a-z0-9])",
    re.IGNORECASE,
)
PHONE = re.compile(r"\+?[0-9 ()-]{7,30}", re.ASCII)
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)

EMAIL_WORDS = "Enter an email address, like name@example.com. We send your confirmation there."
NAME_WORDS = "Enter your full name."
ADDRESS_WORDS = "Enter the first line of your address."
TOWN_WORDS = "Enter your town or city."
PHONE_WORDS = "Enter a phone number, like 020 7946 0018, or leave this empty."
DELIVERY_WORDS = "Choose how we should deliver."


class BadDetails(Exception):
    """The form can't be used; `problems` says for each wrong field what would be right."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Details:
    """Whom an order is for, and the code of its way of delivery."""

    shopper: Shopper
    delivery: str

    def as_form(self) -> dict[str, str]:
        """The same as the fields of a form."""
        return {**{name: getattr(self.shopper, name) for name in NAMES[:-1]}, "delivery": self.delivery}


def _visible(value: str) -> None:
    if not value.isprintable():
        raise ValidationError("Use only letters, figures and signs that can be seen.")


def _matches(pattern: re.Pattern[str], words: str) -> Any:
    def check(value: str) -> None:
        if not pattern.fullmatch(value):
            raise ValidationError(words)

    return check


def _delivered_to(postcode: str) -> None:
    try:
        zone_for(postcode)
    except NotDelivered as refusal:
        raise ValidationError(refusal.message) from None


def _needed(words: str, longest: int, *more: Any) -> fields.String:
    shorter = f"Shorten this to {longest} characters."
    return fields.String(
        required=True,
        validate=[
            validate.Length(1, error=words),
            validate.Length(max=longest, error=shorter),
            _visible,
            *more,
        ],
        error_messages={"required": words, "null": words, "invalid": words},
    )


def _optional(longest: int, *more: Any) -> fields.String:
    shorter = f"Shorten this to {longest} characters."
    return fields.String(
        load_default="", validate=[validate.Length(max=longest, error=shorter), _visible, *more]
    )


class DetailsForm(Schema):
    """Who and where to; the whole checkout asks no more than this."""

    class Meta:
        unknown = EXCLUDE

    email = _needed(EMAIL_WORDS, 254, validate.Email(error=EMAIL_WORDS), _matches(EMAIL, EMAIL_WORDS))
    name = _needed(NAME_WORDS, 100)
    address_line_1 = _needed(ADDRESS_WORDS, 100)
    address_line_2 = _optional(100)
    town = _needed(TOWN_WORDS, 60)
    postcode = _needed(NO_POSTCODE, 10, _delivered_to)
    phone = _optional(30, _matches(re.compile(f"({PHONE.pattern})?", re.ASCII), PHONE_WORDS))
    delivery = _needed(DELIVERY_WORDS, 20)

    @pre_load
    def tidy(self, form: dict[str, Any], **_: object) -> dict[str, str]:
        """Spaces at the ends and in a row don't count; a postcode gets its capitals and its space."""
        tidied = {name: " ".join(str(form[name]).split()) for name in NAMES if name in form}
        if tidied.get("postcode"):
            tidied["postcode"] = tidy_postcode(tidied["postcode"])
        return tidied


def read_details(form: dict[str, str]) -> Details:
    """The checkout's form as values. Raises BadDetails with one sentence for each field that is wrong."""
    try:
        read: dict[str, str] = DetailsForm().load(form)
    except ValidationError as error:
        told = error.normalized_messages()
        raise BadDetails({name: str(told[name][0]) for name in NAMES if name in told}) from None
    delivery = read.pop("delivery")
    return Details(Shopper(**read), delivery)


def read_token(form: dict[str, str]) -> str | None:
    """The review page's token, or None when there is none that we could have made."""
    token = form.get("attempt", "")
    return token if TOKEN.fullmatch(token) else None
