"""Decides how a shop that sells our range is kept, and which of our products it stocks."""

from datetime import date

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.db import db

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

    products: Mapped[list["StockistProduct"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="StockistProduct.product_slug"
    )

    @property
    def address(self) -> str:
        """The whole address in one line."""
        lines = (self.address_line_1, self.address_line_2, f"{self.town} {self.postcode}")
        return ", ".join(line for line in lines if line)

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
