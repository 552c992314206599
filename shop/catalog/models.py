"""Decides how products are kept, for every room that sells, shows or suggests them.

What the shop asks the database for has columns: packs with price and stock, and the needs a product serves.
What is only read and shown, always whole and together (ingredients, warnings, cautions, interactions and
where each was learned), stays in one JSON column that no one writes but the checked sheet: a dozen narrow
tables would cost a dozen queries a page and add no rule the sheet's check doesn't hold already.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.catalog.vocabulary import KINDS, MEDICINE
from shop.db import UtcDateTime, db


class Product(db.Model):
    """One thing we sell, in one or more packs. `facts` is its sheet without what the columns hold."""

    __tablename__ = "product"
    __public__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    position: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    variants: Mapped[list["Variant"]] = relationship(
        back_populates="product", lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Variant.size"
    )
    serves: Mapped[list["ServedNeed"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ServedNeed.need"
    )

    @property
    def kind(self) -> str:
        """What the law takes it for, one of vocabulary.KINDS; only sure when `is_kind_confirmed`."""
        return str(self.facts["kind"]["value"])

    @property
    def kind_label(self) -> str:
        """The kind in words for a shopper; a kind nobody has confirmed is never said as a fact."""
        return KINDS[self.kind if self.is_kind_confirmed else "unknown"]

    @property
    def is_kind_confirmed(self) -> bool:
        return bool(self.facts["kind"]["confirmed"]) and self.kind != "unknown"

    @property
    def is_medicine(self) -> bool:
        """Whether the rules for medicines hold: a kind that may be a medicine is handled as one."""
        return self.kind == MEDICINE

    @property
    def is_registration_confirmed(self) -> bool:
        """Foods need none; a medicine or device needs a number somebody has read."""
        needs_one = self.kind in (MEDICINE, "medical-device", "unknown")
        return self.facts["registration"]["number"] is not None or not needs_one

    @property
    def minimum_age(self) -> int | None:
        """The youngest age in years, or None where no sheet gives one."""
        years = self.facts["minimum_age"]["years"]
        return None if years is None else int(years)

    @property
    def exclusive_group(self) -> str | None:
        """Of the products that share this word only one may be in a basket."""
        group = self.facts["exclusive_group"]
        return None if group is None else str(group["name"])

    @property
    def exclusive_reason(self) -> str:
        """Why only one of them, for somebody who wants two; empty for a product without a group."""
        group = self.facts["exclusive_group"]
        return "" if group is None else str(group["text"])

    @property
    def most_per_order(self) -> int | None:
        """How many packs one order may hold, or None where no text gives a limit."""
        limit = self.facts.get("most_per_order")
        return None if limit is None else int(limit["packs"])

    @property
    def most_per_order_reason(self) -> str:
        """Why no more, for somebody who wants more; empty for a product without a limit of its own."""
        limit = self.facts.get("most_per_order")
        return "" if limit is None else str(limit["text"])

    @property
    def confirmed_needs(self) -> list["ServedNeed"]:
        """The needs it may lawfully be filed under."""
        return [served for served in self.serves if served.confirmed]

    @property
    def is_every_need_confirmed(self) -> bool:
        return all(served.confirmed for served in self.serves)


class Variant(db.Model):
    """One pack of a product: what is put in the basket. Stock moves only through shop.catalog.actions."""

    __tablename__ = "variant"
    __public__ = True
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand_not_negative"),
        CheckConstraint("0 <= reserved AND reserved <= on_hand", name="reserved_within_on_hand"),
        CheckConstraint("price_minor > 0", name="price_above_nothing"),
        CheckConstraint("size > 0", name="size_above_nothing"),
        CheckConstraint("weight_grams > 0", name="weight_above_nothing"),
        CheckConstraint("unit IN ('tablet', 'ml', 'g', 'sachet')", name="unit_known"),
        CheckConstraint("vat_class IN ('standard', 'zero')", name="vat_class_known"),
        CheckConstraint("low_stock IS NULL OR low_stock >= 0", name="low_stock_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    sku: Mapped[str] = mapped_column(String(40), unique=True)
    size: Mapped[int]
    unit: Mapped[str] = mapped_column(String(10))
    pack_confirmed: Mapped[bool]
    weight_grams: Mapped[int | None]
    weight_confirmed: Mapped[bool] = mapped_column(default=False, server_default=false())
    price_minor: Mapped[int]
    price_sample: Mapped[bool]
    price_as_of: Mapped[date | None]
    vat_class: Mapped[str] = mapped_column(String(10))
    on_hand: Mapped[int]
    reserved: Mapped[int] = mapped_column(default=0)
    low_stock: Mapped[int | None]

    product: Mapped[Product] = relationship(back_populates="variants", lazy="raise_on_sql")

    @property
    def available(self) -> int:
        """How many can be promised to someone now."""
        return self.on_hand - self.reserved

    @property
    def pack_label(self) -> str:
        """The pack in words: `30 tablets`, `15 ml`."""
        plural = "s" if self.unit in ("tablet", "sachet") and self.size != 1 else ""
        return f"{self.size} {self.unit}{plural}"

    @property
    def vat_rate_percent(self) -> int:
        """The VAT inside the price, in per cent. Source: VAT Act 1994, Sch. 8 Group 1."""
        return {"standard": 20, "zero": 0}[self.vat_class]


# What can happen to a pack on the shelf.
DELIVERED, COUNTED, WRITTEN_OFF = "delivered", "counted", "written_off"
RESERVED, RELEASED, TAKEN, PUT_BACK = "reserved", "released", "taken", "put_back"

LONGEST_WHY = 300


class StockMovement(db.Model):
    """The shelf's ledger: what happened to a pack, and what was there after. Rows are only ever added.

    `on_hand_change` and `reserved_change` are signed; all of a pack's rows add up to its stock. The sku is
    no foreign key: the ledger outlives a pack that is no longer sold. `order_number` names the order, if any.
    """

    __tablename__ = "stock_movements"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('delivered', 'counted', 'written_off', 'reserved', 'released', 'taken', 'put_back')",
            name="kind_known",
        ),
        CheckConstraint(
            "(kind NOT IN ('delivered', 'put_back') OR (on_hand_change > 0 AND reserved_change = 0)) AND "
            "(kind <> 'written_off' OR (on_hand_change < 0 AND reserved_change = 0)) AND "
            "(kind <> 'counted' OR reserved_change = 0) AND "
            "(kind <> 'reserved' OR (on_hand_change = 0 AND reserved_change > 0)) AND "
            "(kind <> 'released' OR (on_hand_change = 0 AND reserved_change < 0)) AND "
            "(kind <> 'taken' OR (on_hand_change < 0 AND reserved_change = on_hand_change))",
            name="kind_moves_its_way",
        ),
        CheckConstraint("0 <= reserved AND reserved <= on_hand", name="reserved_within_on_hand"),
        Index("ix_stock_movements_sku_id", "sku", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    on_hand_change: Mapped[int]
    reserved_change: Mapped[int]
    on_hand: Mapped[int]
    reserved: Mapped[int]
    why: Mapped[str] = mapped_column(String(LONGEST_WHY))
    order_number: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def quantity(self) -> int:
        """How many packs it was about; negative when a count found fewer."""
        return (
            self.on_hand_change if self.kind == COUNTED else abs(self.on_hand_change or self.reserved_change)
        )


class ServedNeed(db.Model):
    """A need the product serves, and the lawful ground on which that may be said."""

    __tablename__ = "served_need"
    __public__ = True
    __table_args__ = (
        CheckConstraint("basis IN ('registered-use', 'authorised-claim', 'plain-food')", name="basis_known"),
    )

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), primary_key=True)
    need: Mapped[str] = mapped_column(String(80), primary_key=True, index=True)
    basis: Mapped[str] = mapped_column(String(20))
    statement: Mapped[str] = mapped_column(Text)
    confirmed: Mapped[bool]
    source: Mapped[list[str]] = mapped_column(JSON)
    confidence: Mapped[str] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(Text)
