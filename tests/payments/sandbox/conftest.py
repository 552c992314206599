"""The stand-in, the library that speaks to it, and the shop that hears of it."""

from tests.payments.sandbox.fixtures import clock, gateway, library, sandbox, shop_webhook

__all__ = ["clock", "gateway", "library", "sandbox", "shop_webhook"]
