"""The only door to Stripe: sends what the shop stored, brings back plain values, names what went wrong."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

import stripe

from shop.payments.gateway_values import (
    BadPayload,
    BadSignature,
    CheckoutLine,
    CheckoutState,
    Event,
    GatewayRefused,
    GatewayUnavailable,
    StartedCheckout,
    WebhookNotConfigured,
    WebhookRefused,
    checkout_parameters,
    refuse_what_would_be_lost,
)

CONNECT_TIMEOUT, READ_TIMEOUT = 5, 20
RETRIES = 2
# Stripe's own tolerance for the age of a signature (https://docs.stripe.com/webhooks#replay-attacks); a clock
# may run a minute fast, more is no clock.
OLDEST_SIGNATURE = timedelta(minutes=5)
FUTURE_SIGNATURE = timedelta(minutes=1)
# 4xx that say nothing about the request itself: the same key may be tried again
PASSING = {408, 409, 425, 429}
IDENTIFIER = re.compile(r"[A-Za-z0-9_]{1,255}", re.ASCII)
EVENT_TYPE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*", re.ASCII)

__all__ = [
    "BadPayload",
    "BadSignature",
    "CheckoutLine",
    "CheckoutState",
    "Event",
    "GatewayRefused",
    "GatewayUnavailable",
    "StartedCheckout",
    "StripeGateway",
    "WebhookNotConfigured",
    "WebhookRefused",
    "checkout_parameters",
]

# what this machine is and how long requests took is nobody's business
stripe.enable_telemetry = False


@dataclass(frozen=True)
class StripeGateway:
    """Stripe, or its stand-in at `api_base`.

    Raises ValueError for a key that isn't one, and for a live key with any address but Stripe's own.
    """

    api_key: str = field(repr=False)
    api_base: str | None = None
    webhook_secret: str | None = field(default=None, repr=False)
    _client: stripe.StripeClient = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not re.match(r"[sr]k_(test|live)_", self.api_key):
            raise ValueError("a Stripe key begins with sk_ or rk_, then test_ or live_")
        if self.api_base is not None and "_live_" in self.api_key[:8]:
            raise ValueError("a live key goes to Stripe and nowhere else")
        object.__setattr__(self, "_client", _client(self.api_key, self.api_base))

    def start_checkout(self, *, idempotency_key: str, parameters: dict[str, Any]) -> StartedCheckout:
        """Open a payment page with parameters from `checkout_parameters`, stored beforehand with the key.

        Raises GatewayUnavailable (the same key again later), GatewayRefused (a new key is needed), TypeError
        for a float, ValueError for empty values, which the library would drop on the way.
        """
        refuse_what_would_be_lost(parameters, "parameters")
        answer = _ask(
            lambda: self._client.v1.checkout.sessions.create(
                params=cast(Any, parameters), options={"idempotency_key": idempotency_key}
            )
        )
        state = _state(answer)
        if state.url is None:
            raise GatewayRefused(f"{state.session_id} is {state.status} and has no page any more")
        return StartedCheckout(state.session_id, state.url, state.expires_at)

    def fetch_checkout(self, session_id: str) -> CheckoutState:
        """What Stripe says now; raises GatewayUnavailable, GatewayRefused (resource_missing: no such one)."""
        return _state(_ask(lambda: self._client.v1.checkout.sessions.retrieve(session_id)))

    def expire_checkout(self, session_id: str) -> CheckoutState:
        """Close the page so that nobody can pay on it; its state when it was complete or expired already.

        Raises GatewayUnavailable, and GatewayRefused when Stripe neither closes it nor says why.
        """
        try:
            return _state(_ask(lambda: self._client.v1.checkout.sessions.expire(session_id)))
        except GatewayRefused:
            state = self.fetch_checkout(session_id)
            if state.status == "open":
                raise
            return state

    def parse_event(self, raw_body: bytes, signature: str, *, now: datetime) -> Event:
        """The event in a webhook's raw body, once its Stripe-Signature header holds.

        Raises WebhookNotConfigured, BadSignature, and BadPayload for a signature older than 5 minutes or more
        than a minute ahead of `now`, and for a body that isn't UTF-8, JSON and an event.
        """
        if not self.webhook_secret:
            raise WebhookNotConfigured("This shop takes no messages here.")
        try:
            text = raw_body.decode("utf-8")
        except UnicodeDecodeError:
            raise BadPayload("That is not UTF-8.") from None
        _check_signature(text, signature, self.webhook_secret)
        _check_age(signature, now)
        return _event(text)


def _client(api_key: str, api_base: str | None) -> stripe.StripeClient:
    # a stand-in next door is never reached through the machine's proxy
    direct: Any = {"no_proxy": urlsplit(api_base).hostname} if api_base else None
    return stripe.StripeClient(
        api_key,
        base_addresses={"api": api_base} if api_base else None,
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=(CONNECT_TIMEOUT, READ_TIMEOUT), proxy=direct),
    )


def _ask(ask: Callable[[], Any]) -> Mapping[str, Any]:
    """The answer as a plain dict; the library's errors as ours, by what may be done next."""
    try:
        return ask().to_dict()
    except stripe.StripeError as error:
        status = error.http_status or 0
        detail = f"{type(error).__name__} {status or ''}: {error.user_message or error}"
        if 400 <= status < 500 and status not in PASSING and not isinstance(error, stripe.RateLimitError):
            raise GatewayRefused(detail, code=error.code, param=getattr(error, "param", None)) from error
        raise GatewayUnavailable(detail) from error


