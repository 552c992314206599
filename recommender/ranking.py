"""Picks few items that together serve every stated need, always the same ones for the same answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from .vocabulary import Item


@dataclass(frozen=True)
class Candidate:
    """An item that may be shown, with the stated needs it serves; `advised` when advice goes with it."""

    item: Item
    needs: frozenset[str]
    advised: bool


@dataclass(frozen=True)
class Pick:
    """A candidate that is shown, for the needs that nothing picked before it serves."""

    item: Item
    needs: frozenset[str]


@dataclass(frozen=True)
class PassedOver:
    """A candidate that is not shown although it may be, and the item that is shown instead, if any."""

    item: Item
    rule: str
    instead: Item | None


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
        best = min(useful, key=lambda each: (-len(each.needs - covered), each.advised, each.item.id))
        picked.append(best)
        covered |= best.needs
        if best.item.exclusive_group is not None:
            groups.add(best.item.exclusive_group)
    return _for_their_own_needs(_without_needless(picked))


def one_of_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Of candidates that no rule tells apart only the first by id can ever be picked; leaving out the
    others keeps a range of hundreds as fast as a range of ten."""
    first: dict[object, Candidate] = {}
    for each in candidates:
        item = each.item
        alike = (each.needs, each.advised, item.exclusive_group, item.kind, item.traits)
        known = first.get(alike)
        if known is None or item.id < known.item.id:
            first[alike] = each
    return list(first.values())


def passed_over(candidates: Iterable[Candidate], picks: tuple[Pick, ...]) -> list[PassedOver]:
    """Why each candidate that was not picked was not."""
    shown = {each.item.id for each in picks}
    found = []
    for candidate in candidates:
        item = candidate.item
        if item.id in shown:
            continue
        group = item.exclusive_group
        twin = next((each.item for each in picks if group and each.item.exclusive_group == group), None)
        cover = next((each.item for each in picks if each.needs & candidate.needs), None)
        if twin:
            found.append(PassedOver(item, "exclusive_group", twin))
        elif cover:
            found.append(PassedOver(item, "already_covered", cover))
        else:
            found.append(PassedOver(item, "enough_shown", None))
    return found


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
        picks.append(Pick(each.item, each.needs - covered))
        covered |= each.needs
    return tuple(picks)
