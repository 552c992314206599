"""Decides how orders are kept: frozen at the moment of agreeing, moved only by the table, never deleted."""

from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.db import UtcDateTime, db
from shop.offers.models import OrderOffer
from shop.orders import states

# Where the goods of an order are: promised on the shelf, gone to the shopper, or given back to the shelf.
RESERVED, TAKEN, RELEASED = "reserved", "taken", "released"

# How much of a reason, or of all of an order's reasons, the columns hold.
LONGEST_REASON = 300

_STATES = ", ".join(f"'{state}'" for state in states.STATES)


class OrderCounter(db.Model):
    """One row: the number the newest order has.

    Who places an order holds this row, so numbers have no gap.
    """

    __tablename__ = "order_counter"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Order(db.Model):
    """What was agreed with one shopper. Money in pence with VAT inside; `attempt` is the review page's token.

    `secret` is the only key to the order's page. `attention` says why a person has to look at it, a reason a
    line and the newest first; those that don't fit are in the events. `money_awaited_at` is when the shopper
    was done paying while the bank still had the money.
    """

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATES})", name="status_known"),
        CheckConstraint("stock IN ('reserved', 'taken', 'released')", name="stock_known"),
        CheckConstraint("currency = 'gbp'", name="currency_sterling"),
        CheckConstraint("goods_minor - discount_minor + delivery_minor = total_minor", name="adds_up"),
        CheckConstraint(
            "0 <= discount_minor AND discount_minor <= goods_minor", name="discount_within_goods"
        ),
        CheckConstraint("delivery_minor >= 0", name="delivery_not_negative"),
        CheckConstraint(
            "0 <= delivery_vat_minor AND delivery_vat_minor <= delivery_minor",
            name="delivery_vat_within_delivery",
        ),
        CheckConstraint(
            "delivery_vat_minor <= vat_minor AND vat_minor <= total_minor", name="vat_within_total"
        ),
        CheckConstraint(
            "status NOT IN ('paid', 'packed', 'dispatched', 'delivered') OR paid_at IS NOT NULL",
            name="paid_has_instant",
        ),
        CheckConstraint("status <> 'needs_attention' OR attention IS NOT NULL", name="attention_has_reason"),
        Index("ix_orders_status_expires_at", "status", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    secret: Mapped[str] = mapped_column(String(64), unique=True)
    attempt: Mapped[str] = mapped_column(String(64), unique=True)
    _status: Mapped[str] = mapped_column("status", String(20))
    stock: Mapped[str] = mapped_column(String(10))
    attention: Mapped[str | None] = mapped_column(String(LONGEST_REASON))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(100))
    address_line_1: Mapped[str] = mapped_column(String(100))
    address_line_2: Mapped[str] = mapped_column(String(100))
    town: Mapped[str] = mapped_column(String(60))
    postcode: Mapped[str] = mapped_column(String(10))
    phone: Mapped[str] = mapped_column(String(30))
    delivery_code: Mapped[str] = mapped_column(String(20))
    delivery_label: Mapped[str] = mapped_column(String(60))
    delivery_estimate: Mapped[str] = mapped_column(String(120))
    currency: Mapped[str] = mapped_column(String(3))
    goods_minor: Mapped[int]
    discount_minor: Mapped[int]
    delivery_minor: Mapped[int]
    delivery_vat_minor: Mapped[int]
    vat_minor: Mapped[int]
    total_minor: Mapped[int]
    terms_version: Mapped[str] = mapped_column(String(20))
    age_confirmed: Mapped[bool]
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    money_awaited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    lines: Mapped[list["OrderLine"]] = relationship(lazy="raise_on_sql", order_by="OrderLine.id")
    vat_rates: Mapped[list["OrderVat"]] = relationship(lazy="raise_on_sql", order_by="OrderVat.rate.desc()")
    offers: Mapped[list[OrderOffer]] = relationship(lazy="raise_on_sql", order_by=OrderOffer.id)
    events: Mapped[list["OrderEvent"]] = relationship(lazy="raise_on_sql", order_by="OrderEvent.id")
    confirmations: Mapped[list["OrderConfirmation"]] = relationship(lazy="raise_on_sql")

    def __init__(self, *, at: datetime, **agreed: Any) -> None:
        super().__init__(_status=states.PLACED, stock=RESERVED, placed_at=at, **agreed)
        self.events.append(
            OrderEvent(at=at, old_status=None, new_status=states.PLACED, why="the shopper ordered")
        )

    @hybrid_property
    def status(self) -> str:
        """Where the order is, one of states.STATES; only `move` changes it."""
        return self._status

    @property
    def label(self) -> str:
        """The number as people say it: `SR-100001`."""
        return f"SR-{self.number}"

    def move(self, to: str, *, at: datetime, why: str) -> None:
        """Go to another state and note when and why. Raises states.IllegalTransition; nothing moves then."""
        states.check(self._status, to)
        self._note(to, at=at, why=why)
        self._status = to
        if to == states.PAID:
            self.paid_at = at
        if to == states.NEEDS_ATTENTION:
            self._tell_reasons()

    def add_reason(self, *, at: datetime, why: str) -> None:
        """One more reason why a person has to look at an order that waits for one already."""
        if _shortened(why) not in self._reasons():
            self._note(states.NEEDS_ATTENTION, at=at, why=why)
            self._tell_reasons()

    def _note(self, to: str, *, at: datetime, why: str) -> None:
        self.events.append(OrderEvent(at=at, old_status=self._status, new_status=to, why=_shortened(why)))

    def _reasons(self) -> list[str]:
        """Why a person has to look, the newest first; what earlier persons dealt with is left out."""
        waiting = takewhile(lambda event: event.new_status == states.NEEDS_ATTENTION, reversed(self.events))
        return [event.why for event in waiting]

    def _tell_reasons(self) -> None:
        self.attention = _shortened("\n".join(self._reasons()))

    def moved_at(self, to: str) -> datetime | None:
        """When the order first came into this state, or None when it never did."""
        return next((event.at for event in self.events if event.is_move_to(to)), None)

    @property
    def has_left(self) -> bool:
        """Whether its goods were handed to a carrier at some time."""
        return self.moved_at(states.DISPATCHED) is not None

    def address(self) -> list[str]:
        """The lines on the parcel, name first; none is empty."""
        lines = (self.name, self.address_line_1, self.address_line_2, self.town, self.postcode)
        return [line for line in lines if line]


