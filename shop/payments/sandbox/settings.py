"""Decides how the stand-in is set up, and that it never runs beside a real key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

SANDBOX_KEY = re.compile(r"sk_test_sandbox[A-Za-z0-9_]*", re.ASCII)


class WrongSettings(Exception):
    """The stand-in can't start; the message is one line that names every mistake."""


@dataclass(frozen=True)
class SandboxSettings:
    """What the stand-in needs to know.

    `database_path` is its own SQLite file, `public_url` where browsers and the library reach it,
    `shop_webhook_url` where it posts events, `webhook_secret` what it signs them with, `api_key` the only
    key it answers to. Raises WrongSettings, with every mistake, when one of them won't do.
    """

    database_path: Path
    public_url: str
    shop_webhook_url: str
    webhook_secret: str = field(repr=False)
    api_key: str = field(repr=False)

    def __post_init__(self) -> None:
        mistakes = []
        if not SANDBOX_KEY.fullmatch(self.api_key):
            mistakes.append(
                "STRIPE_API_KEY must begin with sk_test_sandbox: the sandbox never runs beside a real key"
            )
        if not is_web_address(self.public_url):
            mistakes.append("SANDBOX_URL must be an http or https address")
        if not is_web_address(self.shop_webhook_url):
            mistakes.append("SANDBOX_WEBHOOK_TARGET must be an http or https address")
        if not self.webhook_secret.strip():
            mistakes.append("STRIPE_WEBHOOK_SECRET must not be empty")
        if not self.database_path.parent.is_dir():
            mistakes.append(
                f"SANDBOX_DATABASE must lie in a folder that exists, not {self.database_path.parent}"
            )
        if mistakes:
            raise WrongSettings("The payment sandbox can't start: " + "; ".join(mistakes) + ".")
        object.__setattr__(self, "public_url", self.public_url.rstrip("/"))

    @property
    def is_on_loopback(self) -> bool:
        """Whether only this machine reaches it, going by its public address."""
        return urlsplit(self.public_url).hostname in {"127.0.0.1", "localhost", "::1"}


def is_web_address(address: str) -> bool:
    """Whether this is an absolute http or https address without spaces or control characters."""
    if not address or any(character.isspace() or not character.isprintable() for character in address):
        return False
    try:
        parts = urlsplit(address)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and (parts.port is None or parts.port > 0)
        )
    except ValueError:  # a broken port or a broken IPv6 address
        return False


def settings_from(environment: Mapping[str, str]) -> SandboxSettings:
    """Read SANDBOX_DATABASE, SANDBOX_URL, SANDBOX_WEBHOOK_TARGET, STRIPE_WEBHOOK_SECRET and STRIPE_API_KEY.

    Raises WrongSettings with one line that names everything missing or wrong.
    """
    names = (
        "SANDBOX_DATABASE",
        "SANDBOX_URL",
        "SANDBOX_WEBHOOK_TARGET",
        "STRIPE_WEBHOOK_SECRET",
        "STRIPE_API_KEY",
    )
    missing = [name for name in names if not environment.get(name, "").strip()]
    if missing:
        raise WrongSettings(f"The payment sandbox can't start: {', '.join(missing)} must be set.")
    return SandboxSettings(
        database_path=Path(environment["SANDBOX_DATABASE"]),
        public_url=environment["SANDBOX_URL"],
        shop_webhook_url=environment["SANDBOX_WEBHOOK_TARGET"],
        webhook_secret=environment["STRIPE_WEBHOOK_SECRET"],
        api_key=environment["STRIPE_API_KEY"],
    )
