"""Goes from what somebody stated to what may help: causes name needs, and items serve needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from recommender.topic import Topic
from recommender.vocabulary import Because, CauseFound, Finding, Item


@dataclass(frozen=True)
class Stated:
    """The causes somebody stated and the needs that follow, in the order of the topic."""

    causes: tuple[str, ...]
    needs: dict[str, tuple[Because, ...]]

    def needs_without(self, unsaid: str | None) -> frozenset[str]:
        """The needs that would be left had this cause not been stated; all of them for None."""
        return frozenset(
            need
            for need, because in self.needs.items()
            if any(each.cause is None or each.cause != unsaid for each in because)
        )


NO_WORDS: Mapping[str, CauseFound] = {}


def because_of(cause: str, topic: Topic, words: Mapping[str, CauseFound] = NO_WORDS) -> Because:
    """Why: the person's own words for a cause they wrote, else the label of what they ticked."""
    if said := words.get(cause):
        return Because(said.words, cause=cause, start=said.start, end=said.end)
    return Because(topic.causes[cause].label, cause=cause)


def stated(
    causes: Iterable[str],
    chosen: frozenset[str] | None,
    topic: Topic,
    words: Mapping[str, CauseFound] = NO_WORDS,
) -> Stated:
    """The needs of these causes; when the person chose needs, only those, whatever the causes are."""
    said = frozenset(causes)
    ordered = tuple(cause for cause in topic.causes if cause in said)
    named: dict[str, list[Because]] = {need: [] for need in topic.needs if chosen is None or need in chosen}
    for need in chosen or ():
        named[need].append(Because(words=topic.needs[need].label, need=need))
    for cause in ordered:
        for need in topic.causes[cause].needs:
            if need in named:
                named[need].append(because_of(cause, topic, words))
    return Stated(ordered, {need: tuple(because) for need, because in named.items() if because})


def everything_kept_away(causes: Iterable[str], topic: Topic) -> tuple[Finding, ...]:
    """The rules of stated causes that keep every item away, as the cause of a suspected medicine does."""
    return tuple(
        Finding(f"cause:{cause}", rule.action, rule.why)
        for cause in causes
        for rule in topic.causes[cause].withhold
        if rule.everything
    )


class KeptAway:
    """Which items the stated causes keep away, and why. Items with the same marks share one answer."""

    def __init__(self, causes: Iterable[str], topic: Topic) -> None:
        self._rules = [(cause, rule) for cause in causes for rule in topic.causes[cause].withhold]
        self._known: dict[frozenset[str], tuple[frozenset[str], tuple[Finding, ...]]] = {}

    def because(self, item: Item) -> tuple[Finding, ...]:
        """The rules that keep this item away; none when it may be shown."""
        return self._of(item)[1]

    def causes(self, item: Item) -> frozenset[str]:
        """The causes whose rules keep this item away."""
        return self._of(item)[0]

    def _of(self, item: Item) -> tuple[frozenset[str], tuple[Finding, ...]]:
        found = self._known.get(item.marks)
        if found is None:
            rules = [
                (cause, rule)
                for cause, rule in self._rules
                if rule.everything or not item.marks.isdisjoint(rule.marks)
            ]
            causes = frozenset(cause for cause, _ in rules)
            findings = tuple(Finding(f"cause:{cause}", rule.action, rule.why) for cause, rule in rules)
            found = self._known[item.marks] = causes, findings
        return found
