"""The only door to Stripe: sends what the shop stored, brings back plain values, names what went wrong."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
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
    RefundState,
    StartedCheckout,
    WebhookNotConfigured,
    WebhookRefused,
    checkout_parameters,
    refuse_what_would_be_lost,
)
from shop.payments.stripe_answers import checkout_state, event_in, event_in_text, refund_state

CONNECT_TIMEOUT, READ_TIMEOUT = 5, 20
RETRIES = 2
# Stripe's own tolerance for the age of a signature (https://docs.stripe.com/webhooks#replay-attacks); a clock
# may run a minute fast, more is no clock.
OLDEST_SIGNATURE = timedelta(minutes=5)
FUTURE_SIGNATURE = timedelta(minutes=1)
# 4xx that say nothing about the request itself: the same key may be tried again
PASSING = {408, 409, 425, 429}
# The charge tells what went back and what is disputed; without it two more calls would be needed.
WITH_CHARGE = {"expand": ["payment_intent.latest_charge"]}
# Stripe's largest page (https://docs.stripe.com/api/pagination).
PAGE = 100
# What the shop acts on; the webhook may be sent more.
EVENT_TYPES = [
    "checkout.session.completed",
    "checkout.session.expired",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "charge.refunded",
    "charge.dispute.created",
    "refund.created",
    "refund.updated",
    "refund.failed",
]

__all__ = [
    "BadPayload",
    "BadSignature",
    "CheckoutLine",
    "CheckoutState",
    "Event",
    "GatewayRefused",
    "GatewayUnavailable",
    "RefundState",
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
        state = checkout_state(answer)
        if state.url is None:
            raise GatewayRefused(f"{state.session_id} is {state.status} and has no page any more")
        return StartedCheckout(state.session_id, state.url, state.expires_at)

    def fetch_checkout(self, session_id: str) -> CheckoutState:
        """What Stripe says now; raises GatewayUnavailable, GatewayRefused (resource_missing: no such one)."""
        sessions = self._client.v1.checkout.sessions
        return checkout_state(_ask(lambda: sessions.retrieve(session_id, params=cast(Any, WITH_CHARGE))))

    def expire_checkout(self, session_id: str) -> CheckoutState:
        """Close the page so that nobody can pay on it; its state when it was complete or expired already.

        Raises GatewayUnavailable, and GatewayRefused when Stripe neither closes it nor says why.
        """
        try:
            sessions = self._client.v1.checkout.sessions
            return checkout_state(_ask(lambda: sessions.expire(session_id, params=cast(Any, WITH_CHARGE))))
        except GatewayRefused:
            state = self.fetch_checkout(session_id)
            if state.status == "open":
                raise
            return state

    def create_refund(self, *, idempotency_key: str, parameters: dict[str, Any]) -> RefundState:
        """Give money back with parameters from `refund_parameters`; the row with this key was stored before.

        Raises GatewayUnavailable (the same key again later) and GatewayRefused (nothing went back).
        """
        refuse_what_would_be_lost(parameters, "parameters")
        options: Any = {"idempotency_key": idempotency_key}
        return refund_state(
            _ask(lambda: self._client.v1.refunds.create(params=cast(Any, parameters), options=options))
        )

    def list_refunds(self, payment_intent: str) -> list[RefundState]:
        """Everything that went back of a payment, oldest first, whoever asked for it.

        Raises GatewayUnavailable, GatewayRefused.
        """
        found = self._every(self._client.v1.refunds.list, {"payment_intent": payment_intent})
        return [refund_state(refund) for refund in found]

    def list_events(self, *, since: datetime) -> list[Event]:
        """What happened from `since` on (aware), oldest first. Stripe remembers 30 days.

        Raises GatewayUnavailable, GatewayRefused.
        """
        wanted = {"types": EVENT_TYPES, "created": {"gte": int(since.timestamp())}}
        try:
            return [event_in(sent) for sent in self._every(self._client.v1.events.list, wanted)]
        except BadPayload as problem:
            raise GatewayUnavailable(f"no event in the answer: {problem.message}") from problem

    def _every(self, list_page: Callable[..., Any], wanted: dict[str, Any]) -> list[dict[str, Any]]:
        """All pages of a list, oldest first; the provider tells the newest first."""
        found: list[dict[str, Any]] = []
        while True:
            after = {"starting_after": found[-1]["id"]} if found else {}
            page = _ask(partial(list_page, params={**wanted, "limit": PAGE, **after}))
            found += page["data"]
            if not page["has_more"] or not page["data"]:
                return found[::-1]

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
        return event_in_text(text)


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
