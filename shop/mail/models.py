"""Decides how a mail waits to be sent, for every room that writes one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import UtcDateTime, db


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What goes to the mail server. `key` is the same for every try, so the mail's own identity is too."""

    key: str
    to: str
    subject: str
    text: str
    html: str
    written_at: datetime


class OutboxMessage(db.Model):
    """A mail that is to be sent once.

    It waits until `next_attempt_at`. `sent_at` says when it was handed over; `kept` that it was only put
    aside, because the test shop has no mail server. `given_up_at` flags one that was refused too often.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="sent_or_given_up"),
        CheckConstraint("NOT kept OR sent_at IS NOT NULL", name="kept_has_moment"),
        Index("ix_outbox_message_waiting", "sent_at", "given_up_at", "next_attempt_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    to: Mapped[str] = mapped_column("to_address", String(320))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kept: Mapped[bool] = mapped_column(default=False)
    given_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def state(self) -> str:
        """How far it has come, in words."""
        if self.sent_at is not None:
            return "kept, not sent" if self.kept else "sent"
        if self.given_up_at is not None:
            return "given up"
        return "waiting" if self.attempts == 0 else "to be tried again"

    def as_letter(self) -> Letter:
        """What a mail server is given of it."""
        return Letter(
            key=self.key,
            to=self.to,
            subject=self.subject,
            text=self.text,
            html=self.html,
            written_at=self.created_at,
        )
