"""Answers one report: urgency first, then free steps, then the few items that may be shown, and why."""

from collections.abc import Iterable, Sequence

from .matching import Stated, everything_kept_away, kept_away, stated
from .person import Person, understand
from .ranking import Candidate, PassedOver, Pick, one_of_each, passed_over, pick
from .reasons import need_alone, suggestion
from .suitability import assess, general, stops_for
from .topic import Topic
from .triage import Triage, care_for, triage
from .vocabulary import (
    Because,
    Finding,
    Item,
    Recommendation,
    Report,
    SelfCare,
    Suggestion,
    Suitability,
    Understood,
    Urgency,
    Withheld,
)

Shown = tuple[tuple[Suggestion, ...], tuple[Withheld, ...]]


def recommend(report: Report, items: Sequence[Item] | None, topic: Topic) -> Recommendation:
    """The answer to a report, choosing from `items`; without items it names needs instead of items.

    The same report and the same items, in whatever order, always give the same answer.
    """
    person = understand(report.about_you, topic, report)
    found = triage(person, report.causes, topic)
    said = stated(report.causes, report.needs, topic)
    stops = _stops(person, found, said, topic)
    suggestions, withheld = _shown(items, person, found, said, stops, topic)
    may_wait = found.urgency < Urgency.TODAY
    return Recommendation(
        urgency=found.urgency,
        care=care_for(found, topic),
        understood=_understood(person, found, said, topic),
        self_care=_self_care(said, topic) if may_wait else (),
        suggestions=suggestions,
        withheld=withheld,
        reading=tuple((cause, topic.causes[cause].anchor) for cause in said.causes) if may_wait else (),
        id=report.id,
    )


def _stops(person: Person, found: Triage, said: Stated, topic: Topic) -> tuple[Finding, ...]:
    """What hides every item, whatever it is."""
    stops = [general("urgency", topic)] if found.urgency >= Urgency.GP else []
    stops += everything_kept_away(said.causes, topic)
    if found.not_answered and found.urgency < Urgency.GP:
        stops.append(general("signs_not_answered", topic))
    return (*stops, *stops_for(person, topic))


def _shown(
    items: Sequence[Item] | None,
    person: Person,
    found: Triage,
    said: Stated,
    stops: tuple[Finding, ...],
    topic: Topic,
) -> Shown:
    """What is shown and what is not. From the GP upward not even the name of an item is said."""
    relevant = sorted(
        (item for item in items or () if not item.needs.isdisjoint(said.needs)), key=lambda item: item.id
    )
    if stops and (found.urgency >= Urgency.GP or not relevant):
        return (), tuple(Withheld(None, stop.rule, stop.why, stop.action) for stop in stops)
    if stops:
        return (), tuple(_withheld(item, stops, assess(person, item, topic)) for item in relevant)
    if items is None:
        return tuple(need_alone(need, said, topic) for need in said.needs), ()
    return _chosen(relevant, person, said, topic)


def _chosen(relevant: list[Item], person: Person, said: Stated, topic: Topic) -> Shown:
    candidates: list[Candidate] = []
    withheld: list[Withheld] = []
    verdicts: dict[str, Suitability] = {}
    for item in relevant:
        verdict = verdicts[item.id] = assess(person, item, topic)
        needs = item.confirmed.keys() & said.needs.keys()
        if not verdict.verdict.shows:
            away = kept_away(item, said.causes, topic)
            withheld.append(_withheld(item, (away,) if away else (), verdict))
        elif not needs:
            withheld.append(_withheld(item, (general("unconfirmed", topic),), verdict))
        else:
            candidates.append(Candidate(item, frozenset(needs), bool(verdict.findings)))

    first = one_of_each(candidates)
    picks = _picks(first, said, topic)
    without = {
        cause: frozenset(each.item.id for each in _picks(first, _unsaid(cause, said), topic))
        for cause in (said.causes if picks else ())
    }
    suggestions = [
        suggestion(each, said, verdicts[each.item.id], without.__getitem__, topic) for each in picks
    ]
    allowed = []
    for candidate in candidates:
        away = kept_away(candidate.item, said.causes, topic)
        if away:
            withheld.append(_withheld(candidate.item, (away,), verdicts[candidate.item.id]))
        else:
            allowed.append(candidate)
    withheld += [_left_out(each, topic) for each in passed_over(allowed, picks)]
    withheld.sort(key=lambda each: each.item or "")
    return tuple(suggestions), tuple(withheld)


def _picks(candidates: Iterable[Candidate], said: Stated, topic: Topic) -> tuple[Pick, ...]:
    needs = frozenset(said.needs)
    allowed = [
        Candidate(each.item, each.needs & needs, each.advised)
        for each in candidates
        if each.needs & needs and not kept_away(each.item, said.causes, topic)
    ]
    return pick(allowed, topic.most_suggestions)


def _unsaid(cause: str, said: Stated) -> Stated:
    """What would have been stated without this cause."""
    needs = {
        need: tuple(each for each in because if each.cause != cause) for need, because in said.needs.items()
    }
    return Stated(
        tuple(each for each in said.causes if each != cause),
        {need: because for need, because in needs.items() if because},
    )


def _withheld(item: Item, first: tuple[Finding, ...], verdict: Suitability) -> Withheld:
    """The first rule that hides an item, with the others that hide it too."""
    hiding = [each for each in (*first, *verdict.findings) if each.action.hides]
    others = tuple(dict.fromkeys(each for each in hiding if each.rule != hiding[0].rule))
    return Withheld(item.id, hiding[0].rule, hiding[0].why, hiding[0].action, others)


def _left_out(each: PassedOver, topic: Topic) -> Withheld:
    other = each.instead.name if each.instead else ""
    why = general(each.rule, topic, other=other, most=topic.most_suggestions)
    return Withheld(each.item.id, why.rule, why.why, why.action)


def _self_care(said: Stated, topic: Topic) -> tuple[SelfCare, ...]:
    return tuple(
        SelfCare(cause, step.text, step.provenance.source)
        for cause in said.causes
        for step in topic.causes[cause].self_care
    )


def _understood(person: Person, found: Triage, said: Stated, topic: Topic) -> Understood:
    return Understood(
        causes=tuple(Because(topic.causes[cause].label, cause=cause) for cause in said.causes),
        denied=(),
        needs=tuple(said.needs),
        signs=tuple((each, person.signs[each]) for each in topic.signs if each in person.signs),
        not_answered=found.not_answered,
        conditions=tuple(each for each in topic.conditions if each in person.conditions),
        medicines=person.medicines,
        unrecognised=person.unrecognised,
    )