def _state(answer: Mapping[str, Any]) -> CheckoutState:
    try:
        return CheckoutState(
            session_id=str(answer["id"]),
            status=str(answer["status"]),
            payment_status=str(answer["payment_status"]),
            amount_minor=int(answer["amount_total"]),
            currency=str(answer["currency"]),
            livemode=answer["livemode"] is True,
            reference=answer.get("client_reference_id"),
            payment_intent=answer.get("payment_intent"),
            url=answer.get("url"),
            expires_at=datetime.fromtimestamp(int(answer["expires_at"]), UTC),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise GatewayUnavailable(f"no checkout session in the answer: {problem!r}") from problem


def _check_signature(text: str, signature: str, secret: str) -> None:
    try:
        # without a tolerance, because the library would ask the wall clock; ours is handed in
        if not signature.isascii() or not stripe.WebhookSignature.verify_header(
            text, signature, secret, None
        ):
            raise BadSignature("That is not signed by Stripe.")
    except stripe.SignatureVerificationError:
        raise BadSignature("That is not signed by Stripe.") from None
    except UnicodeEncodeError:
        raise BadPayload("That is not UTF-8.") from None


def _check_age(signature: str, now: datetime) -> None:
    signed_at = int(
        next(part[2:] for part in signature.split(",") if part.startswith("t=")).partition("=")[0]
    )
    age = now.timestamp() - signed_at
    if age > OLDEST_SIGNATURE.total_seconds():
        raise BadPayload("That was signed too long ago.")
    if age < -FUTURE_SIGNATURE.total_seconds():
        raise BadPayload("That was signed in the future.")


def _event(text: str) -> Event:
    try:
        sent = json.loads(text)
        about = sent["data"]["object"]
        kind, event_id, livemode = sent["type"], sent["id"], sent["livemode"]
        session_id = about["id"] if about.get("object") == "checkout.session" else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadPayload("That is not an event.") from None
    ids = [event_id] if session_id is None else [event_id, session_id]
    if not all(isinstance(name, str) and IDENTIFIER.fullmatch(name) for name in ids):
        raise BadPayload("That event has no proper id.")
    if (
        not isinstance(kind, str)
        or not EVENT_TYPE.fullmatch(kind)
        or len(kind) > 255
        or type(livemode) is not bool
    ):
        raise BadPayload("That event has no proper type.")
    return Event(id=event_id, type=kind, session_id=session_id, livemode=livemode)
