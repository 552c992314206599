"""Decides whether one item may be offered to one person, and says why not."""

from collections.abc import Iterable
from operator import attrgetter

from recommender.person import Person, understand
from recommender.topic import Topic
from recommender.vocabulary import OLDEST, AboutYou, Action, Finding, Item, Kind, Suitability, Verdict

_VERDICTS = {
    Action.WARN: Verdict.OFFER_WITH_ADVICE,
    Action.SPACE: Verdict.OFFER_WITH_ADVICE,
    Action.ASK: Verdict.ASK_A_PHARMACIST,
    Action.BLOCK: Verdict.NEVER,
}
_BY_ACTION = (Verdict.OFFER, *(_VERDICTS[action] for action in sorted(_VERDICTS)))
_FINE = Suitability(Verdict.OFFER)


def suitability(about: AboutYou, item: Item, topic: Topic) -> Suitability:
    """May this item be offered to somebody who said this about themselves? For basket and checkout, where
    no causes and signs were asked."""
    return Assessor(understand(about, topic), topic).assess(item)


def general(rule: str, topic: Topic, **blanks: object) -> Finding:
    """The finding of a rule that topic.toml words, with the blanks of its sentence filled."""
    finding = topic.findings[rule]
    return finding._replace(why=finding.why.format(**blanks)) if blanks else finding


class Assessor:
    """Judges items for one person. What is the same for every item is worked out once."""

    def __init__(self, person: Person, topic: Topic) -> None:
        self._person = person
        self._topic = topic
        # An age that is not known has its own rule; here it must not count as young.
        self._age = OLDEST if person.age is None else person.age
        self._told = person.conditions | person.open_conditions
        self.stops = tuple(self._stops())
        self._general = (*self.stops, *self._unknowns(), *self._unrecognised())

    def assess(self, item: Item) -> Suitability:
        """The verdict on one item; of several findings the worst decides."""
        findings = list(self._general)
        if not item.is_settled:
            findings += self._of_unconfirmed(item)
        if item.minimum_age is not None and self._age < item.minimum_age:
            findings.append(general("minimum_age", self._topic, age=item.minimum_age))
        if not self._told.isdisjoint(item.conditions):
            findings += self._of_conditions(item)
        if not self._person.medicine_classes.isdisjoint(item.medicine_classes):
            findings += self._of_medicines(item)
        if not findings:
            return _FINE
        findings.sort(key=attrgetter("action"), reverse=True)
        return Suitability(_BY_ACTION[findings[0].action], tuple(findings))

    def _stops(self) -> Iterable[Finding]:
        """What keeps every item from this person, whatever the item."""
        if self._person.is_under_age:
            yield general("under_age", self._topic)
        if self._person.is_expecting:
            yield general("pregnant_or_breastfeeding", self._topic)

    def _unknowns(self) -> Iterable[Finding]:
        """A question about the person that was not answered is a stop, for food as for medicine."""
        answered = {
            "age_not_answered": self._person.knows_age,
            "pregnancy_not_answered": self._person.knows_pregnancy,
            "conditions_not_answered": self._person.knows_conditions,
            "medicines_not_answered": self._person.knows_medicines,
        }
        return (general(rule, self._topic) for rule, is_known in answered.items() if not is_known)

    def _unrecognised(self) -> Iterable[Finding]:
        rule = "unrecognised_medicine"
        return (general(rule, self._topic, medicine=f"“{name}”") for name in self._person.unrecognised)

    def _of_unconfirmed(self, item: Item) -> Iterable[Finding]:
        """What nobody has confirmed is not offered to anybody."""
        if not item.confirmed:
            yield general("unconfirmed", self._topic)
        if item.kind is Kind.UNKNOWN:
            yield general("kind_unknown", self._topic)

    def _of_conditions(self, item: Item) -> Iterable[Finding]:
        for condition, finding in item.by_condition.items():
            if condition in self._person.conditions:
                yield finding
            elif condition in self._person.open_conditions:
                phrase = self._topic.conditions[condition].not_for_you_if
                yield general("condition_not_answered", self._topic, condition=phrase)

    def _of_medicines(self, item: Item) -> Iterable[Finding]:
        classes = self._person.medicine_classes
        return (finding for each, finding in item.by_medicine_class.items() if each in classes)


def clashes(items: Iterable[Item]) -> list[tuple[str, tuple[str, ...]]]:
    """Groups of which more than one item is in a basket: (group, item ids), both in alphabetical order."""
    groups: dict[str, set[str]] = {}
    for item in items:
        if item.exclusive_group is not None:
            groups.setdefault(item.exclusive_group, set()).add(item.id)
    return [(group, tuple(sorted(ids))) for group, ids in sorted(groups.items()) if len(ids) > 1]
