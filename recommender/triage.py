"""Decides how urgent a report is: the most urgent rule wins, and no rule can make it less urgent."""

from dataclasses import dataclass

from recommender.person import Person
from recommender.topic import Combination, Sign, Topic
from recommender.vocabulary import NO, UNSURE, YES, Answer, Care, RaisedBy, Urgency


@dataclass(frozen=True)
class Triage:
    """How urgent it is, which rules said so (the most urgent first), and which signs were not answered."""

    urgency: Urgency
    raised_by: tuple[RaisedBy, ...]
    not_answered: tuple[str, ...]


def triage(person: Person, causes: frozenset[str], topic: Topic) -> Triage:
    """How urgent it is for this person, who stated these causes."""
    raised = [
        _raised(topic.signs[sign], answer, topic)
        for sign in topic.signs
        if (answer := person.signs.get(sign)) is not None
        and answer is not NO
        and topic.signs[sign].urgency > Urgency.SELF_CARE
    ]
    raised += [
        RaisedBy(rule.id, YES, rule.urgency, None, rule.advice)
        for rule in topic.combinations
        if _holds(rule, person, causes)
    ]
    raised.sort(key=lambda each: -each.urgency)
    return Triage(
        urgency=max((each.urgency for each in raised), default=Urgency.SELF_CARE),
        raised_by=tuple(raised),
        not_answered=_not_answered(person, topic),
    )


def _not_answered(person: Person, topic: Topic) -> tuple[str, ...]:
    if topic.stopping_signs.keys() <= person.signs.keys():
        return ()
    return tuple(sign for sign in topic.stopping_signs if sign not in person.signs)


def _raised(sign: Sign, answer: Answer, topic: Topic) -> RaisedBy:
    if answer is YES:
        return RaisedBy(sign.id, answer, sign.urgency, sign.within, sign.advice)
    # Not sure about an emergency is for 111 to sort out, today.
    urgency = min(sign.urgency, Urgency.TODAY)
    return RaisedBy(sign.id, answer, urgency, sign.within, topic.unsure_advice[sign.urgency])


def _holds(rule: Combination, person: Person, causes: frozenset[str]) -> bool:
    """Whether at least one of each list that the rule names is so; not being sure is not enough here."""
    return (
        (not rule.medicine_classes or not rule.medicine_classes.isdisjoint(person.medicine_classes))
        and (not rule.conditions or not rule.conditions.isdisjoint(person.conditions))
        and (not rule.causes or not rule.causes.isdisjoint(causes))
        and (not rule.signs or any(person.signs.get(sign) is YES for sign in rule.signs))
    )


def care_for(found: Triage, topic: Topic) -> Care:
    """The care card: what to do, before anything else is said."""
    within = _within(found)
    card = topic.cards[_card(found, within)]
    return Care(found.urgency, card.title, card.message, card.steps, card.phone, within, found.raised_by)


def _within(found: Triage) -> str | None:
    if found.urgency is not Urgency.GP:
        return None
    at_gp = [each.within for each in found.raised_by if each.urgency is Urgency.GP]
    return "days" if "days" in at_gp else "routine"


def _card(found: Triage, within: str | None) -> str:
    if found.urgency is Urgency.GP:
        return f"gp_{within}"
    if found.urgency is Urgency.TODAY:
        today = [each for each in found.raised_by if each.urgency is Urgency.TODAY]
        return "today_not_sure" if all(each.answer is UNSURE for each in today) else "today"
    if found.urgency < Urgency.GP and found.not_answered:
        return "not_answered"
    return found.urgency.word
