"""Decides which shops are nearest to a point: exactly, however far away, on SQLite and PostgreSQL alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select
from sqlalchemy.orm import Session

from shop.stockists.bank_holidays import is_bank_holiday
from shop.stockists.distance import HALF_ROUND_KM, Box, box_around, check_point, distance_km
from shop.stockists.hours import CLOCK, DAY, BankHolidays
from shop.stockists.models import NATIONS, Stockist, StockistException, StockistProduct, StockistSpan

MOST = 50
FARTHEST = 1_000
_FIRST_RADIUS_KM = 4.0
_GROWTH = 4
_WIDE_KM = 256.0  # the next box would hold the whole country, so it may as well hold the Earth
_MM_PER_KM = 1_000_000
_MARGIN_KM = 0.001  # far more than rounding to a millimetre can shift a shop, far less than anyone notices


@dataclass(frozen=True)
class Wanted:
    """Which shops count: those that stock any of the products, are of the kind, are open at the instant.

    What is empty asks for nothing. `open_at` is aware; a shop of which nobody can say that it is open then
    doesn't count.
    """

    product_slugs: Sequence[str] = ()
    kind: str | None = None
    open_at: datetime | None = None


ANY = Wanted()


def nearest(
    session: Session, lat: float, lon: float, *, k: int, skip: int = 0, wanted: Wanted = ANY
) -> list[tuple[int, float]]:
    """(stockist id, km) of the `k` nearest shops, or of all, by distance rounded to 1 mm and then by id.

    `skip` leaves out so many of the nearest, for a second page. Only shops that are `wanted` count. Raises
    ValueError for a point that is not on the Earth, for k outside 1 to 50 and for skip outside 0 to 1,000.
    """
    check_point(lat, lon)
    if not (1 <= k <= MOST and 0 <= skip <= FARTHEST):
        raise ValueError(f"k must be from 1 to {MOST} and skip from 0 to {FARTHEST}, not {k!r} and {skip!r}")
    return _closest(session, lat, lon, k + skip, _conditions(wanted))[skip:]


def _closest(
    session: Session, lat: float, lon: float, k: int, conditions: Sequence[ColumnElement[bool]]
) -> list[tuple[int, float]]:
    """A box on the index (lat, lon) grows until `k` shops lie within the circle it was drawn around; shops in
    the box's corners don't count, since a nearer one may lie outside the box."""
    radius_km = _FIRST_RADIUS_KM
    while True:
        is_whole_earth = radius_km >= HALF_ROUND_KM
        box = None if is_whole_earth else box_around(lat, lon, radius_km + _MARGIN_KM)
        rows = session.execute(_inside(box, conditions)).all()
        found = sorted((round(distance_km(lat, lon, row.lat, row.lon) * _MM_PER_KM), row.id) for row in rows)
        reach = round(radius_km * _MM_PER_KM)
        if is_whole_earth or (len(found) >= k and found[k - 1][0] <= reach):
            return [(id_, mm / _MM_PER_KM) for mm, id_ in found[:k]]
        if len(found) >= k:
            # A circle as wide as the k-th distance is sure to hold k shops, and every nearer one.
            radius_km = found[k - 1][0] / _MM_PER_KM
        else:
            radius_km = radius_km * _GROWTH if radius_km < _WIDE_KM else HALF_ROUND_KM


def _inside(box: Box | None, conditions: Sequence[ColumnElement[bool]]) -> Select[int, float, float]:
    statement = select(Stockist.id, Stockist.lat, Stockist.lon).where(*conditions)
    if box is not None:
        spans: list[ColumnElement[bool]] = [Stockist.lon.between(*span) for span in box.longitudes]
        statement = statement.where(and_(Stockist.lat.between(box.south, box.north), or_(*spans)))
    return statement


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.product_slugs:
        is_its_own = StockistProduct.stockist_id == Stockist.id
        is_asked_for = StockistProduct.product_slug.in_(wanted.product_slugs)
        conditions.append(exists().where(is_its_own, is_asked_for))
    if wanted.kind:
        conditions.append(Stockist.kind == wanted.kind)
    if wanted.open_at is not None:
        here = wanted.open_at.astimezone(CLOCK)
        minute, yesterday = here.hour * 60 + here.minute, here.date() - timedelta(days=1)
        # A span of yesterday may reach into today.
        conditions.append(or_(_is_open(here.date(), minute), _is_open(yesterday, minute + DAY)))
    return conditions


def _is_open(day: date, minute: int) -> ColumnElement[bool]:
    """Whether a span that begins on `day` holds the minute, as hours.standing decides it for one shop."""
    span = and_(
        StockistSpan.stockist_id == Stockist.id, StockistSpan.opens <= minute, StockistSpan.closes > minute
    )
    is_exception = exists().where(StockistException.stockist_id == Stockist.id, StockistException.day == day)
    keeping = [nation for nation in NATIONS if is_bank_holiday(nation, day)]
    goes_on = or_(Stockist.nation.not_in(keeping), Stockist.bank_holidays == BankHolidays.AS_USUAL.value)
    weekly = exists().where(span, StockistSpan.weekday == day.weekday())
    return or_(
        and_(is_exception, exists().where(span, StockistSpan.day == day)),
        and_(not_(is_exception), Stockist.has_hours, goes_on, weekly),
    )
