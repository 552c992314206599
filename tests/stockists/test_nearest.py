"""The nearest shops are exactly the nearest, wherever the shops and the visitor are."""

import math
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert, select
from sqlalchemy.orm import Session

from shop.db import db
from shop.stockists.distance import EARTH_RADIUS_KM, box_around, distance_km
from shop.stockists.models import Stockist, StockistProduct
from shop.stockists.nearest import Wanted, nearest

EDGES = [
    (60.15, -1.14),  # Shetland
    (49.92, -6.32),  # Scilly
    (57.81, -8.58),  # St Kilda
    (51.4779, 0.0),  # Greenwich
    (54.0, 179.9999),
    (54.0, -180.0),
    (0.0, 0.0),
    (89.9999, 12.0),
    (90.0, 0.0),
    (-90.0, 0.0),
    (-54.0, 175.0),  # the far side of the Earth
]


def fill(session: Session, points: list[tuple[float, float]], draw: random.Random) -> None:
    rows = [
        {
            "id": n, "slug": f"s{n}", "name": "S", "kind": "grocer", "address_line_1": "1", "town": "T",
            "nation": "England", "postcode": "", "lat": lat, "lon": lon, "is_sample": False,
        }
        for n, (lat, lon) in enumerate(points, 1)
    ]  # fmt: skip
    session.execute(insert(Stockist), rows)
    rare = [{"product_slug": "rare", "stockist_id": row["id"]} for row in rows if draw.random() < 0.02]
    other = [{"product_slug": "other", "stockist_id": row["id"]} for row in rows if draw.random() < 0.5]
    if rare + other:
        session.execute(insert(StockistProduct), rare + other)


def brute_force(
    session: Session, lat: float, lon: float, k: int, product: str | None
) -> list[tuple[int, float]]:
    statement = select(Stockist.id, Stockist.lat, Stockist.lon)
    if product:
        statement = statement.join(StockistProduct).where(StockistProduct.product_slug == product)
    every = [(round(distance_km(lat, lon, y, x) * 1e6), id_) for id_, y, x in session.execute(statement)]
    return [(id_, mm / 1e6) for mm, id_ in sorted(every)[:k]]


