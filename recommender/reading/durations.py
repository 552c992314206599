"""Decides how long something has gone on from the words that say it: numbers, units, dates."""

from dataclasses import dataclass
from datetime import date

from recommender.reading.terms import Seen
from recommender.reading.tokens import STOP

_BETWEEN = frozenset(("of", "or", "so", "more", "whole", "full", "good", "solid", "long", "and"))
_NOT_UP_TO_NOW = frozenset(("every", "in", "each", "next", "per", "until", "another"))
_BEFORE_MONTH = frozenset(
    (
        "last",
        "the",
        "of",
        "early",
        "mid",
        "late",
        "around",
        "about",
        "end",
        "beginning",
        "start",
        "back",
        "in",
    )
)


@dataclass(frozen=True, slots=True)
class Duration:
    """At least `days` days, said in the words from `first` up to, not including, `end`."""

    days: float
    first: int
    end: int


def durations(seen: Seen, today: date | None) -> list[Duration]:
    """Every stretch of time up to now that the text names, in the order of the text."""
    found = []
    for at, word in enumerate(seen.tokens.words):
        if word in seen.lexicon.unit_days:
            duration = _counted(at, word, seen)
        elif word in seen.lexicon.months:
            duration = _since_month(at, word, seen, today)
        else:
            continue
        if duration is not None:
            found.append(duration)
    return found


def _counted(at: int, unit: str, seen: Seen) -> Duration | None:
    """`three weeks`, `2-3 months`, `a couple of years`, `a month`, `the last few weeks`."""
    words = seen.tokens.words
    days, end = seen.lexicon.unit_days[unit], at + 1
    if seen.tokens.cuts[at] == STOP or words[end : end + 1] in (["old"], ["pregnant"], ["gone"], ["yo"]):
        return None
    place = at - 1
    while place >= 0 and words[place] in _BETWEEN:
        place -= 1
    if place < 0:
        return None
    if place in seen.numbers:
        return _number_of(place, end, days, seen)
    if words[place] in ("a", "an", "last", "past"):
        return _one(place, end, days, seen)
    return None


def _number_of(place: int, end: int, days: float, seen: Seen) -> Duration | None:
    words, numbers = seen.tokens.words, seen.numbers
    count, first = numbers[place], place
    if place >= 2 and place - 2 in numbers and words[place - 1] in ("to", "or"):
        first, count = place - 2, (count + numbers[place - 2]) / 2
    elif place >= 1 and place - 1 in numbers and seen.tokens.gaps[place].strip() in ("-", "–", "/"):
        first, count = place - 1, (count + numbers[place - 1]) / 2
    if count > 1000 or (first >= 1 and words[first - 1] in _NOT_UP_TO_NOW):
        return None
    if _is_before("{shorter}", first, seen):
        return None
    extra = 1 if _is_before("{longer}", first, seen) or "plus" in words[end : end + 1] else 0
    return Duration(count * days + extra, first, end)


def _one(place: int, end: int, days: float, seen: Seen) -> Duration | None:
    words = seen.tokens.words
    if words[place] in ("last", "past"):
        is_since = place >= 1 and words[place - 1] in ("since", "over", "the", "for", "this")
        return Duration(days, place, end) if is_since else None
    is_longer = _is_before("{longer}", place, seen)
    if _is_before("{shorter}", place, seen) or not (is_longer or _is_before("{lasting}", place, seen)):
        return None
    return Duration(days + is_longer, place, end)


def _is_before(symbol: str, first: int, seen: Seen) -> bool:
    """Whether a term that may be `symbol` ends just before word `first`."""
    return any(seen.has(at, symbol) == first for at in range(max(0, first - 3), first))


def _since_month(at: int, word: str, seen: Seen, today: date | None) -> Duration | None:
    """`since August`, the latest one that is over or under way; with a year, of that year.

    Without a calendar it counts as a month: eleven times in twelve it is longer than that.
    """
    words = seen.tokens.words
    first = at - 1
    while first >= 0 and (first in seen.numbers or words[first] in _BEFORE_MONTH):
        first -= 1
    if first < 0 or words[first] not in ("since", "from", "started", "began"):
        return None
    if today is None:
        return Duration(seen.lexicon.unit_days["month"], first, at + 1)
    month = seen.lexicon.months[word]
    end, year = at + 1, today.year if month <= today.month else today.year - 1
    if end in seen.numbers and 1990 <= seen.numbers[end] <= today.year:
        end, year = end + 1, int(seen.numbers[end])
    is_now = (year, month) == (today.year, today.month)
    day = int(min(seen.numbers.get(at - 1, today.day if is_now else 28), 28))
    then = date(year, month, max(day, 1))
    return Duration(max((today - then).days, 0), first, end)
