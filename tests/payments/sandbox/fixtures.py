"""What tests around the stand-in may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import stripe

from shop.payments.stripe_gateway import StripeGateway
from tests.payments.sandbox.running import KEY, SECRET, Clock, RunningSandbox, ShopWebhook


@pytest.fixture
def clock() -> Clock:
    """Half past nine on a Wednesday morning, until told to go on."""
    return Clock()


@pytest.fixture
def shop_webhook() -> Iterator[ShopWebhook]:
    """Where the sandbox posts its events."""
    shop = ShopWebhook()
    yield shop
    shop.stop()


@pytest.fixture
def sandbox(tmp_path: Path, shop_webhook: ShopWebhook, clock: Clock) -> Iterator[RunningSandbox]:
    """A running stand-in with an empty file."""
    running = RunningSandbox(tmp_path, shop_webhook, clock)
    yield running
    running.stop()


@pytest.fixture
def library(sandbox: RunningSandbox) -> stripe.StripeClient:
    """The real library, which tries once and no more."""
    return stripe.StripeClient(
        KEY, base_addresses={"api": sandbox.url}, http_client=stripe.RequestsClient(10)
    )


@pytest.fixture
def gateway(sandbox: RunningSandbox) -> StripeGateway:
    """The shop's door, leading to the stand-in."""
    return StripeGateway(KEY, sandbox.url, SECRET)