class OrderLine(db.Model):
    """One line as it was agreed; the database refuses to change it."""

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_above_nothing"),
        CheckConstraint("unit_minor >= 0", name="unit_not_negative"),
        CheckConstraint("line_minor = unit_minor * quantity", name="adds_up"),
        CheckConstraint("0 <= discount_minor AND discount_minor <= line_minor", name="discount_within_line"),
        CheckConstraint("0 <= vat_rate AND vat_rate <= 100", name="vat_rate_in_per_cent"),
        CheckConstraint(
            "0 <= vat_minor AND vat_minor <= line_minor - discount_minor", name="vat_within_line"
        ),
        Index("uq_order_lines_order_id_sku", "order_id", "sku", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    sku: Mapped[str] = mapped_column(String(40))
    product_slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(160))
    size_label: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    quantity: Mapped[int]
    unit_minor: Mapped[int]
    line_minor: Mapped[int]
    discount_minor: Mapped[int]
    vat_rate: Mapped[int]
    vat_minor: Mapped[int]

    @property
    def charged_minor(self) -> int:
        """What was charged for the line, in pence."""
        return self.line_minor - self.discount_minor


class OrderConfirmation(db.Model):
    """What a shopper ticked before ordering, in the words that stood there; it is never changed.

    It says what was read, never anything about the health of whoever read it.
    """

    __tablename__ = "order_confirmations"
    __table_args__ = (CheckConstraint("what IN ('age', 'leaflet')", name="what_known"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    what: Mapped[str] = mapped_column(String(10), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(String(20))


class OrderVat(db.Model):
    """What one VAT rate came to in an order, delivery included; pence."""

    __tablename__ = "order_vat"
    __table_args__ = (
        CheckConstraint("0 <= rate AND rate <= 100", name="rate_in_per_cent"),
        CheckConstraint("0 <= vat_minor AND vat_minor <= gross_minor", name="vat_within_gross"),
    )

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    rate: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    gross_minor: Mapped[int]
    vat_minor: Mapped[int]


class Parcel(db.Model):
    """What was handed to a carrier, and the code under which the carrier tells where it is (or no text)."""

    __tablename__ = "parcels"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    carrier: Mapped[str] = mapped_column(String(60))
    tracking: Mapped[str] = mapped_column(String(60))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OrderEvent(db.Model):
    """The audit log: every move of an order, when and why. Rows are only ever added.

    A row that moves nothing is a further reason why a person has to look.
    """

    __tablename__ = "order_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    old_status: Mapped[str | None] = mapped_column(String(20))
    new_status: Mapped[str] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(String(LONGEST_REASON))

    def is_move_to(self, state: str) -> bool:
        """Whether this is the order's coming into that state, not a further reason in it."""
        return self.new_status == state and self.old_status != state


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_REASON else f"{text[: LONGEST_REASON - 1]}…"
