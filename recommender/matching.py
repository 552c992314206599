"""Goes from what somebody stated to what may help: causes name needs, and items serve needs."""

from collections.abc import Iterable
from dataclasses import dataclass

from .topic import Topic
from .vocabulary import Because, Finding, Item


@dataclass(frozen=True)
class Stated:
    """The causes somebody stated and the needs that follow, in the order of the topic."""

    causes: tuple[str, ...]
    needs: dict[str, tuple[Because, ...]]


def stated(causes: Iterable[str], chosen: frozenset[str] | None, topic: Topic) -> Stated:
    """The needs of these causes; when the person chose needs, only those, whatever the causes are."""
    said = frozenset(causes)
    ordered = tuple(cause for cause in topic.causes if cause in said)
    named: dict[str, list[Because]] = {need: [] for need in topic.needs if chosen is None or need in chosen}
    for need in chosen or ():
        named[need].append(Because(words=topic.needs[need].label, need=need))
    for cause in ordered:
        for need in topic.causes[cause].needs:
            if need in named:
                named[need].append(Because(words=topic.causes[cause].label, cause=cause))
    return Stated(ordered, {need: tuple(because) for need, because in named.items() if because})


def kept_away(item: Item, causes: Iterable[str], topic: Topic) -> Finding | None:
    """The first rule of a stated cause that keeps this item away, if there is one."""
    for cause in causes:
        for rule in topic.causes[cause].withhold:
            if rule.everything or item.kind in rule.kinds or item.traits & rule.traits:
                return Finding(f"cause:{cause}", rule.action, rule.why)
    return None


def everything_kept_away(causes: Iterable[str], topic: Topic) -> tuple[Finding, ...]:
    """The rules of stated causes that keep every item away, as the cause of a suspected medicine does."""
    return tuple(
        Finding(f"cause:{cause}", rule.action, rule.why)
        for cause in causes
        for rule in topic.causes[cause].withhold
        if rule.everything
    )
