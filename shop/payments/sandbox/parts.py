"""Holds what every request of the stand-in shares, and decides who may speak to it."""

import base64
import binascii
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from shop.payments.sandbox.delivery import Courier
from shop.payments.sandbox.settings import SandboxSettings
from shop.payments.sandbox.store import Store


@dataclass(frozen=True)
class Sandbox:
    """The parts that every request of this app shares."""

    settings: SandboxSettings
    store: Store
    clock: Callable[[], datetime]
    courier: Courier

    def now(self) -> int:
        """The present instant in epoch seconds."""
        return int(self.clock().timestamp())


def sandbox() -> Sandbox:
    """The parts of the app that serves this request."""
    return current_app.extensions["payment_sandbox"]


def is_authorised(header: str, key: str) -> bool:
    """Whether an Authorization header, Bearer or Basic with the key as user name, carries this key."""
    scheme, _, value = header.partition(" ")
    given = value.strip().encode("utf-8", "replace")
    if scheme.lower() == "basic":
        try:
            given = base64.b64decode(given, validate=True).partition(b":")[0]
        except (binascii.Error, ValueError):
            return False
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given, key.encode())
