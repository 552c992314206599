"""Decides what of a visitor's own words is marked, and what each mark is said to mean."""

from collections.abc import Iterator
from dataclasses import dataclass

from recommender import Reading, Topic
from shop.guide.answers import Answers, condition_fields, sign_fields
from shop.guide.topic import current_topic
from shop.guide.words import reading_of


@dataclass(frozen=True)
class Mark:
    """Words that were understood: where they stand, what they are taken for, and where that is changed."""

    start: int
    end: int
    words: str
    label: str
    page: str
    is_denied: bool = False


@dataclass(frozen=True)
class Said:
    """A text in pieces, each with the number of its mark, or None; the marks; and guesses to be ticked."""

    pieces: tuple[tuple[str, Mark | None, int], ...]
    marks: tuple[Mark, ...]
    guesses: tuple[dict[str, str], ...]


def said(answers: Answers) -> Said | None:
    """The visitor's words as they were understood, or None when there are none.

    What was changed since is no longer marked: the ticks have the last word.
    """
    reading = reading_of(answers)
    if reading is None:
        return None
    marks = _apart(
        sorted(_marks(reading, answers, current_topic()), key=lambda mark: (mark.start, -mark.end))
    )
    pieces: list[tuple[str, Mark | None, int]] = []
    at = 0
    for number, mark in enumerate(marks, 1):
        pieces += [
            (reading.text[at : mark.start], None, 0),
            (reading.text[mark.start : mark.end], mark, number),
        ]
        at = mark.end
    pieces.append((reading.text[at:], None, 0))
    return Said(tuple(piece for piece in pieces if piece[0]), tuple(marks), _guesses(reading, answers))


def quotes(answers: Answers) -> dict[str, str]:
    """Each cause the visitor put into words, with these words."""
    reading = reading_of(answers)
    return {found.cause: found.words for found in reading.causes} if reading else {}


def words_quoted(answers: Answers) -> dict[str, str]:
    """Each sign and condition the visitor put into words, with these words."""
    reading = reading_of(answers)
    if reading is None:
        return {}
    told = {found.sign: found.words for found in reading.signs}
    return told | {found.condition: found.words for found in reading.conditions if not found.is_denied}


def _marks(reading: Reading, answers: Answers, topic: Topic) -> Iterator[Mark]:
    ticked = {
        each for name in ("cause", *sign_fields(), *condition_fields()) for each in answers.ticked(name)
    }
    for cause in (*reading.causes, *reading.denied):
        if cause.polarity.is_stated is (cause.cause in ticked):
            label = topic.causes[cause.cause].label
            yield Mark(cause.start, cause.end, cause.words, label, "causes", not cause.polarity.is_stated)
    for sign in (*reading.signs, *reading.denied_signs):
        if sign.is_denied is not (sign.sign in ticked) and topic.signs[sign.sign].ask:
            yield Mark(sign.start, sign.end, sign.words, topic.signs[sign.sign].ask, "signs", sign.is_denied)
    for found in reading.conditions:
        if found.is_denied is not (found.condition in ticked):
            label = topic.conditions[found.condition].label
            yield Mark(found.start, found.end, found.words, label, "about", found.is_denied)
    for medicine in reading.medicines:
        if not medicine.is_denied and medicine.name in answers.medicines():
            yield Mark(medicine.start, medicine.end, medicine.words, "A medicine you take", "about")
    if reading.age and answers.written("age") == str(reading.age.years):
        yield Mark(reading.age.start, reading.age.end, reading.age.words, "Your age", "about")
    for name, yes in (("pregnant", "Pregnant or trying"), ("breastfeeding", "Breastfeeding")):
        told = getattr(reading, name)
        if told and answers.written(name) == ("no" if told.is_denied else "yes"):
            yield Mark(told.start, told.end, told.words, yes, "about", told.is_denied)


def _apart(marks: list[Mark]) -> list[Mark]:
    """Marks in their order; words that mean two things are marked once, with both."""
    kept: list[Mark] = []
    for mark in marks:
        last = kept[-1] if kept else None
        if last is None or mark.start >= last.end:
            kept.append(mark)
        elif mark.label not in last.label and mark.is_denied == last.is_denied:
            label = f"{last.label}; {mark.label}"
            kept[-1] = Mark(last.start, last.end, last.words, label, last.page, last.is_denied)
    return kept


def _guesses(reading: Reading, answers: Answers) -> tuple[dict[str, str], ...]:
    ticked = answers.ticked("cause")
    found = {each.target: each for each in reading.suggestions if each.kind == "cause"}
    return tuple(
        {"value": target, "label": each.label, "hint": f"You wrote “{each.words}”"}
        for target, each in found.items()
        if target not in ticked
    )
