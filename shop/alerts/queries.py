"""Finds who waits: by the key in a mail's link, and those whose pack is back."""

import hashlib
import re
from collections.abc import Sequence

from sqlalchemy import select

from shop.alerts.models import StockAlert
from shop.catalog.models import Variant
from shop.db import db
from shop.errors import NotFound

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


class NoSuchAlert(NotFound):
    """Nobody waits under this key, or not any more."""

    title = "There is nothing at this address any more"

    def __init__(self) -> None:
        super().__init__("We don't hold your email address under this link. You don't have to do anything.")


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def get_alert(token: str) -> StockAlert:
    """The alert of this key. Raises NoSuchAlert."""
    query = select(StockAlert).where(StockAlert.token_hash == hash_of(token))
    found = db.session.scalars(query).one_or_none() if TOKEN.fullmatch(token) else None
    if found is None:
        raise NoSuchAlert
    return found


def due_alerts(limit: int) -> Sequence[StockAlert]:
    """Up to `limit` confirmed alerts whose pack is there again, those who asked first at the front."""
    query = (
        select(StockAlert)
        .join(Variant, Variant.sku == StockAlert.sku)
        .where(StockAlert.confirmed_at.is_not(None), Variant.on_hand > Variant.reserved)
        .order_by(StockAlert.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()
