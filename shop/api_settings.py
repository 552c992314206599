"""Decides which other sites may ask the API from a visitor's browser, and how often anybody may."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from marshmallow import Schema, ValidationError, fields, validate

MEMORY = "memory://"
STORES = ("memory", "redis", "rediss")


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """`origins` as browsers send them; `per_minute` is for one address; `store` counts requests."""

    origins: frozenset[str] = frozenset()
    per_minute: int = 60
    store: str = MEMORY


class Origins(fields.Field):
    """Origins parted by spaces or commas, such as `https://clinic.example`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> frozenset[str]:
        return frozenset(_origin(each) for each in str(value).replace(",", " ").split())


def _origin(written: str) -> str:
    right = "write it as https://clinic.example, without a path"
    try:
        parts = urlsplit(written)
        _ = parts.port
    except ValueError:
        raise ValidationError(f"{written[:80]} can't be read as an origin; {right}") from None
    if written == "*":
        raise ValidationError("must name each site; * would let every site in")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValidationError(f"{written[:80]} is no origin; {right}")
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValidationError(f"{written[:80]} is more than an origin; {right}")
    return f"{parts.scheme}://{parts.netloc}".lower()


def _check_store(written: str) -> None:
    parts = urlsplit(written)
    if parts.scheme not in STORES or (parts.scheme != "memory" and not parts.hostname):
        raise ValidationError("must be memory:// or redis://host:6379")


class ApiEnvironment(Schema):
    """The variables of the API; `metadata["about"]` is what the README says of each."""

    API_ORIGINS = Origins(
        load_default=frozenset(),
        metadata={"about": "sites that may embed the guide, such as https://clinic.example; none when unset"},
    )
    API_PER_MINUTE = fields.Integer(
        load_default=60,
        validate=validate.Range(1, 100_000, error="must be a whole number from 1 to 100000, not {input}"),
        error_messages={"invalid": "must be a whole number from 1 to 100000"},
        metadata={"about": "requests to the API that one address may make in a minute"},
    )
    RATE_LIMIT_STORE = fields.String(
        load_default=MEMORY,
        validate=_check_store,
        metadata={
            "about": "where requests are counted: memory:// for each process, redis://host:6379 for all"
        },
    )


def api_settings(read: dict[str, Any]) -> ApiSettings:
    """The API's settings out of the environment as it was read."""
    return ApiSettings(read["API_ORIGINS"], read["API_PER_MINUTE"], read["RATE_LIMIT_STORE"])
