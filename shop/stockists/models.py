"""Decides how a shop that sells our range is kept: where it is, when it is open, which products it stocks."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.db import UtcDateTime, db
from shop.stockists.hours import BankHolidays, Hours, Span

KINDS = {
    "health-food-shop": "Health food shop",
    "herbal-shop": "Herbal shop",
    "pharmacy": "Pharmacy",
    "grocer": "Grocer",
}
NATIONS = ("England", "Scotland", "Wales", "Northern Ireland", "Jersey", "Guernsey", "Isle of Man")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Stockist(db.Model):
    """A shop on the map: `lat` and `lon` in degrees, `confirmed_on` the day someone last asked it.

    Of a sample it is the day it was loaded, and is shown to nobody.
    """

    __tablename__ = "stockist"
    __public__ = True
    __table_args__ = (
        CheckConstraint("slug <> 'all'", name="slug_not_the_full_list"),
        CheckConstraint(_one_of("kind", tuple(KINDS)), name="kind_known"),
        CheckConstraint(_one_of("nation", NATIONS), name="nation_known"),
        CheckConstraint("lat >= -90 AND lat <= 90", name="lat_on_earth"),
        CheckConstraint("lon >= -180 AND lon <= 180", name="lon_on_earth"),
        Index(None, "lat", "lon"),
        Index(None, "nation", "town"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(20))
    address_line_1: Mapped[str] = mapped_column(String(120))
    address_line_2: Mapped[str | None] = mapped_column(String(120))
    town: Mapped[str] = mapped_column(String(80))
    nation: Mapped[str] = mapped_column(String(20))
    postcode: Mapped[str] = mapped_column(String(8))
    lat: Mapped[float] = mapped_column(Double)
    lon: Mapped[float] = mapped_column(Double)
    phone: Mapped[str | None] = mapped_column(String(20))
    website: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(Text)
    is_sample: Mapped[bool] = mapped_column(default=False)
    confirmed_on: Mapped[date | None]
    has_hours: Mapped[bool] = mapped_column(default=False, server_default=false())
    bank_holidays: Mapped[str] = mapped_column(
        String(10), default=BankHolidays.UNKNOWN.value, server_default=BankHolidays.UNKNOWN.value
    )

    spans: Mapped[list["StockistSpan"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="StockistSpan.id"
    )
    exceptions: Mapped[list["StockistException"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="StockistException.day"
    )
    products: Mapped[list["StockistProduct"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="StockistProduct.product_slug"
    )

    @property
    def address(self) -> str:
        """The whole address in one line."""
        lines = (self.address_line_1, self.address_line_2, f"{self.town} {self.postcode}")
        return ", ".join(line for line in lines if line)

    @property
    def hours(self) -> Hours:
        """When it is open, for the rules of opening hours; `spans` and `exceptions` must be loaded."""
        week: list[list[Span]] = [[] for _ in range(7)]
        dated: dict[date, list[Span]] = {exception.day: [] for exception in self.exceptions}
        for each in self.spans:
            span = Span(each.opens, each.closes)
            if each.weekday is not None:
                week[each.weekday].append(span)
            elif each.day is not None:
                dated.setdefault(each.day, []).append(span)
        return Hours(
            nation=self.nation,
            week=tuple(tuple(sorted(day)) for day in week) if self.has_hours else None,
            bank_holidays=BankHolidays(self.bank_holidays),
            exceptions={day: tuple(sorted(spans)) for day, spans in dated.items()},
        )

    @property
    def kind_label(self) -> str:
        """What kind of shop it is, in words."""
        return KINDS[self.kind]


class StockistProduct(db.Model):
    """One product that a shop stocks, by the product's slug: the catalogue is another room's business."""

    __tablename__ = "stockist_product"
    __public__ = True
    __table_args__ = (Index(None, "stockist_id"),)

    product_slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    stockist_id: Mapped[int] = mapped_column(ForeignKey("stockist.id", ondelete="CASCADE"), primary_key=True)


class StockistSpan(db.Model):
    """Open from `opens` to `closes`, minutes after midnight, on such weekdays (0 is Monday) or one day."""

    __tablename__ = "stockist_span"
    __public__ = True
    __table_args__ = (
        CheckConstraint("(weekday IS NULL) <> (day IS NULL)", name="weekly_or_dated"),
        CheckConstraint("weekday >= 0 AND weekday <= 6", name="weekday_of_a_week"),
        CheckConstraint("opens >= 0 AND opens < 1440", name="opens_in_its_day"),
        CheckConstraint("closes > opens AND closes <= opens + 1440", name="closes_within_a_day"),
        Index(None, "stockist_id", "weekday"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stockist_id: Mapped[int] = mapped_column(ForeignKey("stockist.id", ondelete="CASCADE"))
    weekday: Mapped[int | None]
    day: Mapped[date | None]
    opens: Mapped[int]
    closes: Mapped[int]


class StockistException(db.Model):
    """A day that is not as usual: the spans of that day hold, or the shop is shut when there is none."""

    __tablename__ = "stockist_exception"
    __public__ = True

    stockist_id: Mapped[int] = mapped_column(ForeignKey("stockist.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    why: Mapped[str | None] = mapped_column(String(80))


class StockistReport(db.Model):
    """A visitor says that a shop doesn't stock something any more, or is gone; nothing of them is kept."""

    __tablename__ = "stockist_report"
    __table_args__ = (
        CheckConstraint("what IN ('not-stocked', 'closed-down', 'details-wrong')", name="what_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stockist_id: Mapped[int] = mapped_column(ForeignKey("stockist.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(String(20))
    product_slug: Mapped[str | None] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
