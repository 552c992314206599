"""Puts packs on the shelf for tests, through the ledger, so that the books still balance."""

from datetime import UTC, datetime

from shop.catalog.ledger import Move, moved
from shop.catalog.models import COUNTED, RELEASED, RESERVED
from shop.catalog.queries import lock_pack
from shop.db import transaction

WHY = "set for a test"
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def set_shelf(sku: str, on_hand: int, reserved: int = 0) -> None:
    """So many of a pack are there, and so many of them are promised."""
    with transaction():
        pack = lock_pack(sku)
        held, promised = pack.on_hand, pack.reserved
        if promised:
            moved(Move(sku=sku, kind=RELEASED, reserved=-promised, why=WHY), now=NOON)
        if on_hand != held:
            moved(Move(sku=sku, kind=COUNTED, on_hand=on_hand - held, why=WHY), now=NOON)
        if reserved:
            moved(Move(sku=sku, kind=RESERVED, reserved=reserved, why=WHY), now=NOON)
