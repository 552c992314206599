"""Decides whether one item may be offered to one person, and says why not."""

from collections.abc import Iterable

from .person import Person, understand
from .topic import Topic
from .vocabulary import AboutYou, Action, Finding, Item, Kind, Suitability, Verdict

_VERDICTS = {
    Action.BLOCK: Verdict.NEVER,
    Action.ASK: Verdict.ASK_A_PHARMACIST,
    Action.SPACE: Verdict.OFFER_WITH_ADVICE,
    Action.WARN: Verdict.OFFER_WITH_ADVICE,
}
_FINE = Suitability(Verdict.OFFER)


def suitability(about: AboutYou, item: Item, topic: Topic) -> Suitability:
    """May this item be offered to somebody who said this about themselves? For basket and checkout, where
    no causes and signs were asked."""
    return assess(understand(about, topic), item, topic)


def assess(person: Person, item: Item, topic: Topic) -> Suitability:
    """The verdict on one item; of several findings the worst decides."""
    findings = [
        *_of_everybody(person, topic),
        *_of_the_item(item, topic),
        *_of_the_age(person, item, topic),
        *_of_unknowns(person, item, topic),
        *_of_conditions(person, item, topic),
        *_of_medicines(person, item, topic),
    ]
    if not findings:
        return _FINE
    findings.sort(key=lambda finding: -finding.action)
    return Suitability(_VERDICTS[findings[0].action], tuple(findings))


def stops_for(person: Person, topic: Topic) -> tuple[Finding, ...]:
    """What keeps every item from this person, whatever the item."""
    return tuple(_of_everybody(person, topic))


def general(rule: str, topic: Topic, **blanks: object) -> Finding:
    """The finding of a rule that topic.toml words, with the blanks of its sentence filled."""
    why = topic.whys[rule]
    return Finding(rule, why.action, why.text.format(**blanks) if blanks else why.text)


def _of_everybody(person: Person, topic: Topic) -> Iterable[Finding]:
    if person.is_under_age:
        yield general("under_age", topic)
    if person.is_expecting:
        yield general("pregnant_or_breastfeeding", topic)


def _of_the_item(item: Item, topic: Topic) -> Iterable[Finding]:
    """What nobody has confirmed is not offered to anybody."""
    if not item.confirmed:
        yield general("unconfirmed", topic)
    if item.kind is Kind.UNKNOWN:
        yield general("kind_unknown", topic)


def _of_the_age(person: Person, item: Item, topic: Topic) -> Iterable[Finding]:
    if item.minimum_age is not None and person.age is not None and person.age < item.minimum_age:
        yield general("minimum_age", topic, age=item.minimum_age)


def _of_unknowns(person: Person, item: Item, topic: Topic) -> Iterable[Finding]:
    """A question not answered is a stop for all but plain food, which needs only what its sheet names."""
    is_food = item.kind is Kind.FOOD
    if not person.knows_age and (not is_food or item.minimum_age is not None):
        yield general("age_not_answered", topic)
    if not person.knows_medicines and (not is_food or item.interactions):
        yield general("medicines_not_answered", topic)
    if not is_food:
        if not person.knows_pregnancy:
            yield general("pregnancy_not_answered", topic)
        if not person.knows_conditions:
            yield general("conditions_not_answered", topic)


def _of_conditions(person: Person, item: Item, topic: Topic) -> Iterable[Finding]:
    if not item.conditions & (person.conditions | person.open_conditions):
        return
    for caution in item.cautions:
        if caution.condition in person.conditions:
            yield Finding(f"condition:{caution.condition}", caution.action, caution.text)
        elif caution.condition in person.open_conditions:
            condition = topic.conditions[caution.condition].not_for_you_if
            yield general("condition_not_answered", topic, condition=condition)


def _of_medicines(person: Person, item: Item, topic: Topic) -> Iterable[Finding]:
    for interaction in item.interactions:
        if interaction.medicine_class in person.medicine_classes:
            why = spaced(interaction.text, interaction.spacing)
            yield Finding(f"medicine:{interaction.medicine_class}", interaction.action, why)
    for name in person.unrecognised:
        is_plain = item.kind is Kind.FOOD and not item.interactions
        rule = "unrecognised_medicine_with_food" if is_plain else "unrecognised_medicine"
        yield general(rule, topic, medicine=f"“{name}”")


def spaced(text: str, spacing: str | None) -> str:
    """The text of an interaction with the gap to keep, unless the text has it already."""
    if spacing is None or spacing.casefold() in text.casefold():
        return text
    return f"{text} Gap to keep: {spacing.rstrip('.')}."


def clashes(items: Iterable[Item]) -> list[tuple[str, tuple[str, ...]]]:
    """Groups of which more than one item is in a basket: (group, item ids), both in alphabetical order."""
    groups: dict[str, set[str]] = {}
    for item in items:
        if item.exclusive_group is not None:
            groups.setdefault(item.exclusive_group, set()).add(item.id)
    return [(group, tuple(sorted(ids))) for group, ids in sorted(groups.items()) if len(ids) > 1]
