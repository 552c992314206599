"""Decides which shops are nearest to a point: exactly, however far away, on SQLite and PostgreSQL alike."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from shop.stockists.distance import HALF_ROUND_KM, Box, box_around, check_point, distance_km
from shop.stockists.models import Stockist, StockistProduct

MOST = 50
_FIRST_RADIUS_KM = 4.0
_GROWTH = 4
_WIDE_KM = 256.0  # the next box would hold the whole country, so it may as well hold the Earth
_MM_PER_KM = 1_000_000
_MARGIN_KM = 0.001  # far more than rounding to a millimetre can shift a shop, far less than anyone notices


def nearest(
    session: Session, lat: float, lon: float, *, k: int, product_slugs: Sequence[str] = ()
) -> list[tuple[int, float]]:
    """(stockist id, km) of the `k` nearest shops, or of all, by distance rounded to 1 mm and then by id.

    With `product_slugs`, only shops that stock at least one of them. A box on the index (lat, lon) grows
    until `k` shops lie within the circle it was drawn around; shops in the box's corners don't count, since
    a nearer one may lie outside the box. Raises ValueError for a point that is not on the Earth and for k
    outside 1 to 50.
    """
    check_point(lat, lon)
    if not 1 <= k <= MOST:
        raise ValueError(f"k must be from 1 to {MOST}, not {k!r}")
    radius_km = _FIRST_RADIUS_KM
    while True:
        is_whole_earth = radius_km >= HALF_ROUND_KM
        box = None if is_whole_earth else box_around(lat, lon, radius_km + _MARGIN_KM)
        rows = session.execute(_inside(box, product_slugs)).all()
        found = sorted((round(distance_km(lat, lon, row.lat, row.lon) * _MM_PER_KM), row.id) for row in rows)
        reach = round(radius_km * _MM_PER_KM)
        if is_whole_earth or (len(found) >= k and found[k - 1][0] <= reach):
            return [(id_, mm / _MM_PER_KM) for mm, id_ in found[:k]]
        if len(found) >= k:
            # A circle as wide as the k-th distance is sure to hold k shops, and every nearer one.
            radius_km = found[k - 1][0] / _MM_PER_KM
        else:
            radius_km = radius_km * _GROWTH if radius_km < _WIDE_KM else HALF_ROUND_KM


def _inside(box: Box | None, product_slugs: Sequence[str]) -> Select[int, float, float]:
    statement = select(Stockist.id, Stockist.lat, Stockist.lon)
    if box is not None:
        spans: list[ColumnElement[bool]] = [Stockist.lon.between(*span) for span in box.longitudes]
        statement = statement.where(and_(Stockist.lat.between(box.south, box.north), or_(*spans)))
    if product_slugs:
        is_its_own = StockistProduct.stockist_id == Stockist.id
        is_wanted = StockistProduct.product_slug.in_(product_slugs)
        statement = statement.where(exists().where(is_its_own, is_wanted))
    return statement
