"""Picks few items that together serve every stated need, always the same ones for the same answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from recommender.vocabulary import Item, Suitability


@dataclass(frozen=True)
class Candidate:
    """An item that may be shown, with the stated needs it serves and its verdict.

    `alike` are items after it by id that no rule tells apart from it, so that they can never be picked
    instead; keeping them aside makes a range of hundreds as fast as a range of ten.
    """

    item: Item
    needs: frozenset[str]
    verdict: Suitability
    alike: list[Item] = field(default_factory=list)

    @property
    def is_advised(self) -> bool:
        return bool(self.verdict.findings)


class Suitable:
    """The items that may be shown, gathered in the order of their ids."""

    def __init__(self) -> None:
        self._first: dict[object, Candidate] = {}

    def add(self, item: Item, needs: frozenset[str], verdict: Suitability) -> None:
        likeness = (item.likeness, bool(verdict.findings))
        if likeness in self._first:
            self._first[likeness].alike.append(item)
        else:
            self._first[likeness] = Candidate(item, needs, verdict)

    def candidates(self) -> list[Candidate]:
        return list(self._first.values())


@dataclass(frozen=True)
class Pick:
    """An item that is shown: the needs it serves, and those of them that nothing before it serves."""

    item: Item
    serves: frozenset[str]
    needs: frozenset[str]
    verdict: Suitability


def pick(candidates: Iterable[Candidate], most: int) -> tuple[Pick, ...]:
    """At most `most` items covering as many needs as can be, never two of one exclusive group.

    Each round takes the item that serves most needs still open; then one that needs no advice; then the
    first by id. Stock, price and margin are not known here. An item that the later ones make needless is
    dropped again, so no shown item could be left out.
    """
    open_to = list(candidates)
    picked: list[Candidate] = []
    covered: frozenset[str] = frozenset()
    groups: set[str] = set()
    while len(picked) < most:
        useful = [
            each for each in open_to if each.needs - covered and each.item.exclusive_group not in groups
        ]
        if not useful:
            break
        best = min(useful, key=lambda each: (-len(each.needs - covered), each.is_advised, each.item.id))
        picked.append(best)
        covered |= best.needs
        if best.item.exclusive_group is not None:
            groups.add(best.item.exclusive_group)
    return _for_their_own_needs(_without_needless(picked))


def why_not(candidate: Candidate, picks: tuple[Pick, ...]) -> tuple[str, Item | None]:
    """The rule by which items like this one are not shown too, and the item that is shown instead."""
    group = candidate.item.exclusive_group
    for each in picks:
        if group and each.item.exclusive_group == group:
            return "exclusive_group", each.item
    for each in picks:
        if each.serves & candidate.needs:
            return "already_covered", each.item
    return "enough_shown", None


def _without_needless(picked: list[Candidate]) -> list[Candidate]:
    kept = list(picked)
    for each in picked:
        others = [other for other in kept if other is not each]
        if each.needs <= frozenset().union(*(other.needs for other in others)):
            kept = others
    return kept


def _for_their_own_needs(picked: list[Candidate]) -> tuple[Pick, ...]:
    covered: frozenset[str] = frozenset()
    picks = []
    for each in picked:
        picks.append(Pick(each.item, each.needs, each.needs - covered, each.verdict))
        covered |= each.needs
    return tuple(picks)
