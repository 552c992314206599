"""Says, as data, why something is suggested and for whom it is not."""

from collections.abc import Iterable

from recommender.matching import Stated
from recommender.ranking import Pick
from recommender.topic import Topic
from recommender.vocabulary import Because, Item, Suggestion, WouldChange

ShownWithout = dict[str, frozenset[str]]
"""For each stated cause, the ids that would be shown had the person not stated it, all else equal."""


def suggestion(chosen: Pick, said: Stated, shown_without: ShownWithout, topic: Topic) -> Suggestion:
    """One item with its reasons. Its words are those of the first stated need it serves."""
    need = next(need for need in said.needs if need in chosen.needs)
    serves = chosen.item.confirmed[need]
    return Suggestion(
        item=chosen.item.id,
        need=need,
        only_for=topic.needs[need].only_for,
        because=_because(chosen.needs, said),
        basis=serves.basis,
        statement=serves.statement,
        not_for_you_if=not_for_you_if(chosen.item, topic),
        advice=tuple(dict.fromkeys(finding.why for finding in chosen.verdict.findings)),
        would_change=_would_change(chosen.item.id, shown_without, topic),
    )


def need_alone(need: str, said: Stated, topic: Topic) -> Suggestion:
    """A stated need by itself, for somebody who gave no items to choose from."""
    causes = [because.cause for because in said.needs[need] if because.cause]
    only_one = len(said.needs[need]) == 1
    return Suggestion(
        item=None,
        need=need,
        only_for=topic.needs[need].only_for,
        because=said.needs[need],
        basis=None,
        statement=None,
        not_for_you_if=(),
        advice=(),
        would_change=tuple(WouldChange(id, topic.causes[id].label) for id in causes if only_one),
    )


def not_for_you_if(item: Item, topic: Topic) -> tuple[str, ...]:
    """Whom the item is not for, each phrase following the words "not for you if"."""
    phrases = [
        topic.conditions[caution.condition].not_for_you_if
        for caution in item.cautions
        if caution.action.hides
    ]
    medicines = [
        topic.medicines[each.medicine_class].label for each in item.interactions if each.action.hides
    ]
    if medicines:
        phrases.append(f"you take any of these: {_listed(medicines)}")
    return (*dict.fromkeys(phrases), topic.always_not_for_you_if)


def _because(needs: Iterable[str], said: Stated) -> tuple[Because, ...]:
    served = frozenset(needs)
    reasons = [because for need, listed in said.needs.items() if need in served for because in listed]
    return tuple(dict.fromkeys(reasons))


def _would_change(item: str, shown_without: ShownWithout, topic: Topic) -> tuple[WouldChange, ...]:
    """Only what would take the item away is said: what would bring others in teaches people to dodge."""
    return tuple(
        WouldChange(cause, topic.causes[cause].label)
        for cause, shown in shown_without.items()
        if item not in shown
    )


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
