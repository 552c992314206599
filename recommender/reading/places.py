"""Decides whether somebody tells of one place on the body or of several."""

from collections.abc import Iterable

from recommender.reading.terms import Seen

PLACE_SYMBOL = "{place."


def several_places(
    spans: Iterable[tuple[int, int]], seen: Seen, within: dict[str, str]
) -> tuple[int, int] | None:
    """The words between which more than one place is named, or None.

    `spans` are the stretches of words that tell where it is. Both calves are two places, a calf and its leg
    are one.
    """
    named: dict[str, int] = {}
    sides: dict[str, int] = {}
    for first, end in spans:
        for at in range(first, end):
            for after, symbols in seen.edges[at]:
                if "{both_sides}" in symbols:
                    return at, after
                for symbol in symbols:
                    if symbol.startswith(PLACE_SYMBOL):
                        named.setdefault(symbol[len(PLACE_SYMBOL) : -1], at)
            if seen.tokens.words[at] in ("left", "right"):
                sides.setdefault(seen.tokens.words[at], at)
    distinct = [group for group in named if not any(within.get(each) == group for each in named)]
    if len(distinct) > 1:
        return min(named.values()), max(named.values()) + 1
    if len(sides) > 1 and named:
        return min(sides.values()), max(sides.values()) + 1
    return None
