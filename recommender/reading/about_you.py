"""Finds the age somebody tells."""

from recommender.reading.context import Context
from recommender.reading.terms import Seen
from recommender.vocabulary import OLDEST, AgeFound


def find_age(seen: Seen, context: Context) -> AgeFound | None:
    """`I am 34`, `34 years old`, `34F`, `aged 34`, `a 34 year old woman`; the first of them."""
    for at, value in seen.numbers.items():
        if not (0 < value <= OLDEST and value == int(value)):
            continue
        end = _told_after(at, seen) or _told_before(at, seen)
        if end and context.whose_at(at) == context.affected:
            return AgeFound("about_you.age", *seen.tokens.said(at, end), int(value))
    return None


def _told_after(at: int, seen: Seen) -> int:
    """The end of `34 years old`, `34yo`, `34F`, `34 female`; 0 when the number is no such age."""
    words, gaps = seen.tokens.words, seen.tokens.gaps
    after = [*words[at + 1 : at + 4], "", "", ""]
    joined = at + 1 < len(words) and gaps[at + 1] == ""
    if after[0] in ("year", "years", "yr", "yrs") and after[1] in ("old", "olds"):
        return at + 3
    if after[:2] == ["y", "o"]:
        return at + 3
    if after[0] in ("yo", "male", "female") or (joined and after[0] in ("f", "m", "yof", "yom")):
        return at + 2
    return 0


def _told_before(at: int, seen: Seen) -> int:
    """The end of `aged 34`, `I'm 34`, `male 34`; 0 when the number is no such age."""
    before = seen.tokens.words[at - 1] if at else ""
    if before in ("aged", "age", "turned"):
        return at + 1
    is_age = before in ("male", "female", "m", "f") or (
        before in ("i'm", "im", "am") and seen.numbers[at] >= 10
    )
    return at + 1 if is_age and _stands_alone(at, seen) else 0


_GO_ON = frozenset(("and", "years", "year", "now", "but", "with", "so", "male", "female", "who"))


def _stands_alone(at: int, seen: Seen) -> bool:
    """Whether nothing that is counted follows the number."""
    tokens = seen.tokens
    if at + 1 >= len(tokens) or tokens.cuts[at + 1]:
        return True
    return tokens.words[at + 1] in (
        "and",
        "years",
        "year",
        "now",
        "but",
        "with",
        "so",
        "male",
        "female",
        "who",
    )
