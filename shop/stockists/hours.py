"""Decides whether a shop is open at an instant and how that is said: "closed" only when that is known.

Opening times are minutes after midnight on the shop's own clock. A span may end after 24:00: 22:00 to 02:00
is (1320, 1560) and belongs to the day on which it begins.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import pairwise
from zoneinfo import ZoneInfo

from shop.stockists.bank_holidays import is_bank_holiday

# One clock for the whole country, the Isle of Man and the Channel Islands.
CLOCK = ZoneInfo("Europe/London")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY = 24 * 60
LOOK_AHEAD = 14

_TIME = re.compile(r"([01]?[0-9]|2[0-4])[:.]([0-5][0-9])", re.ASCII)


class BankHolidays(Enum):
    """What a shop does on the bank holidays of its nation."""

    CLOSED = "closed"
    AS_USUAL = "as-usual"
    UNKNOWN = "unknown"


class State(Enum):
    """What can be said of a shop at an instant."""

    OPEN = "open"
    CLOSED = "closed"
    MAY_DIFFER = "may-differ"
    UNKNOWN = "unknown"


class BadHours(ValueError):
    """These opening times can't be read; the message says which part and what would be right."""


@dataclass(frozen=True, order=True)
class Span:
    """Open from `opens` until just before `closes`; `closes` is at most 24 hours after `opens`."""

    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{clock_time(self.opens)} to {clock_time(self.closes)}"


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Hours:
    """A shop's week, Monday first, or None when nobody told us; dated exceptions go before everything."""

    nation: str
    week: tuple[Spans, ...] | None
    bank_holidays: BankHolidays = BankHolidays.UNKNOWN
    exceptions: Mapping[date, Spans] = field(default_factory=dict)

    def on(self, day: date) -> Spans | None:
        """The spans that begin on a day, none when it is shut all day; None when nobody can say."""
        if day in self.exceptions:
            return self.exceptions[day]
        if self.week is None:
            return None
        if self.bank_holidays is not BankHolidays.AS_USUAL and is_bank_holiday(self.nation, day):
            return () if self.bank_holidays is BankHolidays.CLOSED else None
        return self.week[day.weekday()]


@dataclass(frozen=True)
class Standing:
    """How a shop stands at an instant: `words` are for people, such as "Open now, closes 17:30"."""

    state: State
    words: str


def standing(hours: Hours, at: datetime) -> Standing:
    """How the shop stands at `at` (aware)."""
    here = at.astimezone(CLOCK)
    today, minute = here.date(), here.hour * 60 + here.minute
    # A span of yesterday may reach into today.
    for day, since in ((today - timedelta(days=1), minute + DAY), (today, minute)):
        for span in hours.on(day) or ():
            if span.opens <= since < span.closes:
                return Standing(State.OPEN, f"Open now, closes {clock_time(span.closes)}")
    of_today = hours.on(today)
    if of_today is None:
        if hours.week is None:
            return Standing(State.UNKNOWN, "Ring for hours")
        return Standing(State.MAY_DIFFER, "Bank holiday today: hours may differ, so ring first")
    return Standing(State.CLOSED, f"Closed now{_opens_next(hours, today, minute)}")


def _opens_next(hours: Hours, today: date, minute: int) -> str:
    for ahead in range(LOOK_AHEAD):
        day = today + timedelta(days=ahead)
        spans = hours.on(day)
        if spans is None:
            return ""
        opening = next((span.opens for span in sorted(spans) if ahead or span.opens > minute), None)
        if opening is not None:
            when = {0: "", 1: " tomorrow"}.get(ahead, f" on {DAYS[day.weekday()]}")
            return f", opens {clock_time(opening)}{when}" if ahead < 7 else f", opens {day.day} {day:%B}"
    return ""


def clock_time(minute: int) -> str:
    """`17:30`; midnight at the end of a day is 00:00."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def read_spans(text: str) -> Spans:
    """The spans in "09:00-12:30, 13:30-17:30"; "closed" or "" is none. Raises BadHours."""
    if text.strip().casefold() in ("", "closed", "shut"):
        return ()
    spans = tuple(_read_span(part) for part in text.split(","))
    for earlier, later in pairwise(spans):
        if later.opens < earlier.closes:
            raise BadHours(f"{later} begins before {earlier} ends; write the times of a day in order")
    if spans[-1].closes - spans[0].opens > DAY:
        raise BadHours(f"{text.strip()} is longer than 24 hours")
    return spans


def _read_span(part: str) -> Span:
    ends = [_TIME.fullmatch(end.strip()) for end in re.split(r"-|–| to ", part.strip())]
    if len(ends) != 2 or None in ends:
        raise BadHours(f"'{part.strip()}' is not a time like 09:00-17:30; put commas between several")
    opens, closes = (int(end[1]) * 60 + int(end[2]) for end in ends if end)
    if max(opens, closes) > DAY or opens == DAY:
        raise BadHours(f"'{part.strip()}' goes past 24:00; write 22:00-02:00 for after midnight")
    if opens == closes:
        raise BadHours(f"'{part.strip()}' opens and closes at once; write 00:00-24:00 for all day")
    return Span(opens, closes if closes > opens else closes + DAY)


def written_spans(spans: Sequence[Span]) -> str:
    """The spans as read_spans reads them."""
    return ", ".join(
        f"{clock_time(s.opens)}-{'24:00' if s.closes == DAY else clock_time(s.closes)}" for s in spans
    )
