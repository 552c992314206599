"""Decides on which days a parcel goes out and arrives: working days, bank holidays left out."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SATURDAY = 5


@cache
def bank_holidays(calendar: str, year: int) -> frozenset[date]:
    """The public holidays of one year in ENG, SCT, NIR or IM."""
    # Imported here: only the first estimate needs it.
    import holidays

    found = (
        holidays.country_holidays("IM", years=year)
        if calendar == "IM"
        else holidays.country_holidays("GB", subdiv=calendar, years=year)
    )
    return frozenset(found)


class Holidays:
    """The holidays of one or more calendars, over all years."""

    def __init__(self, *calendars: str) -> None:
        self._calendars = calendars

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and any(day in bank_holidays(c, day.year) for c in self._calendars)


def is_working(day: date, off: Container[date]) -> bool:
    """Whether parcels move on this day: Monday to Friday, no bank holiday."""
    return day.weekday() < SATURDAY and day not in off


def sending_day(now: datetime, *, cutoff: time, off: Container[date]) -> date:
    """The day on which what is ordered at `now` (aware) goes out."""
    local = now.astimezone(LONDON)
    day = local.date()
    if local.time() >= cutoff or not is_working(day, off):
        return working_days_after(day, 1, off)
    return day


def working_days_after(day: date, count: int, off: Container[date]) -> date:
    """The `count`-th working day after `day`."""
    while count:
        day += timedelta(days=1)
        count -= is_working(day, off)
    return day


def day_span(first: date, last: date) -> str:
    """`Tue 1 – Thu 3 December`, `Wed 30 December – Mon 4 January`, `Tue 1 December`."""
    if first == last:
        return f"{first:%a} {first.day} {first:%B}"
    month = "" if (first.year, first.month) == (last.year, last.month) else f" {first:%B}"
    return f"{first:%a} {first.day}{month} – {last:%a} {last.day} {last:%B}"


def hour_in_words(at: time) -> str:
    """`2pm`, `2:30pm`, `12 noon`."""
    if at == time(12):
        return "12 noon"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"
