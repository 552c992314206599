"""Decides which medicines somebody takes, by the names they wrote; a misspelt name counts only when it can
be no other."""

from recommender.reading.terms import Hit, Seen
from recommender.topic import Topic
from recommender.vocabulary import MedicineFound, Polarity

_SYMBOL = "{medicine."


def medicines_said(hits: list[tuple[Hit, Polarity]], seen: Seen, topic: Topic) -> tuple[MedicineFound, ...]:
    """Each medicine once, in the order of the text."""
    found: dict[str, MedicineFound] = {}
    for hit, polarity in hits:
        for first, end, classes in _names(hit, seen):
            start, stop, words = seen.tokens.said(first, end)
            key = words.casefold()
            is_denied = polarity is Polarity.DENIED
            if key not in found or (found[key].is_denied and not is_denied):
                found[key] = MedicineFound(hit.rule.id, start, stop, words, words, classes, is_denied)
    return tuple(sorted(found.values(), key=lambda each: each.start))


def _names(hit: Hit, seen: Seen) -> list[tuple[int, int, tuple[str, ...]]]:
    names: list[tuple[int, int, tuple[str, ...]]] = []
    at = hit.first
    while at < hit.end:
        best = at + 1
        classes: tuple[str, ...] = ()
        for end, symbols in seen.edges[at]:
            known = tuple(symbol[len(_SYMBOL) : -1] for symbol in symbols if symbol.startswith(_SYMBOL))
            if known and (not classes or end > best):
                best, classes = end, known
        if classes:
            names.append((at, best, classes))
        at = best
    return names
