""" "Open now" inside the query says of every shop what the rules of opening hours say of it."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from shop.stockists.hours import CLOCK, BankHolidays, State, standing
from shop.stockists.models import NATIONS, Stockist, StockistException, StockistSpan
from shop.stockists.nearest import Wanted, nearest

SPANS = [(540, 1050), (540, 750), (810, 1050), (1320, 1560), (0, 1440), (1080, 1500)]


def with_random_hours(made: Stockist, draw: random.Random) -> Stockist:
    made.has_hours = draw.random() < 0.9
    made.bank_holidays = draw.choice(list(BankHolidays)).value
    made.nation = draw.choice(NATIONS)
    for weekday in range(7):
        for opens, closes in draw.sample(SPANS, draw.randint(0, 2)):
            made.spans.append(StockistSpan(weekday=weekday, opens=opens, closes=closes))
    for _ in range(draw.randint(0, 2)):
        day = date(2026, 12, 20) + timedelta(days=draw.randint(0, 14))
        if day not in [exception.day for exception in made.exceptions]:
            made.exceptions.append(StockistException(day=day))
            for opens, closes in draw.sample(SPANS, draw.randint(0, 1)):
                made.spans.append(StockistSpan(day=day, opens=opens, closes=closes))
    return made


def test_open_now_in_the_query_agrees_with_the_rules_over_christmas_in_every_nation(
    session: Session, stockist: Callable[..., Stockist]
) -> None:
    draw = random.Random(20261225)
    shops = [with_random_hours(stockist(spans=[], exceptions=[]), draw) for _ in range(40)]
    session.add_all(shops)
    session.flush()
    by_id = {each.id: each.hours for each in shops}
    seen = 0

    for hour in range(0, 24 * 15, 5):
        at = datetime(2026, 12, 20, tzinfo=CLOCK) + timedelta(hours=hour, minutes=draw.randint(0, 59))
        by_rules = {id_ for id_, hours in by_id.items() if standing(hours, at).state is State.OPEN}
        by_query = {id_ for id_, _ in nearest(session, 55.6, -4.7, k=50, wanted=Wanted(open_at=at))}
        assert by_query == by_rules, at
        seen += len(by_rules)

    assert seen > 500


def test_filters_go_inside_the_query_and_never_after_the_limit(
    session: Session, stockist: Callable[..., Stockist]
) -> None:
    near = [stockist(kind="grocer", lat=55.6 + n / 1000) for n in range(20)]
    far = stockist(kind="pharmacy", lat=57.0, stocks=("atrosan",))
    session.add_all([*near, far])
    session.commit()

    [(found, _)] = nearest(session, 55.6, -4.7, k=3, wanted=Wanted(("atrosan",), "pharmacy"))

    assert found == far.id


def test_pages_follow_each_other_without_a_gap_or_a_double(
    session: Session, stockist: Callable[..., Stockist]
) -> None:
    session.add_all([stockist(lat=55.6, lon=-4.7) for _ in range(25)])
    session.commit()

    pages = [nearest(session, 55.6, -4.7, k=10, skip=skip) for skip in (0, 10, 20, 30)]

    assert [[id_ for id_, _ in page] for page in pages] == [
        list(range(1, 11)),
        list(range(11, 21)),
        list(range(21, 26)),
        [],
    ]
