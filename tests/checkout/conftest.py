"""A provider in memory behind the shop's own pages, and the same shop on both databases."""

from tests.orders.conftest import shop
from tests.payments.conftest import gateway, paid_through

__all__ = ["gateway", "paid_through", "shop"]
