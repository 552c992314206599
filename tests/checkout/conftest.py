"""A provider in memory behind the shop's own pages."""

from tests.payments.conftest import gateway, paid_through

__all__ = ["gateway", "paid_through"]
