"""A provider in memory behind the shop, and the same shop on both databases."""

import pytest
from flask import Flask

from shop.payments.gateway import NAME
from tests.orders.conftest import shop
from tests.payments.fake_gateway import FakeGateway

__all__ = ["shop"]


@pytest.fixture
def gateway() -> FakeGateway:
    """A provider with no sessions yet."""
    return FakeGateway()


@pytest.fixture
def paid_through(app: Flask, gateway: FakeGateway) -> FakeGateway:
    """The provider that the shop's own pages speak to."""
    app.extensions[NAME] = gateway
    return gateway
