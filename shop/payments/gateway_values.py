"""Decides in which plain values the shop and its payment provider speak, and what opens a payment page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from shop.errors import Refusal

# Stripe's floor is 30 minutes after creation; the minute more is for the way there
# (https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-expires_at).
SESSION_LIFE = timedelta(minutes=31)
# The only words of the shopper's own among what is sent; a payment page opens without them as well.
EMAIL = "customer_email"


class GatewayUnavailable(Refusal):
    """Nobody knows whether Stripe did it: try again with the same key. `detail` is for the log."""

    status = 503
    title = "We can't reach the payment page just now"

    def __init__(self, detail: str) -> None:
        super().__init__("Nothing was paid. Please wait a minute and try again.")
        self.detail = detail


class GatewayRefused(Refusal):
    """Stripe said no for good: take a new key. `detail`, `code` and `param` are for the log."""

    status = 502
    title = "The payment could not be started"

    def __init__(self, detail: str, *, code: str | None = None, param: str | None = None) -> None:
        super().__init__("Nothing was paid. Please try again, or write to us if it happens twice.")
        self.detail = detail
        self.code = code
        self.param = param


class WebhookRefused(Refusal):
    """What came to the webhook isn't acted on."""

    status = 400
    title = "That message was not accepted"


class BadSignature(WebhookRefused):
    """It isn't signed with our secret."""


class BadPayload(WebhookRefused):
    """It is too old, from the future, or not an event."""


class WebhookNotConfigured(WebhookRefused):
    """There is no secret to check a signature with, so the webhook is off."""

    status = 404


@dataclass(frozen=True)
class StartedCheckout:
    """A payment page that waits for the customer at `url` until `expires_at` (aware, UTC)."""

    session_id: str
    url: str
    expires_at: datetime


@dataclass(frozen=True)
class CheckoutState:
    """What Stripe says of a session. `status`: open, complete, expired; `payment_status`: paid, unpaid,
    no_payment_required. `amount_minor` in pence, `reference` our payment's uuid, `payment_intent` None until
    the customer confirms, `url` None once the session is closed, `expires_at` aware, UTC. `refunded_minor` is
    how much of it went back, refunds on the way included; `is_disputed`: the customer's bank wants it back.
    """

    session_id: str
    status: str
    payment_status: str
    amount_minor: int
    currency: str
    livemode: bool
    reference: str | None
    payment_intent: str | None
    url: str | None
    expires_at: datetime
    refunded_minor: int = 0
    is_disputed: bool = False


@dataclass(frozen=True)
class RefundState:
    """What Stripe says of a refund. `status`: pending, succeeded, failed; `amount_minor` in pence.

    `key` is our row's idempotency key, None for a refund made elsewhere; `failure` is Stripe's word for why.
    """

    refund_id: str
    status: str
    amount_minor: int
    currency: str
    key: str | None
    failure: str | None
    made_at: datetime


@dataclass(frozen=True)
class Event:
    """A message: something happened. It says where to look, never what to believe.

    It is about a session, or about a `payment_intent` (refunds, disputes). `reference` is the uuid of our
    payment where the session names it, `account` is set on messages from another account.
    """

    id: str
    type: str
    session_id: str | None
    livemode: bool
    payment_intent: str | None = None
    reference: str | None = None
    account: str | None = None
    made_at: datetime | None = None


@dataclass(frozen=True)
class CheckoutLine:
    """One line of the order: its name, how many, and what all of them cost in pence, VAT included."""

    name: str
    quantity: int
    total_minor: int


def checkout_parameters(
    *,
    payment: UUID,
    lines: Sequence[CheckoutLine],
    delivery: CheckoutLine,
    amount_minor: int,
    email: str | None,
    success_url: str,
    cancel_url: str,
    placed_at: datetime,
) -> dict[str, Any]:
    """Exactly what to send to open a payment page, as plain JSON values to be stored with their key.

    Amounts are whole pence, VAT included; `placed_at` is aware. A line whose total doesn't divide by its
    quantity (after a discount) is sent as one piece named "10 × …". The payment's uuid is the only thing that
    tells Stripe what this is about. Without an `email` the payment page asks for one. Raises TypeError for an
    amount that isn't an int, ValueError for empty values, quantities under 1, and lines that don't add up to
    `amount_minor`.
    """
    everything = [*lines, delivery]
    for line in everything:
        if type(line.total_minor) is not int or type(line.quantity) is not int:
            raise TypeError(f"{line.name}: pence and quantities are whole numbers")
        if line.quantity < 1 or line.total_minor < 0:
            raise ValueError(f"{line.name}: {line.quantity} for {line.total_minor} pence can't be sold")
    if sum(line.total_minor for line in everything) != amount_minor:
        raise ValueError(f"the lines don't add up to {amount_minor} pence")
    parameters = {
        "mode": "payment",
        "line_items": [_line_item(line) for line in everything],
        "client_reference_id": str(payment),
        "metadata": {"payment": str(payment)},
        **({} if email is None else {EMAIL: email}),
        "success_url": success_url,
        "cancel_url": cancel_url,
        "expires_at": int((placed_at.astimezone(UTC) + SESSION_LIFE).timestamp()),
        "locale": "en-GB",
    }
    refuse_what_would_be_lost(parameters, "parameters")
    return parameters


def refund_parameters(*, payment_intent: str, amount_minor: int, key: str) -> dict[str, Any]:
    """Exactly what to send to give `amount_minor` pence back; `key` is the row's, by which it is found again.

    Raises TypeError for an amount that isn't an int, ValueError for one below a penny and for empty values.
    """
    if type(amount_minor) is not int:
        raise TypeError("pence are whole numbers")
    if amount_minor < 1:
        raise ValueError(f"{amount_minor} pence can't be given back")
    parameters = {"payment_intent": payment_intent, "amount": amount_minor, "metadata": {"refund": key}}
    refuse_what_would_be_lost(parameters, "parameters")
    return parameters


def _line_item(line: CheckoutLine) -> dict[str, Any]:
    unit_minor, rest = divmod(line.total_minor, line.quantity)
    divides = rest == 0
    return {
        "price_data": {
            "currency": "gbp",
            "unit_amount": unit_minor if divides else line.total_minor,
            "product_data": {"name": line.name if divides else f"{line.quantity} × {line.name}"},
        },
        "quantity": line.quantity if divides else 1,
    }


def refuse_what_would_be_lost(value: Any, path: str) -> None:
    """The library drops None and empty lists without a word, and Stripe takes an empty text for "unset"."""
    match value:
        case bool() | int():
            return
        case str() if value.strip():
            return
        case dict() if value:
            for key, inner in value.items():
                refuse_what_would_be_lost(inner, f"{path}[{key}]")
        case list() if value:
            for position, inner in enumerate(value):
                refuse_what_would_be_lost(inner, f"{path}[{position}]")
        case float():
            raise TypeError(f"{path} is {value!r}: money is never a float")
        case _:
            raise ValueError(f"{path} is empty or no plain value: {value!r}")
