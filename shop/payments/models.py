"""Decides how money in and back is kept: what was asked, what came, what we were told; never deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import UtcDateTime, db
from shop.payments import states

_STATES = ", ".join(f"'{state}'" for state in states.STATES)
_IS_OPEN = text("status IN ('created', 'processing')")


class Payment(db.Model):
    """One attempt to take an order's money, asked with exactly these `parameters` and this key.

    `reference` is the provider's session, `url` its payment page. `amount_minor` is what was asked for in
    pence, `captured_minor` what came. `checked_at` is when the provider was last asked, `disputed_at` when we
    heard that the shopper's bank wants the money back.
    """

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("provider", "reference"),
        CheckConstraint(f"status IN ({_STATES})", name="status_known"),
        CheckConstraint("amount_minor > 0", name="amount_above_nothing"),
        CheckConstraint(
            "status NOT IN ('confirmed', 'part_refunded', 'refunded') OR "
            "(confirmed_at IS NOT NULL AND captured_minor IS NOT NULL AND captured_currency IS NOT NULL "
            "AND reference IS NOT NULL)",
            name="confirmed_has_facts",
        ),
        # An order never has two payment pages on which somebody could pay.
        Index(
            "uq_payments_open_order_id",
            "order_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        Index("ix_payments_status_checked_at", "status", "checked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    provider: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str | None] = mapped_column(String(255))
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    _status: Mapped[str] = mapped_column("status", String(20))
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    livemode: Mapped[bool]
    captured_minor: Mapped[int | None]
    captured_currency: Mapped[str | None] = mapped_column(String(3))
    payment_intent: Mapped[str | None] = mapped_column(String(255), index=True)
    url: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disputed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def __init__(self, *, at: datetime, **asked: Any) -> None:
        super().__init__(_status=states.CREATED, created_at=at, checked_at=at, **asked)

    @hybrid_property
    def status(self) -> str:
        """Where the payment is, one of states.STATES; only `move` changes it."""
        return self._status

    @property
    def is_open(self) -> bool:
        """Whether the provider may still take money for it in the ordinary course."""
        return self._status in states.OPEN

    @property
    def is_taken(self) -> bool:
        """Whether its money came in, given back since or not."""
        return self._status in states.TAKEN

    @property
    def was_refused(self) -> bool:
        """Whether the provider took none of it: no page was ever opened on which somebody could pay."""
        return self._status == states.FAILED and self.reference is None

    def move(self, to: str) -> None:
        """Go to another state. Raises states.IllegalTransition; nothing moves then."""
        states.check(self._status, to)
        self._status = to

    def capture(self, *, amount_minor: int, currency: str, payment_intent: str | None, at: datetime) -> None:
        """Note the money that came in, whatever was asked for. Raises states.IllegalTransition."""
        self.move(states.CONFIRMED)
        self.captured_minor = amount_minor
        self.captured_currency = currency[:3]
        self.payment_intent = payment_intent
        self.confirmed_at = at


class PaymentEvent(db.Model):
    """A message from the provider, kept once however often it is sent; `handled_at` once it was acted on."""

    __tablename__ = "payment_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(String(255), unique=True)
    type: Mapped[str] = mapped_column(String(100))
    session_id: Mapped[str | None] = mapped_column(String(255))
    livemode: Mapped[bool]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ProviderNews(db.Model):
    """One row: until when we know everything that happened at the provider."""

    __tablename__ = "provider_news"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    heard_until: Mapped[datetime] = mapped_column(UtcDateTime)