def british_points(draw: random.Random, n: int) -> list[tuple[float, float]]:
    towns = [(draw.uniform(50, 59), draw.uniform(-6, 1.5)) for _ in range(40)]
    points = []
    for _ in range(n):
        lat, lon = draw.choice(towns)
        points.append((round(lat + draw.gauss(0, 0.08), 5), round(lon + draw.gauss(0, 0.12), 5)))
    return points + points[: n // 10]  # and some on the very same spot


@pytest.mark.parametrize("n", [1, 7, 60, 3_000])
def test_none_of_many_queries_differs_from_measuring_every_shop(session: Session, n: int) -> None:
    draw = random.Random(n)
    fill(session, british_points(draw, n), draw)
    queries = EDGES + [(draw.uniform(49, 61), draw.uniform(-9, 2)) for _ in range(60)]

    wrong = [
        (lat, lon, k, product)
        for lat, lon in queries
        for k, product in ((1, None), (10, None), (3, "rare"), (10, "other"), (50, None))
        if nearest(session, lat, lon, k=k, wanted=Wanted((product,) if product else ()))
        != brute_force(session, lat, lon, k, product)
    ]

    assert wrong == []


def test_none_differs_when_shops_are_all_over_the_earth(session: Session) -> None:
    draw = random.Random(3)
    points = [(draw.uniform(-90, 90), draw.uniform(-180, 180)) for _ in range(400)]
    points += [(draw.uniform(85, 90), draw.uniform(-180, 180)) for _ in range(100)]
    points += [(draw.uniform(-60, 60), draw.choice((-1, 1)) * draw.uniform(179, 180)) for _ in range(100)]
    fill(session, points, draw)
    queries = EDGES + [(draw.uniform(-90, 90), draw.uniform(-180, 180)) for _ in range(100)]

    wrong = [q for q in queries if nearest(session, *q, k=10) != brute_force(session, *q, 10, None)]

    assert wrong == []


def test_the_nearest_shop_is_found_however_far(session: Session, stockist: Callable[..., Stockist]) -> None:
    session.add(stockist(lat=49.18, lon=-2.11))
    session.flush()

    [(id_, km)] = nearest(session, 60.15324, -1.14156, k=10)

    assert id_ == 1
    assert round(km) == 1222


def test_shops_on_the_same_spot_come_in_the_order_of_their_ids(
    session: Session, stockist: Callable[..., Stockist]
) -> None:
    session.add_all([stockist() for _ in range(5)])
    session.flush()

    assert nearest(session, 55.60778, -4.68437, k=3) == [(1, 0.0), (2, 0.0), (3, 0.0)]


def test_only_shops_that_stock_one_of_the_products_are_counted(
    session: Session, stockist: Callable[..., Stockist]
) -> None:
    session.add_all(
        [stockist(stocks=("a",)), stockist(stocks=("b",), lat=56.0), stockist(stocks=("c",), lat=57.0)]
    )
    session.flush()

    assert [id_ for id_, _ in nearest(session, 55.6, -4.7, k=3, wanted=Wanted(("b", "c")))] == [2, 3]
    assert nearest(session, 55.6, -4.7, k=3, wanted=Wanted(("none",))) == []


def test_no_shops_are_no_result(session: Session) -> None:
    assert nearest(session, 55.6, -4.7, k=10) == []


@pytest.mark.parametrize(
    ("lat", "lon"), [(math.nan, 0), (0, math.nan), (math.inf, 0), (0, -math.inf), (90.1, 0), (0, 180.1)]
)
def test_what_is_not_on_the_earth_is_refused(session: Session, lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="not a point on the Earth"):
        nearest(session, lat, lon, k=1)


@pytest.mark.parametrize("k", [0, -1, 51])
def test_too_few_or_too_many_are_refused(session: Session, k: int) -> None:
    with pytest.raises(ValueError, match="k must be from 1 to 50"):
        nearest(session, 55.6, -4.7, k=k)


def test_the_search_uses_the_index_on_the_point() -> None:
    engine = create_engine("sqlite://")
    db.metadata.create_all(engine, tables=[Stockist.__table__, StockistProduct.__table__])  # type: ignore[list-item]
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id, lat, lon FROM stockist"
            " WHERE lat BETWEEN 55 AND 56 AND lon BETWEEN -5 AND -4"
        ).all()
    engine.dispose()

    assert "USING COVERING INDEX ix_stockist_lat_lon (lat>? AND lat<?)" in plan[0][3]


@settings(max_examples=400)
@given(
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.floats(0, 359.99),
    st.floats(0.001, 15_000),
    st.floats(0, 0.999),
)
def test_a_box_holds_every_point_of_its_circle(
    lat: float, lon: float, bearing: float, radius_km: float, share: float
) -> None:
    reach = radius_km * share / EARTH_RADIUS_KM
    phi, turn = math.radians(lat), math.radians(bearing)
    sine = math.sin(phi) * math.cos(reach) + math.cos(phi) * math.sin(reach) * math.cos(turn)
    there = math.asin(max(-1.0, min(1.0, sine)))
    east = math.atan2(
        math.sin(turn) * math.sin(reach) * math.cos(phi), math.cos(reach) - math.sin(phi) * math.sin(there)
    )
    lon_there = (lon + math.degrees(east) + 540) % 360 - 180

    box = box_around(lat, lon, radius_km + 0.001)

    assert box.south <= math.degrees(there) <= box.north
    assert any(west <= lon_there <= far for west, far in box.longitudes)


def test_a_known_distance_is_right() -> None:
    assert round(distance_km(51.0, -3.0, 52.0, -3.0), 3) == 111.195  # one degree along a meridian
    assert round(distance_km(0.0, 0.0, 0.0, 90.0), 3) == 10007.557  # a quarter of the equator
    assert distance_km(54.0, 10.0, 54.0, 10.0) == 0.0
    assert round(distance_km(0.0, 0.0, 0.0, 180.0), 3) == 20015.114
