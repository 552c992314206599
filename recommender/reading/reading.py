"""Decides what a text says: runs the stages of reading one after the other and gathers what they found."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from recommender.person import understand
from recommender.problems import MalformedError, Problem
from recommender.reading.about_you import find_age
from recommender.reading.as_report import with_words
from recommender.reading.clauses import OTHER, SELF, Clauses
from recommender.reading.context import Context
from recommender.reading.findings import Findings
from recommender.reading.medicines_said import medicines_said
from recommender.reading.signs import add_joined_signs, add_twitching_signs
from recommender.reading.suggestions import suggest
from recommender.reading.terms import Hit, Seen, find_hits
from recommender.reading.tokens import Tokens
from recommender.topic import Topic
from recommender.triage import triage
from recommender.vocabulary import CauseFound, ConditionFound, MedicineFound, Reading, Report, SignFound

LONGEST = 20_000
"""Characters of one text; a long story has two thousand."""

Found = TypeVar("Found", CauseFound, SignFound, ConditionFound)


class TextTooLongError(MalformedError):
    """The text has more than LONGEST characters."""


def read(text: str, topic: Topic, today: date | None = None) -> Reading:
    """What `text` says about the person it is about; whatever is not understood is left out, never guessed.

    `today` gives "since August" a length; without it such words say nothing about how long. Raises
    TextTooLongError for more than LONGEST characters, and nothing else for any other text.
    """
    if len(text) > LONGEST:
        raise TextTooLongError((Problem("text", f"must have at most {LONGEST} characters"),))
    tokens = Tokens(text)
    if not len(tokens):
        return Reading(text)
    seen = Seen(tokens, topic.lexicon)
    hits = _uncovered(find_hits(seen))
    context = Context(seen, Clauses(seen))
    context.affected = _affected(hits, context)
    found = Findings(seen, context, topic)
    for hit in hits:
        found.add(hit)
    medicines = medicines_said(found.medicines, seen, topic)
    add_joined_signs(found, medicines, topic)
    add_twitching_signs(found, seen, context, today)
    return _gathered(text, found, medicines, seen, topic, context)


def _gathered(
    text: str,
    found: Findings,
    medicines: tuple[MedicineFound, ...],
    seen: Seen,
    topic: Topic,
    context: Context,
) -> Reading:
    stated = _first_of_each((each for each in found.causes if each.polarity.is_stated), "cause")
    named = {each.cause for each in stated}
    denied = _first_of_each(
        (each for each in found.causes if not each.polarity.is_stated and each.cause not in named), "cause"
    )
    signs = _first_of_each((each for each in found.signs if not each.is_denied), "sign")
    told = {each.sign for each in signs}
    conditions = _first_of_each((each for each in found.conditions if not each.is_denied), "condition")
    has = {each.condition for each in conditions}
    not_had = [each for each in found.conditions if each.is_denied and each.condition not in has]
    reading = Reading(
        text=text,
        causes=stated,
        denied=denied,
        signs=signs,
        denied_signs=_first_of_each(
            (each for each in found.signs if each.is_denied and each.sign not in told), "sign"
        ),
        conditions=(*conditions, *_first_of_each(not_had, "condition")),
        medicines=medicines,
        pregnant=found.answers.get("pregnant"),
        breastfeeding=found.answers.get("breastfeeding"),
        age=find_age(seen, context),
        suggestions=suggest(seen, topic),
    )
    report = with_words(Report(), reading)
    urgency = triage(understand(report.about_you, topic, report), report.causes, topic).urgency
    return replace(reading, urgency=urgency)


def _first_of_each(found: Iterable[Found], key: str) -> tuple[Found, ...]:
    """The first finding of each cause or sign, in the order of the text."""
    kept: dict[str, Found] = {}
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        kept.setdefault(getattr(each, key), each)
    return tuple(kept.values())


def _uncovered(hits: list[Hit]) -> list[Hit]:
    """The terms that no longer term hides: "sleep study" hides "sleep", "diet coke" is no diet.

    A term that means nothing hides everything in it; another hides shorter terms of the same target.
    """
    nothing = [hit for hit in hits if hit.rule.about == "nothing"]
    kept: list[Hit] = []
    reach: dict[tuple[str, str], int] = {}
    for hit in hits:  # in the order of their first words, longer ones first
        if hit.rule.about == "nothing" or _is_hidden(hit, nothing):
            continue
        key = (hit.rule.about, hit.rule.target)
        if hit.rule.about == "cause" and reach.get(key, -1) >= hit.end:
            continue
        if hit.rule.kind != "needed":
            reach[key] = max(reach.get(key, -1), hit.end)
        kept.append(hit)
    return kept


def _is_hidden(hit: Hit, nothing: list[Hit]) -> bool:
    return any(
        each.first <= hit.first and hit.end <= each.end and each.rule.target in ("", hit.rule.target)
        for each in nothing
    )


def _affected(hits: list[Hit], context: Context) -> str:
    """Whom the text is about: the writer, or somebody else if only they twitch."""
    whose = [context.whose(hit) for hit in hits if hit.rule.target in ("twitch", "cramp")]
    return OTHER if OTHER in whose and SELF not in whose else SELF
