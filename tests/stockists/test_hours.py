"""Opening hours: lunch, past midnight, summer time, exceptions, and each nation's own bank holidays."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.stockists.bank_holidays import is_bank_holiday
from shop.stockists.hours import (
    CLOCK,
    BadHours,
    BankHolidays,
    Hours,
    Span,
    State,
    read_spans,
    standing,
    written_spans,
)

LUNCH = read_spans("09:00-12:30, 13:30-17:30")
WEEK = (LUNCH, LUNCH, LUNCH, LUNCH, read_spans("18:00-02:00"), read_spans("10:00-16:00"), ())
WEDNESDAY, FRIDAY, SATURDAY, SUNDAY = 25, 27, 28, 29  # of November 2026


def at(day: int, clock: str, month: int = 11, year: int = 2026) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(year, month, day, hour, minute, tzinfo=CLOCK)


def shop(nation: str = "England", **fields: object) -> Hours:
    return Hours(**({"nation": nation, "week": WEEK} | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "clock", "words"),
    [
        (WEDNESDAY, "08:59", "Closed now, opens 09:00"),
        (WEDNESDAY, "09:00", "Open now, closes 12:30"),
        (WEDNESDAY, "12:29", "Open now, closes 12:30"),
        (WEDNESDAY, "12:30", "Closed now, opens 13:30"),
        (WEDNESDAY, "17:30", "Closed now, opens 09:00 tomorrow"),
        (FRIDAY, "23:59", "Open now, closes 02:00"),
        (SATURDAY, "01:59", "Open now, closes 02:00"),
        (SATURDAY, "02:00", "Closed now, opens 10:00"),
        (SATURDAY, "16:00", "Closed now, opens 09:00 on Monday"),
        (SUNDAY, "12:00", "Closed now, opens 09:00 tomorrow"),
    ],
)
def test_a_shop_says_until_when_it_is_open_or_when_it_opens_next(day: int, clock: str, words: str) -> None:
    assert standing(shop(), at(day, clock)).words == words


def test_unknown_hours_are_never_called_closed() -> None:
    found = standing(shop(week=None), at(WEDNESDAY, "03:00"))

    assert (found.state, found.words) == (State.UNKNOWN, "Ring for hours")


def test_a_dated_exception_goes_before_the_week_and_before_a_bank_holiday() -> None:
    exceptions = {date(2026, 11, 25): (), date(2026, 12, 25): read_spans("10:00-11:00")}
    hours = shop(bank_holidays=BankHolidays.CLOSED, exceptions=exceptions)

    assert standing(hours, at(WEDNESDAY, "10:00")).words == "Closed now, opens 09:00 tomorrow"
    assert standing(hours, at(25, "10:30", month=12)).words == "Open now, closes 11:00"


@pytest.mark.parametrize(
    ("nation", "day", "is_one"),
    [
        ("England", date(2026, 4, 6), True),
        ("Scotland", date(2026, 4, 6), False),
        ("England", date(2026, 1, 2), False),
        ("Scotland", date(2026, 1, 2), True),
        ("Northern Ireland", date(2026, 3, 17), True),
        ("Wales", date(2026, 3, 17), False),
        ("Jersey", date(2026, 5, 9), True),
        ("Isle of Man", date(2026, 7, 6), True),
    ],
)
def test_each_nation_keeps_its_own_bank_holidays(nation: str, day: date, is_one: bool) -> None:
    assert is_bank_holiday(nation, day) is is_one


@pytest.mark.parametrize(
    ("rule", "state", "words"),
    [
        (BankHolidays.CLOSED, State.CLOSED, "Closed now, opens 09:00 tomorrow"),
        (BankHolidays.AS_USUAL, State.OPEN, "Open now, closes 12:30"),
        (BankHolidays.UNKNOWN, State.MAY_DIFFER, "Bank holiday today: hours may differ, so ring first"),
    ],
)
def test_easter_monday_in_england_is_as_the_shop_keeps_it(
    rule: BankHolidays, state: State, words: str
) -> None:
    found = standing(shop(bank_holidays=rule), at(6, "10:00", month=4))

    assert (found.state, found.words) == (state, words)
    assert standing(shop("Scotland", bank_holidays=rule), at(6, "10:00", month=4)).state is State.OPEN


def test_a_shop_opens_by_its_own_clock_in_summer_and_in_winter() -> None:
    assert standing(shop(), datetime.fromisoformat("2026-07-01T08:00:00+00:00")).state is State.OPEN
    assert standing(shop(), datetime.fromisoformat("2026-12-02T08:00:00+00:00")).state is State.CLOSED


def test_a_shop_that_is_shut_for_a_week_says_the_date_it_opens_again() -> None:
    exceptions = {date(2026, 11, day): () for day in range(25, 31)} | {date(2026, 12, 1): ()}

    assert standing(shop(exceptions=exceptions), at(WEDNESDAY, "10:00")).words == (
        "Closed now, opens 2 December"
    )


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ()),
        ("closed", ()),
        ("9:00-17:30", (Span(540, 1050),)),
        ("09.00 to 12.30, 13.30 – 17.30", (Span(540, 750), Span(810, 1050))),
        ("22:00-02:00", (Span(1320, 1560),)),
        ("00:00-24:00", (Span(0, 1440),)),
    ],
)
def test_opening_times_are_read_as_people_write_them(text: str, spans: tuple[Span, ...]) -> None:
    assert read_spans(text) == spans


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nine to five", "'nine to five' is not a time like 09:00-17:30; put commas between several"),
        ("09:00", "'09:00' is not a time like 09:00-17:30; put commas between several"),
        ("09:00-25:00", "'09:00-25:00' is not a time like 09:00-17:30; put commas between several"),
        ("09:00-09:00", "'09:00-09:00' opens and closes at once; write 00:00-24:00 for all day"),
        ("24:00-02:00", "'24:00-02:00' goes past 24:00; write 22:00-02:00 for after midnight"),
        (
            "13:00-17:00, 09:00-12:00",
            "09:00 to 12:00 begins before 13:00 to 17:00 ends; write the times of a day in order",
        ),
        ("08:00-12:00, 14:00-09:00", "08:00-12:00, 14:00-09:00 is longer than 24 hours"),
    ],
)
def test_opening_times_that_cannot_be_are_refused_with_what_would_be_right(text: str, words: str) -> None:
    with pytest.raises(BadHours) as refused:
        read_spans(text)

    assert str(refused.value) == words


@settings(max_examples=300)
@given(st.lists(st.integers(0, 1440), min_size=2, max_size=8, unique=True))
def test_written_opening_times_read_back_as_they_were(edges: list[int]) -> None:
    ends = sorted(edges)
    spans = tuple(Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False))

    assert read_spans(written_spans(spans)) == spans
