"""Decides how a basket travels: in a cookie only this shop can write, which browsers keep for 30 days.

The basket holds no name and no health answer, and nothing of it is kept on our side.
"""

from typing import Any

from flask import Request, Response
from itsdangerous import BadData, URLSafeTimedSerializer
from marshmallow import ValidationError

from shop import settings
from shop.basket.models import Basket, Line
from shop.basket.schemas import CookieContent

NAME = "basket"
COUNT_NAME = "basket_count"
SALT = "shop.basket"
KEPT_SECONDS = 30 * 24 * 60 * 60
# A full basket takes about 1,600 characters; browsers drop cookies above 4,096 bytes.
MAX_LENGTH = 4_000

UNREADABLE = "Your basket couldn't be read, so it was emptied."


def load(request: Request) -> Basket:
    """The visitor's basket. A missing cookie is an empty basket, and so is one that can't be believed."""
    return _read(request) or Basket()


def is_unreadable(request: Request) -> bool:
    """Whether a cookie came that was tampered with, too old or garbled; say UNREADABLE then."""
    return bool(request.cookies.get(NAME)) and _read(request) is None


def store(response: Response, basket: Basket) -> None:
    """Give the visitor's browser this basket to keep, and its count for the script that shows it."""
    if not basket.lines:
        clear(response)
        return
    content: dict[str, Any] = {"l": [[line.sku, line.quantity, line.seen_minor] for line in basket.lines]}
    if basket.code:
        content["c"] = basket.code
    _set(response, NAME, _serializer().dumps(content), httponly=True)
    _set(response, COUNT_NAME, str(basket.count), httponly=False)


def clear(response: Response) -> None:
    """Let the visitor's browser forget the basket."""
    secure = settings.current().is_https
    for name, httponly in ((NAME, True), (COUNT_NAME, False)):
        response.delete_cookie(name, path="/", secure=secure, httponly=httponly, samesite="Lax")


def _read(request: Request) -> Basket | None:
    value = request.cookies.get(NAME, "")
    if not value or len(value) > MAX_LENGTH:
        return None
    try:
        content = CookieContent().load(_serializer().loads(value, max_age=KEPT_SECONDS))
        return Basket(tuple(Line(*line) for line in content["lines"]), content["code"])
    # A signature can be right on something an older version of the shop wrote: then the values are wrong.
    except (BadData, ValidationError, ValueError, TypeError):
        return None


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.current().secret_key, salt=SALT)


def _set(response: Response, name: str, value: str, *, httponly: bool) -> None:
    response.set_cookie(
        name,
        value,
        max_age=KEPT_SECONDS,
        path="/",
        httponly=httponly,
        samesite="Lax",
        secure=settings.current().is_https,
    )
