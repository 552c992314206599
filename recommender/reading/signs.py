"""Decides the signs that no single term tells: several facts together, how long it has gone on, and where."""

from datetime import date

from recommender.reading.clauses import Clause
from recommender.reading.context import Context
from recommender.reading.durations import durations
from recommender.reading.findings import Findings
from recommender.reading.places import several_places
from recommender.reading.terms import Hit, Seen
from recommender.topic import Topic
from recommender.vocabulary import MedicineFound

TWO_WEEKS = 14
THREE_MONTHS = 90
NEAR = 9
"""Words from the twitch within which a place is where it twitches."""


def add_joined_signs(found: Findings, medicines: tuple[MedicineFound, ...], topic: Topic) -> None:
    """Signs told by several facts, such as a statin and sore muscles."""
    taken = {f"medicine:{id}" for each in medicines if not each.is_denied for id in each.classes}
    for join in topic.lexicon.joins:
        if all(any(each in taken or each in found.facts for each in group) for group in join.all_of):
            hit = next(found.facts[each][0] for group in join.all_of for each in group if each in found.facts)
            found.add_sign(join.sign, join.id, hit.first, hit.end)


def add_twitching_signs(found: Findings, seen: Seen, context: Context, today: date | None) -> None:
    """How long the twitching has gone on, and in how many places."""
    twitches = sorted(found.facts.get("twitch", []) + found.facts.get("cramp", []), key=lambda hit: hit.first)
    if not twitches:
        return
    _add_places(found, seen, context, twitches)
    _add_lasting(found, seen, context, twitches, today)


def _add_places(found: Findings, seen: Seen, context: Context, twitches: list[Hit]) -> None:
    spans = []
    for hit in twitches:
        clause = context.clause(hit)
        first = _sentence_start(max(clause.first, hit.first - NEAR), hit, seen)
        spans.append((first, _list_end(hit, clause, seen)))
    several = several_places(spans, seen, seen.lexicon.within)
    sentences = {seen.tokens.sentences[hit.first] for hit in twitches}
    for hit in found.facts.get("all_over", ()):
        if seen.tokens.sentences[hit.first] in sentences or len(seen.tokens) < 40:
            several = several or (hit.first, hit.end)
    if several:
        found.add_sign("many_places", "signs.many_places", *several)


def _sentence_start(first: int, hit: Hit, seen: Seen) -> int:
    sentences = seen.tokens.sentences
    while sentences[first] != sentences[hit.first]:
        first += 1
    return first


def _list_end(hit: Hit, clause: Clause, seen: Seen) -> int:
    """The end of the list of places after a twitch: it may go on beyond the clause, within the sentence."""
    sentences = seen.tokens.sentences
    end = hit.end
    while (
        end < len(sentences)
        and sentences[end] == sentences[hit.first]
        and end < max(clause.end, hit.end)
        and end < hit.end + NEAR + 5
    ):
        end += 1
    return end


def _add_lasting(
    found: Findings, seen: Seen, context: Context, twitches: list[Hit], today: date | None
) -> None:
    clauses_of_twitch = {id(context.clause(hit)) for hit in twitches}
    busy = _clauses_of_others(found, context)
    spans = [(each.days, each.first, each.end) for each in durations(seen, today)]
    spans += [(THREE_MONTHS / 2, hit.first, hit.end) for hit in found.facts.get("long_time", ())]
    for days, first, end in spans:
        if days <= TWO_WEEKS:
            continue
        clause = context.clause_at(first)
        if id(clause) in clauses_of_twitch or (id(clause) not in busy and _goes_on(clause, seen)):
            found.add_sign("two_weeks", "signs.two_weeks", first, end)
            if days > THREE_MONTHS and _is_lid(twitches, seen):
                found.add_sign("eyelid_3m", "signs.eyelid_3m", first, end)
            return


def _clauses_of_others(found: Findings, context: Context) -> set[int]:
    """The clauses that speak of something else: its length is not that of the twitching."""
    return {id(context.clause_at(each)) for each in found.spoken}


def _goes_on(clause: Clause, seen: Seen) -> bool:
    return any(
        "{it_lasts}" in symbols for at in range(clause.first, clause.end) for _, symbols in seen.edges[at]
    )


def _is_lid(twitches: list[Hit], seen: Seen) -> bool:
    spans = [(max(0, hit.first - 4), min(len(seen.edges), hit.end + 5)) for hit in twitches]
    return any(
        "{place.eye}" in symbols
        for first, end in spans
        for at in range(first, end)
        for _, symbols in seen.edges[at]
    )
