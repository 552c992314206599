"""Decides how often one address may ask, and tells who asks too often how long to wait."""

import math
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from typing import Any

from flask import current_app, request

from shop import clock
from shop.api_settings import MEMORY
from shop.settings import Settings, SettingsError, current
from shop.web.problems import TooManyRequests

EXTENSION = "request_counter"
# Whoever holds an IPv6 address holds this many of its first bits' neighbours, too.
IPV6_BITS = 64

_lock = Lock()


def count_request(room: str, *, per_minute: int | None = None) -> None:
    """Count this request against what its address may ask of `room` in a minute; unset, as of the API.

    Raises TooManyRequests when it is one too many. Only a count is kept, for a minute, never what was asked.
    """
    from limits import RateLimitItemPerMinute

    counter = _counter()
    limit = RateLimitItemPerMinute(per_minute or current().api.per_minute)
    asker = _asker(request.remote_addr or "")
    if counter.hit(limit, room, asker):
        return
    # The window is told by the wall clock of the store.
    left = counter.get_window_stats(limit, room, asker).reset_time - clock.now().timestamp()
    after = max(1, math.ceil(left))
    raise TooManyRequests(
        f"You may ask {limit.amount} times in a minute. Wait {after} seconds, then ask again.", after=after
    )


def prepare(settings: Settings) -> None:
    """Look at start that a shared store can be used; raises SettingsError when it can't."""
    if settings.api.store != MEMORY:
        _make(settings)


def _counter() -> Any:
    with _lock:
        if EXTENSION not in current_app.extensions:
            current_app.extensions[EXTENSION] = _make(current())
        return current_app.extensions[EXTENSION]


def _make(settings: Settings) -> Any:
    # Loaded when first needed: a process that only shows pages starts without it.
    from limits.errors import ConfigurationError
    from limits.storage import storage_from_string
    from limits.strategies import SlidingWindowCounterRateLimiter

    try:
        return SlidingWindowCounterRateLimiter(storage_from_string(settings.api.store))
    except ConfigurationError as error:
        raise SettingsError([("RATE_LIMIT_STORE", f"can't be used: {error}")]) from None


def _asker(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(ip_network((found, IPV6_BITS), strict=False).network_address)
    return address
