"""Decides which payment provider this application speaks to, and what any provider has to be able to do."""

from datetime import datetime
from typing import Any, Protocol

from flask import current_app

from shop import settings
from shop.payments.gateway_values import CheckoutState, Event, RefundState, StartedCheckout

NAME = "payment_gateway"


class Gateway(Protocol):
    """The provider, or what stands in for it. Raises what shop.payments.gateway_values defines."""

    def start_checkout(self, *, idempotency_key: str, parameters: dict[str, Any]) -> StartedCheckout: ...

    def fetch_checkout(self, session_id: str) -> CheckoutState: ...

    def expire_checkout(self, session_id: str) -> CheckoutState: ...

    def create_refund(self, *, idempotency_key: str, parameters: dict[str, Any]) -> RefundState: ...

    def list_refunds(self, payment_intent: str) -> list[RefundState]: ...

    def list_events(self, *, since: datetime) -> list[Event]: ...

    def parse_event(self, raw_body: bytes, signature: str, *, now: datetime) -> Event: ...


def current() -> Gateway:
    """The provider of the running application, made from its settings on first use."""
    gateway: Gateway | None = current_app.extensions.get(NAME)
    if gateway is None:
        # Imported here: the provider's library takes most of a second to load, and most pages never need it.
        from shop.payments.stripe_gateway import StripeGateway

        chosen = settings.current()
        gateway = StripeGateway(
            api_key=chosen.stripe_api_key,
            api_base=chosen.stripe_api_base,
            webhook_secret=chosen.stripe_webhook_secret,
        )
        current_app.extensions[NAME] = gateway
    return gateway
