"""Answers which shops are nearest to what a visitor typed, and what is known of one shop or of all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from shop import settings
from shop.db import db
from shop.errors import NotFound
from shop.stockists.distance import KM_PER_MILE
from shop.stockists.gazetteer import open_gazetteer
from shop.stockists.hours import Standing, standing
from shop.stockists.models import NATIONS, Stockist, StockistProduct, StockistReport
from shop.stockists.nearest import ANY, Wanted, nearest
from shop.stockists.places import Choice, NotAPlace, Place, locate
from shop.stockists.products import StockedProduct, names_on_sale, stocked


@dataclass(frozen=True)
class NearStockist:
    """A shop in a result list: how far in a straight line, what it stocks by name, whether it is open."""

    stockist: Stockist
    miles: float
    is_rough: bool
    products: tuple[StockedProduct, ...]
    standing: Standing

    @property
    def href(self) -> str:
        """The shop's own page."""
        return f"/stockists/{self.stockist.slug}"

    @property
    def distance(self) -> str:
        """`1.2 miles`; "about" where the visitor's place is only roughly known."""
        if self.is_rough:
            return f"about {max(self.miles, 0.1):.1f} miles"
        return "under 0.1 miles" if self.miles < 0.05 else f"{self.miles:.1f} miles"


@dataclass(frozen=True)
class StockistSearch:
    """What a search found: one of `place`, `choice` and `not_a_place` is given, rows only with a place.

    `has_more` says whether shops come after these.
    """

    place: Place | None = None
    choice: Choice | None = None
    not_a_place: NotAPlace | None = None
    rows: tuple[NearStockist, ...] = ()
    has_more: bool = False

    @property
    def has_samples(self) -> bool:
        """Whether a made-up shop is among the rows, so that the page must say so."""
        return any(row.stockist.is_sample for row in self.rows)


@dataclass(frozen=True)
class TownWithShops:
    """A town that has shops; `near` is what to search for to see them."""

    nation: str
    town: str
    shops: int
    near: str


def nearest_stockists(
    *, near: str, at: datetime, wanted: Wanted = ANY, limit: int = 3, skip: int = 0
) -> StockistSearch:
    """The `limit` (1 to 49) shops nearest to what was typed, after the `skip` nearest, among those `wanted`.

    `at` (aware) is the instant for which it is said whether they are open.
    """
    found = locate(near, open_gazetteer(settings.current().data_dir))
    if isinstance(found, Choice):
        return StockistSearch(choice=found)
    if isinstance(found, NotAPlace):
        return StockistSearch(not_a_place=found)
    session = db.session()
    hits = nearest(session, found.lat, found.lon, k=limit + 1, skip=skip, wanted=wanted)
    statement = select(Stockist).where(Stockist.id.in_([id_ for id_, _ in hits[:limit]])).options(*_WHOLE)
    by_id = {s.id: s for s in session.scalars(statement)}
    names = names_on_sale()
    rows = tuple(
        NearStockist(
            stockist=by_id[id_],
            miles=km / KM_PER_MILE,
            is_rough=found.precision != "unit",
            products=_products(by_id[id_], names),
            standing=standing(by_id[id_].hours, at),
        )
        for id_, km in hits[:limit]
    )
    return StockistSearch(place=found, rows=rows, has_more=len(hits) > limit)


_WHOLE = (
    selectinload(Stockist.products),
    selectinload(Stockist.spans),
    selectinload(Stockist.exceptions),
)


def _products(stockist: Stockist, names: Mapping[str, str] | None) -> tuple[StockedProduct, ...]:
    return tuple(stocked(product.product_slug, names) for product in stockist.products)


def get_stockist(slug: str) -> Stockist:
    """One shop with its products and hours; raises NotFound with ways on."""
    statement = select(Stockist).where(Stockist.slug == slug).options(*_WHOLE)
    stockist = db.session().scalars(statement).one_or_none()
    if stockist is None:
        raise NotFound(
            "We have no shop at this address. It may have left our list.",
            title="We can’t find that shop",
            suggestions=[
                ("Find a shop near you", "/stockists"),
                ("See every shop we know", "/stockists/all"),
            ],
        )
    return stockist


def products_of(stockist: Stockist) -> tuple[StockedProduct, ...]:
    """What a shop stocks, by name."""
    return _products(stockist, names_on_sale())


def products_to_choose() -> tuple[StockedProduct, ...]:
    """Every product on sale or stocked by a shop, by name: what a search may ask for."""
    names = names_on_sale()
    slugs = set(db.session().scalars(select(StockistProduct.product_slug).distinct())) | set(names or ())
    return tuple(sorted((stocked(slug, names) for slug in slugs), key=lambda p: (p.name.casefold(), p.slug)))


def towns_with_shops() -> list[tuple[str, list[TownWithShops]]]:
    """(nation, its towns with shops by name) in the order of NATIONS, nations without a shop left out."""
    statement = select(Stockist.nation, Stockist.town, func.count()).group_by(Stockist.nation, Stockist.town)
    rows = db.session().execute(statement).all()
    all_names = [town for _, town, _ in rows]
    towns = [
        TownWithShops(nation, town, shops, f"{town}, {nation}" if all_names.count(town) > 1 else town)
        for nation, town, shops in rows
    ]
    towns.sort(key=lambda t: (NATIONS.index(t.nation), t.town.casefold()))
    return [(nation, list(group)) for nation, group in groupby(towns, key=lambda t: t.nation)]


def all_stockists() -> list[tuple[str, list[tuple[str, list[Stockist]]]]]:
    """(nation, [(town, its shops)]) of every shop, in the order of NATIONS, then by town and name."""
    stockists = list(db.session().scalars(select(Stockist)))
    stockists.sort(key=lambda s: (NATIONS.index(s.nation), s.town.casefold(), s.name.casefold(), s.id))
    return [
        (nation, [(town, list(shops)) for town, shops in groupby(in_nation, key=lambda s: s.town)])
        for nation, in_nation in groupby(stockists, key=lambda s: s.nation)
    ]


def has_stockists() -> bool:
    """Whether any shop is in the list."""
    return db.session().scalar(select(Stockist.id).limit(1)) is not None


def has_samples() -> bool:
    """Whether any made-up shop is in the list."""
    return db.session().scalar(select(Stockist.id).where(Stockist.is_sample).limit(1)) is not None


def open_reports() -> list[tuple[StockistReport, str]]:
    """(report, address of the shop's page) of what visitors said and nobody settled, oldest first."""
    statement = (
        select(StockistReport, Stockist.slug)
        .join(Stockist, Stockist.id == StockistReport.stockist_id)
        .order_by(StockistReport.at, StockistReport.id)
    )
    return [(said, f"/stockists/{slug}") for said, slug in db.session().execute(statement)]
