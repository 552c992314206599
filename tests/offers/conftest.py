"""The same shop on both databases."""

from tests.orders.conftest import shop

__all__ = ["shop"]
