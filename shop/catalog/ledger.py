"""Decides how stock moves: every change of a pack is one conditional UPDATE and one row of the ledger."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, update

from shop.catalog.models import LONGEST_WHY, StockMovement, Variant
from shop.db import db, touch_public_content


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What happens to a pack: a kind of shop.catalog.models, two signed changes, and the reason."""

    sku: str
    kind: str
    why: str
    on_hand: int = 0
    reserved: int = 0
    order_number: int | None = None


def moved(move: Move, *conditions: ColumnElement[bool], now: datetime) -> bool:
    """Change the stock and write it down, or neither; says whether a pack met the conditions."""
    statement = (
        update(Variant)
        .where(Variant.sku == move.sku, *conditions)
        .values(on_hand=Variant.on_hand + move.on_hand, reserved=Variant.reserved + move.reserved)
        .returning(Variant.on_hand, Variant.reserved)
    )
    there = db.session.execute(statement, execution_options={"synchronize_session": False}).one_or_none()
    if there is None:
        return False
    write_down(move, on_hand=there.on_hand, reserved=there.reserved, now=now)
    free = there.on_hand - there.reserved
    before = free - move.on_hand + move.reserved
    # Public pages say only whether there are any.
    if (free > 0) != (before > 0):
        touch_public_content()
    return True


def write_down(move: Move, *, on_hand: int, reserved: int, now: datetime) -> None:
    """One row for a change that was made; `on_hand` and `reserved` are what is there now."""
    row = {
        "sku": move.sku,
        "kind": move.kind,
        "on_hand_change": move.on_hand,
        "reserved_change": move.reserved,
        "on_hand": on_hand,
        "reserved": reserved,
        "why": move.why[:LONGEST_WHY],
        "order_number": move.order_number,
        "at": now,
    }
    db.session.execute(insert(StockMovement).values(row))
