"""Decides how it is kept that somebody no longer wants goods: what, since when, what came back."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.db import UtcDateTime, db

SHOPPER, STAFF = "shopper", "staff"


class Cancellation(db.Model):
    """Goods of an order that are not wanted any more, asked for by the shopper or noted by us.

    `due_at` is when their money has to be back, None while we wait for goods that are with the shopper.
    `closed_at` is when the money was sent on its way.
    """

    __tablename__ = "cancellations"
    __table_args__ = (
        CheckConstraint("asked_by IN ('shopper', 'staff')", name="asked_by_known"),
        Index("ix_cancellations_closed_at_due_at", "closed_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    asked_by: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    why: Mapped[str] = mapped_column(String(300))
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    lines: Mapped[list["CancellationLine"]] = relationship(
        lazy="raise_on_sql", order_by="CancellationLine.order_line_id"
    )


class CancellationLine(db.Model):
    """How many of a line are not wanted, how many came back, and how many of those are sold again."""

    __tablename__ = "cancellation_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_above_nothing"),
        CheckConstraint("0 <= received AND received <= quantity", name="received_within_quantity"),
        CheckConstraint("0 <= restocked AND restocked <= received", name="restocked_within_received"),
    )

    cancellation_id: Mapped[int] = mapped_column(ForeignKey("cancellations.id"), primary_key=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), primary_key=True, index=True)
    quantity: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    restocked: Mapped[int] = mapped_column(default=0)
