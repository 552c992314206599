"""Decides the signs that no single term tells: several facts together, how long it has gone on, and where."""

from datetime import date

from recommender.reading.clauses import Clause
from recommender.reading.context import Context
from recommender.reading.durations import durations
from recommender.reading.findings import Findings
from recommender.reading.places import PLACE_SYMBOL, several_places
from recommender.reading.terms import Hit, Seen
from recommender.topic import Topic
from recommender.vocabulary import MedicineFound

TWO_WEEKS = 14
THREE_MONTHS = 90
NEAR = 9
SHORT = 40
MOST_OTHERS = 4
"""Words: of a sentence that only says where, of a text about one thing, between a twitch and its place."""


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
    _add_places(found, seen, twitches)
    _add_lasting(found, seen, context, twitches, today)


def _add_places(found: Findings, seen: Seen, twitches: list[Hit]) -> None:
    spans = [_around(hit, seen) for hit in twitches]
    last_of_sentence = {seen.tokens.sentences[hit.first]: hit for hit in twitches}
    spans += [span for hit in last_of_sentence.values() if (span := _next_sentence(hit, seen))]
    several = several_places(spans, seen, seen.lexicon.within)
    sentences = {seen.tokens.sentences[hit.first] for hit in twitches}
    for hit in found.facts.get("all_over", ()):
        if seen.tokens.sentences[hit.first] in sentences or len(seen.tokens) < SHORT:
            several = several or (hit.first, hit.end)
    if several:
        found.add_sign("many_places", "signs.many_places", *several)


def _around(hit: Hit, seen: Seen) -> tuple[int, int]:
    """The words around a twitch that tell where it is: few others may stand between the places named."""
    sentences, count = seen.tokens.sentences, len(seen.edges)
    first, end = hit.first, hit.end
    for step, at in ((-1, hit.first - 1), (1, hit.end)):
        others = 0
        while 0 <= at < count and sentences[at] == sentences[hit.first] and others <= MOST_OTHERS:
            if abs(at - hit.first) > SHORT:
                break
            may_be = [symbol for _, symbols in seen.edges[at] for symbol in symbols]
            is_place = any(symbol.startswith(PLACE_SYMBOL) for symbol in may_be)
            others = 0 if is_place else others + 1
            first, end = min(first, at), max(end, at + 1)
            at += step
    return first, end


def _next_sentence(hit: Hit, seen: Seen) -> tuple[int, int] | None:
    """The sentence after a twitch, when it goes on about the place: "Mostly in my calves"."""
    sentences = seen.tokens.sentences
    first = hit.end
    while first < len(sentences) and sentences[first] == sentences[hit.first]:
        first += 1
    end = first
    while end < len(sentences) and sentences[end] == sentences[first]:
        end += 1
    is_about_it = first < len(sentences) and seen.tokens.words[first] in _ABOUT_IT
    return (first, end) if is_about_it and end - first <= 2 * NEAR else None


_ABOUT_IT = frozenset(
    (
        "it",
        "they",
        "it's",
        "its",
        "mostly",
        "mainly",
        "sometimes",
        "also",
        "now",
        "then",
        "most",
        "usually",
        "first",
    )
)


def _add_lasting(
    found: Findings, seen: Seen, context: Context, twitches: list[Hit], today: date | None
) -> None:
    clauses_of_twitch = {id(context.clause(hit)) for hit in twitches}
    busy = _clauses_of_others(found, context)
    near = {seen.tokens.sentences[hit.first] for hit in twitches}
    spans = [(each.days, each.first, each.end) for each in durations(seen, today)]
    spans += [(THREE_MONTHS / 2, hit.first, hit.end) for hit in found.facts.get("long_time", ())]
    for days, first, end in spans:
        if days <= TWO_WEEKS:
            continue
        clause = context.clause_at(first)
        if id(clause) in clauses_of_twitch or (
            id(clause) not in busy and _is_of_twitch(first, clause, near, seen)
        ):
            found.add_sign("two_weeks", "signs.two_weeks", first, end)
            if days > THREE_MONTHS and _is_lid(twitches, seen):
                found.add_sign("eyelid_3m", "signs.eyelid_3m", first, end)
            return


def _clauses_of_others(found: Findings, context: Context) -> set[int]:
    """The clauses that speak of something else: its length is not that of the twitching."""
    return {id(context.clause_at(each)) for each in found.spoken}


def _is_of_twitch(at: int, clause: Clause, sentences: set[int], seen: Seen) -> bool:
    """Whether a length of time said in another clause than the twitch is that of the twitch."""
    sentence = seen.tokens.sentences[at]
    if sentence in sentences:
        return True
    return _goes_on(clause, seen) and any(abs(sentence - each) <= 3 for each in sentences)


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
