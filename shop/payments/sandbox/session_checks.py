"""Decides whether a session may be opened: what the parameters must hold before money is asked for."""

import re
from typing import Any

from shop.payments.sandbox.errors import (
    ApiError,
    invalid_parameter,
    missing_parameter,
    no_such,
    not_simulated,
)
from shop.payments.sandbox.settings import is_web_address

# What this stand-in acts on, or may leave aside without a wrong price or a wrong page. The rest is refused.
SIMULATED = {
    "mode", "ui_mode", "line_items", "success_url", "cancel_url", "client_reference_id", "customer_email",
    "metadata", "expires_at", "locale", "currency", "submit_type", "payment_intent_data", "expand",
    "billing_address_collection", "customer_creation", "custom_text", "integration_identifier",
}  # fmt: skip
SIMULATED_IN_LINES = {"price_data", "quantity", "metadata"}
SIMULATED_IN_PRICES = {"currency", "product_data", "unit_amount", "tax_behavior"}

# https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
SMALLEST = {"gbp": 30, "eur": 50, "usd": 50}
LARGEST = 99_999_999
MOST_LINES = 100
MOST_OF_ONE_LINE = 999_999
# https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-expires_at
SOONEST_EXPIRY = 30 * 60
LATEST_EXPIRY = 24 * 60 * 60
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]+")


def check_session(parameters: dict[str, Any], now: int) -> None:
    """Raise ApiError for what the provider refuses, and what would be got wrong here. `now` in seconds."""
    for name in parameters:
        if name not in SIMULATED:
            raise not_simulated(name)
    if "mode" not in parameters:
        raise missing_parameter("mode")
    if parameters["mode"] != "payment":
        raise not_simulated(f"mode={parameters['mode']}")
    if parameters.get("ui_mode", "hosted_page") != "hosted_page":
        raise not_simulated(f"ui_mode={parameters['ui_mode']}")
    if "success_url" not in parameters:
        raise missing_parameter("success_url")
    for name in ("success_url", "cancel_url"):
        if name in parameters and not is_web_address(parameters[name]):
            raise invalid_parameter(name, "Not a valid URL", "url_invalid")
    _check_expiry(parameters.get("expires_at"), now)
    _check_customer(parameters)
    _check_lines(parameters)


def is_email(address: str) -> bool:
    """Whether this could be an e-mail address: one @, a dot after it, no spaces, at most 254 characters."""
    return len(address) <= 254 and EMAIL.fullmatch(address) is not None and address.isprintable()


def _check_expiry(expires_at: int | None, now: int) -> None:
    if expires_at is None:
        return
    if expires_at < now + SOONEST_EXPIRY:
        raise invalid_parameter(
            "expires_at",
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
        )
    if expires_at > now + LATEST_EXPIRY:
        raise invalid_parameter(
            "expires_at",
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
        )


def _check_customer(parameters: dict[str, Any]) -> None:
    email = parameters.get("customer_email")
    if email is not None and not is_email(email):
        raise invalid_parameter("customer_email", f"Invalid email address: {email}", "email_invalid")
    if len(parameters.get("client_reference_id", "")) > 200:
        raise invalid_parameter(
            "client_reference_id",
            "Invalid string: must be at most 200 characters",
            "parameter_invalid_string_max_length",
        )


def _check_lines(parameters: dict[str, Any]) -> None:
    lines = parameters.get("line_items")
    if not lines:
        raise missing_parameter("line_items")
    if len(lines) > MOST_LINES:
        raise invalid_parameter("line_items", f"A session holds at most {MOST_LINES} line items.")
    currencies = {_check_line(line, f"line_items[{position}]") for position, line in enumerate(lines)}
    if len(currencies) > 1 or parameters.get("currency", *currencies) not in currencies:
        raise invalid_parameter("line_items", "All line items must have the same currency.")
    currency = currencies.pop()
    total = sum(line["price_data"]["unit_amount"] * line["quantity"] for line in lines)
    if 0 < total < SMALLEST[currency]:
        raise ApiError(
            "The Checkout Session's total amount due must add up to at least "
            f"{SMALLEST[currency]} {currency} in the smallest currency unit.",
            code="amount_too_small",
        )
    if total > LARGEST:
        raise ApiError(
            f"The Checkout Session's total amount must be no more than {LARGEST} {currency}.",
            code="amount_too_large",
        )


def _check_line(line: dict[str, Any], path: str) -> str:
    """The currency of one line; raises ApiError when the line won't do."""
    if "price" in line:
        raise no_such("price", line["price"], param=f"{path}[price]", status=400)
    for name in line:
        if name not in SIMULATED_IN_LINES:
            raise not_simulated(f"{path}[{name}]")
    if "price_data" not in line:
        raise missing_parameter(f"{path}[price_data]")
    if "quantity" not in line:
        raise missing_parameter(f"{path}[quantity]")
    if not 1 <= line["quantity"] <= MOST_OF_ONE_LINE:
        raise invalid_parameter(
            f"{path}[quantity]", "This value must be greater than or equal to 1.", "parameter_invalid_integer"
        )
    price, where = line["price_data"], f"{path}[price_data]"
    for name in price:
        if name not in SIMULATED_IN_PRICES:
            raise not_simulated(f"{where}[{name}]")
    for name in ("product_data", "unit_amount"):
        if name not in price:
            raise missing_parameter(f"{where}[{name}]")
    if price["unit_amount"] < 0:
        raise invalid_parameter(
            f"{where}[unit_amount]",
            "This value must be greater than or equal to 0.",
            "parameter_invalid_integer",
        )
    if price["currency"] not in SMALLEST:
        raise invalid_parameter(f"{where}[currency]", f"Invalid currency: {price['currency']}.")
    return price["currency"]
