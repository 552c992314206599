"""Decides how money given back is kept: what was asked for, for which goods, what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.db import UtcDateTime, db
from shop.payments import states

# Who started it: this shop, or a person in the provider's own dashboard.
SHOP, PROVIDER = "shop", "provider"

_STATES = ", ".join(f"'{state}'" for state in states.REFUND_STATES)


class Refund(db.Model):
    """Money given back from a payment, in pence; `delivery_minor` of it for the delivery.

    It names what it is for to the penny, by lines and delivery, or it names nothing: then it gives back money
    that was never for goods, such as a second payment of one order. `reference` is the provider's id of it.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("provider", "reference"),
        CheckConstraint("amount_minor > 0", name="amount_above_nothing"),
        CheckConstraint(
            "0 <= delivery_minor AND delivery_minor <= amount_minor", name="delivery_within_amount"
        ),
        CheckConstraint(
            "0 <= delivery_vat_minor AND delivery_vat_minor <= delivery_minor",
            name="delivery_vat_within_delivery",
        ),
        CheckConstraint(f"status IN ({_STATES})", name="status_known"),
        CheckConstraint("origin IN ('shop', 'provider')", name="origin_known"),
        CheckConstraint(
            "status NOT IN ('pending', 'succeeded') OR reference IS NOT NULL", name="given_has_reference"
        ),
        Index("ix_refunds_status_checked_at", "status", "checked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    provider: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(10))
    reference: Mapped[str | None] = mapped_column(String(255))
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    _status: Mapped[str] = mapped_column("status", String(20))
    amount_minor: Mapped[int]
    delivery_minor: Mapped[int]
    delivery_vat_minor: Mapped[int]
    why: Mapped[str] = mapped_column(String(300))
    failure: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    lines: Mapped[list["RefundLine"]] = relationship(lazy="raise_on_sql", order_by="RefundLine.order_line_id")

    def __init__(self, *, at: datetime, **asked: Any) -> None:
        super().__init__(_status=states.CREATED, created_at=at, checked_at=at, **asked)

    @hybrid_property
    def status(self) -> str:
        """Where the refund is, one of states.REFUND_STATES; only `go` changes it."""
        return self._status

    @property
    def is_live(self) -> bool:
        """Whether its money counts as given back or about to be."""
        return self._status in states.LIVE

    def go(self, to: str, *, at: datetime) -> bool:
        """Go to another state if the table knows the move; False for late news, and nothing moves then."""
        if not states.may_refund_go(self._status, to):
            return False
        self._status = to
        self.settled_at = None if to == states.PENDING else at
        return True


class RefundLine(db.Model):
    """How many of a line a refund gives back, for how many pence, and whether they are sold again."""

    __tablename__ = "refund_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_above_nothing"),
        CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
        CheckConstraint("0 <= vat_minor AND vat_minor <= amount_minor", name="vat_within_amount"),
    )

    refund_id: Mapped[int] = mapped_column(ForeignKey("refunds.id"), primary_key=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), primary_key=True, index=True)
    quantity: Mapped[int]
    amount_minor: Mapped[int]
    vat_minor: Mapped[int]
    restocked: Mapped[bool]
