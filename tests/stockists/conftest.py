"""What the tests of stockists share: one open places file, and shops that stand where a test says."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from shop.db import ContentVersion, db
from shop.stockists.gazetteer import Gazetteer
from shop.stockists.models import Stockist, StockistException, StockistProduct, StockistSpan
from shop.stockists.places_file import ensure_unpacked


@pytest.fixture(scope="session")
def places_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The places file, opened out once for each test process."""
    return ensure_unpacked(tmp_path_factory.mktemp("places"))


@pytest.fixture(scope="session")
def gazetteer(places_path: Path) -> Gazetteer:
    """What the places file knows."""
    return Gazetteer(places_path)


@pytest.fixture
def session() -> Iterator[Session]:
    """An empty database in memory that holds only this room's tables and the number of the public content."""
    engine = create_engine("sqlite://")
    kept = (Stockist, StockistProduct, StockistSpan, StockistException, ContentVersion)
    tables = [model.__table__ for model in kept]
    db.metadata.create_all(engine, tables=tables)  # type: ignore[arg-type]
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def stockist() -> Callable[..., Stockist]:
    """Makes a shop; every field may be given."""
    count = iter(range(1, 1_000_000))

    def make(*, stocks: tuple[str, ...] = (), **fields: object) -> Stockist:
        number = next(count)
        given: dict[str, object] = {
            "slug": f"shop-{number}",
            "name": f"Shop {number}",
            "kind": "grocer",
            "address_line_1": f"{number} High Street",
            "town": "Irvine",
            "nation": "Scotland",
            "postcode": "KA12 8PZ",
            "lat": 55.60778,
            "lon": -4.68437,
            "is_sample": False,
        }
        made = Stockist(**(given | fields))
        made.products = [StockistProduct(product_slug=slug) for slug in stocks]
        return made

    return make
