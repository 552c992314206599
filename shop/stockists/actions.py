"""Decides how the list of shops changes; every change is made inside the caller's transaction."""

import tomllib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from shop.db import db
from shop.stockists.hours import BankHolidays, read_spans
from shop.stockists.models import Stockist, StockistProduct, StockistReport, StockistSpan

SAMPLES = Path(__file__).parent / "data" / "samples.toml"

# Made-up weeks, Monday first, of the made-up shops; of herbal ones nothing is known, to show that too.
WEEKS = {
    "health-food-shop": (*("09:00-17:30",) * 6, "closed"),
    "pharmacy": (*("09:00-13:00, 14:00-18:00",) * 5, "09:00-13:00", "closed"),
    "grocer": (*("08:00-20:00",) * 6, "10:00-16:00"),
}


def load_samples(*, now: datetime) -> int:
    """Put the made-up shops in the list, or back to how they were; returns how many there are.

    May be run again and again. A real shop with the same slug is left alone. `now` dates the new ones.
    """
    session = db.session()
    statement = select(Stockist).options(selectinload(Stockist.products), selectinload(Stockist.spans))
    held = {stockist.slug: stockist for stockist in session.scalars(statement)}
    entries = tomllib.loads(SAMPLES.read_text(encoding="utf-8"))["stockist"]
    loaded = 0
    for entry in entries:
        stockist = held.get(entry["slug"])
        if stockist is None:
            stockist = Stockist(is_sample=True, confirmed_on=now.date(), products=[], spans=[])
            session.add(stockist)
        elif not stockist.is_sample:
            continue
        _fill(stockist, entry)
        loaded += 1
    session.flush()
    return loaded


def _fill(stockist: Stockist, entry: dict[str, str | float | list[str]]) -> None:
    for field in ("slug", "name", "kind", "address_line_1", "town", "nation", "postcode", "lat", "lon"):
        setattr(stockist, field, entry[field])
    for field in ("address_line_2", "phone", "website", "note"):
        setattr(stockist, field, entry.get(field))
    _fill_hours(stockist, WEEKS.get(str(entry["kind"]), ()))
    wanted = set(entry["stocks"])  # type: ignore[arg-type]
    held = {product.product_slug: product for product in stockist.products}
    for slug in sorted(wanted - set(held)):
        stockist.products.append(StockistProduct(product_slug=slug))
    for slug in sorted(set(held) - wanted):
        stockist.products.remove(held[slug])


def _fill_hours(stockist: Stockist, week: Sequence[str]) -> None:
    stockist.has_hours = bool(week)
    stockist.bank_holidays = BankHolidays.CLOSED.value if week else BankHolidays.UNKNOWN.value
    if [(s.weekday, s.opens, s.closes) for s in stockist.spans] != _spans_of(week):
        stockist.spans = [StockistSpan(weekday=d, opens=o, closes=c) for d, o, c in _spans_of(week)]


def _spans_of(week: Sequence[str]) -> list[tuple[int | None, int, int]]:
    return [(day, span.opens, span.closes) for day, text in enumerate(week) for span in read_spans(text)]


def remove_samples() -> int:
    """Take every made-up shop off the list; returns how many there were."""
    session = db.session()
    parts = (Stockist.products, Stockist.spans, Stockist.exceptions)
    statement = select(Stockist).where(Stockist.is_sample).options(*map(selectinload, parts))
    samples = list(session.scalars(statement))
    for stockist in samples:
        session.delete(stockist)
    session.flush()
    return len(samples)


def report(*, slug: str, what: str, product_slug: str | None, now: datetime) -> StockistReport:
    """Keep what a visitor says of a shop, for staff to look into; nothing of the visitor is kept.

    The same thing said again only moves its date: one is enough to look, and robots fill no table.
    """
    session = db.session()
    stockist_id = session.scalars(select(Stockist.id).where(Stockist.slug == slug)).one()
    said = session.scalars(
        select(StockistReport).where(
            StockistReport.stockist_id == stockist_id,
            StockistReport.what == what,
            StockistReport.product_slug.is_not_distinct_from(product_slug),
        )
    ).first()
    if said is None:
        said = StockistReport(stockist_id=stockist_id, what=what, product_slug=product_slug, at=now)
        session.add(said)
    said.at = now
    session.flush()
    return said


def settle_report(*, number: int) -> bool:
    """Take a report off the list once staff looked into it; says whether there was one."""
    said = db.session().get(StockistReport, number)
    if said is None:
        return False
    db.session().delete(said)
    db.session().flush()
    return True
