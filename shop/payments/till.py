"""Decides what a payment has to know of the shop's settings."""

from dataclasses import dataclass

from shop import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Till:
    """Where shoppers come back to after paying, and whether real money moves."""

    shop_url: str
    livemode: bool


def current_till() -> Till:
    """The till of the running application; real money moves when the key of the settings says so."""
    chosen = settings.current()
    return Till(shop_url=chosen.shop_url, livemode="_live_" in chosen.stripe_api_key[:8])
