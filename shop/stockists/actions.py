"""Decides how the list of shops changes; every change is made inside the caller's transaction."""

import tomllib
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from shop.db import db
from shop.stockists.models import Stockist, StockistProduct

SAMPLES = Path(__file__).parent / "data" / "samples.toml"


def load_samples(*, now: datetime) -> int:
    """Put the made-up shops in the list, or back to how they were; returns how many there are.

    May be run again and again. A real shop with the same slug is left alone. `now` dates the new ones.
    """
    session = db.session()
    statement = select(Stockist).options(selectinload(Stockist.products))
    held = {stockist.slug: stockist for stockist in session.scalars(statement)}
    entries = tomllib.loads(SAMPLES.read_text(encoding="utf-8"))["stockist"]
    loaded = 0
    for entry in entries:
        stockist = held.get(entry["slug"])
        if stockist is None:
            stockist = Stockist(is_sample=True, confirmed_on=now.date(), products=[])
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
    wanted = set(entry["stocks"])  # type: ignore[arg-type]
    held = {product.product_slug: product for product in stockist.products}
    for slug in sorted(wanted - set(held)):
        stockist.products.append(StockistProduct(product_slug=slug))
    for slug in sorted(set(held) - wanted):
        stockist.products.remove(held[slug])


def remove_samples() -> int:
    """Take every made-up shop off the list; returns how many there were."""
    session = db.session()
    statement = select(Stockist).where(Stockist.is_sample).options(selectinload(Stockist.products))
    samples = list(session.scalars(statement))
    for stockist in samples:
        session.delete(stockist)
    session.flush()
    return len(samples)
