"""Answers one report: urgency first, then free steps, then the few items that may be shown, and why."""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter, itemgetter

from recommender.matching import KeptAway, Stated, because_of, everything_kept_away, stated
from recommender.person import Person, understand
from recommender.ranking import Candidate, Pick, Suitable, pick, why_not
from recommender.reading.as_report import with_words
from recommender.reading.reading import read
from recommender.reasons import need_alone, suggestion
from recommender.suitability import Assessor, general
from recommender.topic import Topic
from recommender.triage import Triage, care_for, triage
from recommender.vocabulary import (
    NO,
    Action,
    Finding,
    Item,
    Reading,
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


def recommend(
    report: Report, items: Sequence[Item] | None, topic: Topic, today: date | None = None
) -> Recommendation:
    """The answer to a report, choosing from `items`; without items it names needs instead of items.

    The same report and the same items, in whatever order, always give the same answer. Words are read as of
    `today`; raises TextTooLongError for a text that is too long to be read.
    """
    words = read(report.text, topic, today) if report.text else None
    ticked = report.causes
    report = with_words(report, words) if words else report
    person = understand(report.about_you, topic, report)
    found = triage(person, report.causes, topic)
    own_words = {each.cause: each for each in words.causes if each.cause not in ticked} if words else {}
    said = stated(report.causes, report.needs, topic, own_words)
    assessor = Assessor(person, topic)
    stops = _stops(assessor, found, said, topic)
    suggestions, withheld = _shown(items, assessor, found, said, stops, topic)
    may_wait = found.urgency < Urgency.TODAY
    return Recommendation(
        urgency=found.urgency,
        care=care_for(found, topic),
        understood=_understood(person, found, said, words, topic),
        self_care=_self_care(said, topic) if may_wait else (),
        suggestions=suggestions,
        withheld=withheld,
        reading=tuple((cause, topic.causes[cause].anchor) for cause in said.causes) if may_wait else (),
        id=report.id,
    )


def _stops(assessor: Assessor, found: Triage, said: Stated, topic: Topic) -> tuple[Finding, ...]:
    """What hides every item, whatever it is."""
    stops = [general("urgency", topic)] if found.urgency >= Urgency.GP else []
    stops += everything_kept_away(said.causes, topic)
    if found.not_answered and found.urgency < Urgency.GP:
        stops.append(general("signs_not_answered", topic))
    return (*stops, *assessor.stops)


def _shown(
    items: Sequence[Item] | None,
    assessor: Assessor,
    found: Triage,
    said: Stated,
    stops: tuple[Finding, ...],
    topic: Topic,
) -> Shown:
    """What is shown and what is not. From the GP upward not even the name of an item is said."""
    needs = said.needs.keys()
    relevant = [item for item in items or () if not item.needs.isdisjoint(needs)]
    relevant.sort(key=attrgetter("id"))
    if stops and (found.urgency >= Urgency.GP or not relevant):
        return (), tuple(Withheld(None, (stop,)) for stop in stops)
    if stops:
        # The verdict on each item already holds the stops that come from the person.
        first = tuple(stop for stop in stops if stop not in assessor.stops)
        return (), tuple(_withheld(item, first, assessor.assess(item)) for item in relevant)
    if items is None:
        return tuple(need_alone(need, said, topic) for need in said.needs), ()
    return _chosen(relevant, assessor, said, topic)


def _chosen(relevant: list[Item], assessor: Assessor, said: Stated, topic: Topic) -> Shown:
    suitable = Suitable()
    withheld: list[Withheld] = []
    away = KeptAway(said.causes, topic)
    stated_needs = frozenset(said.needs)
    for item in relevant:
        verdict = assessor.assess(item)
        needs = item.confirmed_needs & stated_needs
        if not needs and item.confirmed:
            withheld.append(_withheld(item, (*away.because(item), general("unconfirmed", topic)), verdict))
        elif verdict.hides:
            withheld.append(_withheld(item, away.because(item), verdict))
        else:
            suitable.add(item, needs, verdict)

    candidates = suitable.candidates()
    picks = _picks(candidates, said, away, topic)
    shown_without = {
        cause: frozenset(each.item.id for each in _picks(candidates, said, away, topic, unsaid=cause))
        for cause in (said.causes if picks else ())
    }
    for candidate in candidates:
        withheld += _not_picked(candidate, picks, away.because(candidate.item), topic)
    withheld.sort(key=itemgetter(0))
    return tuple(suggestion(each, said, shown_without, topic) for each in picks), tuple(withheld)


def _picks(
    candidates: list[Candidate], said: Stated, away: KeptAway, topic: Topic, unsaid: str | None = None
) -> tuple[Pick, ...]:
    """What is shown, or would be if the cause `unsaid` had not been stated."""
    needs = said.needs_without(unsaid)
    allowed = [
        each if each.needs <= needs else Candidate(each.item, each.needs & needs, each.verdict)
        for each in candidates
        if not each.needs.isdisjoint(needs) and away.causes(each.item) <= {unsaid}
    ]
    return pick(allowed, topic.most_suggestions)


def _withheld(item: Item, first: tuple[Finding, ...], verdict: Suitability) -> Withheld:
    """Every rule that hides an item: the rules for all items first, then its own, the gravest in front."""
    ask = Action.ASK
    return Withheld(item.id, (*first, *[each for each in verdict.findings if each.action >= ask]))


def _not_picked(
    candidate: Candidate, picks: tuple[Pick, ...], because: tuple[Finding, ...], topic: Topic
) -> list[Withheld]:
    """Items that suit the person, but that a cause keeps away or that need not be shown as well."""
    if not because:
        rule, other = why_not(candidate, picks)
        name = other.name if other else ""
        because = (general(rule, topic, other=name, most=topic.most_suggestions),)
    shown = {each.item.id for each in picks}
    return [Withheld(item.id, because) for item in (candidate.item, *candidate.alike) if item.id not in shown]


def _self_care(said: Stated, topic: Topic) -> tuple[SelfCare, ...]:
    return tuple(
        SelfCare(cause, step.text, step.provenance.source)
        for cause in said.causes
        for step in topic.causes[cause].self_care
    )


def _understood(
    person: Person, found: Triage, said: Stated, words: Reading | None, topic: Topic
) -> Understood:
    stated_words = {each.cause: each for each in words.causes} if words else {}
    denied = {each.cause: each for each in words.denied if each.cause not in said.causes} if words else {}
    return Understood(
        causes=tuple(because_of(cause, topic, stated_words) for cause in said.causes),
        denied=tuple(because_of(cause, topic, denied) for cause in topic.causes if cause in denied),
        needs=tuple(said.needs),
        signs=tuple(
            (each, person.signs[each]) for each in topic.signs if person.signs.get(each, NO) is not NO
        ),
        not_answered=found.not_answered,
        conditions=tuple(each for each in topic.conditions if each in person.conditions),
        medicines=person.medicines,
        unrecognised=person.unrecognised,
        read=words,
    )
