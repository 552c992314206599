"""Decides what is kept of somebody who waits for a pack: an address, a pack, and nothing about why."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import UtcDateTime, db


class StockAlert(db.Model):
    """One address waiting for one pack, until it was told; `confirmed_at` once its owner said yes.

    `token_hash` is the SHA-256 of the key in the mail's link: who reads the table can't confirm for others.
    """

    __tablename__ = "stock_alerts"
    __table_args__ = (UniqueConstraint("email", "sku"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(40), index=True)
    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
