"""When a parcel arrives: bank holidays, weekends and two o'clock."""

from datetime import UTC, date, datetime, time

import pytest

from shop.delivery.days import (
    Holidays,
    bank_holidays,
    day_span,
    hour_in_words,
    sending_day,
    working_days_after,
)
from shop.delivery.ways import choices, zone_for


@pytest.mark.parametrize(
    ("now", "postcode", "arrives"),
    [
        # A Wednesday before and at two, a Friday after two, Christmas, and Scotland's second of January.
        (datetime(2026, 11, 25, 13, 59, tzinfo=UTC), "SW1Y 4JH", "Fri 27 – Mon 30 November"),
        (datetime(2026, 11, 25, 14, 0, tzinfo=UTC), "SW1Y 4JH", "Mon 30 November – Tue 1 December"),
        (datetime(2026, 11, 27, 15, 0, tzinfo=UTC), "SW1Y 4JH", "Wed 2 – Thu 3 December"),
        (datetime(2026, 12, 24, 9, 0, tzinfo=UTC), "SW1Y 4JH", "Wed 30 – Thu 31 December"),
        (datetime(2026, 12, 30, 9, 0, tzinfo=UTC), "BT1 1AA", "Tue 5 – Thu 7 January"),
        (datetime(2026, 12, 30, 9, 0, tzinfo=UTC), "IV2 3AB", "Wed 6 – Fri 8 January"),
        # British summer time: 13:30 in Greenwich is half past two in London.
        (datetime(2026, 7, 1, 13, 30, tzinfo=UTC), "SW1Y 4JH", "Mon 6 – Tue 7 July"),
    ],
)
def test_the_days_of_arrival(now: datetime, postcode: str, arrives: str) -> None:
    assert choices(0, zone=zone_for(postcode), now=now)[0].arrives == arrives


def test_each_part_of_the_country_keeps_its_own_holidays() -> None:
    assert date(2026, 8, 31) in bank_holidays("ENG", 2026)
    assert date(2026, 8, 31) not in bank_holidays("SCT", 2026)
    assert date(2026, 7, 13) in bank_holidays("NIR", 2026)
    assert date(2026, 7, 6) in bank_holidays("IM", 2026)


def test_a_sunday_is_sent_on_monday() -> None:
    sunday = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)

    assert sending_day(sunday, cutoff=time(14), off=Holidays("ENG")) == date(2026, 11, 30)
    assert working_days_after(date(2026, 11, 27), 1, Holidays("ENG")) == date(2026, 11, 30)


def test_days_and_hours_in_words() -> None:
    assert day_span(date(2026, 12, 1), date(2026, 12, 3)) == "Tue 1 – Thu 3 December"
    assert day_span(date(2026, 12, 1), date(2026, 12, 1)) == "Tue 1 December"
    assert [hour_in_words(time(h, m)) for h, m in ((14, 0), (9, 30), (12, 0))] == ["2pm", "9:30am", "12 noon"]
