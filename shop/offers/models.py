"""Decides how offers are kept, who holds which slot of a voucher, and what an order was given for good."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import UtcDateTime, db
from shop.offers.rules import KINDS, Terms

_KINDS = ", ".join(f"'{kind}'" for kind in KINDS)


class Offer(db.Model):
    """One offer as the shopkeeper made it; money in pence, days of the London calendar, both included."""

    __tablename__ = "offers"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
        CheckConstraint("0 <= percent AND percent <= 100", name="percent_in_range"),
        CheckConstraint("amount_minor >= 0 AND minimum_minor >= 0", name="money_not_negative"),
        CheckConstraint("buy >= 0 AND get >= 0", name="pieces_not_negative"),
        CheckConstraint("limit_total IS NULL OR limit_total > 0", name="limit_total_above_nothing"),
        CheckConstraint("limit_each IS NULL OR limit_each > 0", name="limit_each_above_nothing"),
        CheckConstraint(
            "code IS NOT NULL OR (limit_total IS NULL AND limit_each IS NULL)", name="limits_need_a_code"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    label: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str | None] = mapped_column(String(30), unique=True)
    percent: Mapped[int] = mapped_column(default=0)
    amount_minor: Mapped[int] = mapped_column(default=0)
    buy: Mapped[int] = mapped_column(default=0)
    get: Mapped[int] = mapped_column(default=0)
    minimum_minor: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    limit_total: Mapped[int | None]
    limit_each: Mapped[int | None]
    products: Mapped[list[str]] = mapped_column(JSON)
    needs: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def terms(self) -> Terms:
        """The offer as the rules see it."""
        return Terms(
            slug=self.slug,
            label=self.label,
            kind=self.kind,
            code=self.code,
            percent=self.percent,
            amount_minor=self.amount_minor,
            buy=self.buy,
            get=self.get,
            minimum_minor=self.minimum_minor,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            stopped=self.stopped_at is not None,
            products=frozenset(self.products),
            needs=frozenset(self.needs),
        )


class VoucherSlot(db.Model):
    """One use of a voucher by one order. The two UNIQUEs hold the limits when the code is wrong."""

    __tablename__ = "voucher_slots"
    __table_args__ = (
        UniqueConstraint("offer_id", "slot"),
        UniqueConstraint("offer_id", "customer", "customer_slot"),
        CheckConstraint("slot > 0 AND customer_slot > 0", name="slots_count_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"))
    slot: Mapped[int]
    customer: Mapped[str] = mapped_column(String(64))
    customer_slot: Mapped[int]
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), unique=True)
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OrderOffer(db.Model):
    """What one offer gave to one order, frozen: pence off for each sku, and pence of delivery taken over."""

    __tablename__ = "order_offers"
    __table_args__ = (
        CheckConstraint("goods_minor >= 0 AND delivery_minor >= 0", name="money_not_negative"),
        UniqueConstraint("order_id", "offer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    offer: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str | None] = mapped_column(String(30))
    goods_minor: Mapped[int]
    delivery_minor: Mapped[int]
    by_sku: Mapped[dict[str, Any]] = mapped_column(JSON)


class WrongCodes(db.Model):
    """How many codes nobody knows came from one address in one quarter of an hour; kept for an hour."""

    __tablename__ = "wrong_codes"

    who: Mapped[str] = mapped_column(String(64), primary_key=True)
    quarter: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
