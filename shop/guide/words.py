"""Decides how a visitor's own words become ticks: once, as they arrive; from then on the ticks say it all.

So whoever unticks something the words said has the last word, and the same facts, written or ticked, are the
same report. The text itself travels in the form like every other answer.
"""

import re
from hashlib import blake2b

from recommender import Reading, read
from shop.guide.answers import (
    MEANT,
    NONE,
    UNKNOWN,
    WORDS,
    WORDS_READ,
    Answers,
    condition_fields,
    sign_fields,
)
from shop.guide.topic import current_topic

LONGEST = 2_000
# Words too long for the page are still looked through for an emergency, up to what the recommender reads.
LONGEST_READ = 20_000

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SHOWN_FOR_CONTROL = "\ufffd"

Given = dict[str, tuple[str, ...]]


def tidy(text: str) -> str:
    """The text with line breaks as browsers count them, and a visible sign for what can't be shown."""
    return CONTROLS.sub(SHOWN_FOR_CONTROL, text.replace("\r\n", "\n").replace("\r", "\n"))


def reading_of(answers: Answers) -> Reading | None:
    """What the visitor's words say, or None when there are none."""
    words = answers.written(WORDS)
    return read(words[:LONGEST_READ], current_topic()) if words else None


def take_in(answers: Answers) -> Answers:
    """The answers with what new words say ticked, and with every "did you mean" that was ticked."""
    given = {name: values for name, values in answers.given.items() if name != MEANT}
    if answers.ticked(MEANT):
        _add_causes(given, answers.ticked(MEANT))
    if WORDS not in given:
        given.pop(WORDS_READ, None)
        return Answers(given)
    # Browsers write line breaks their own way, so words are compared after they are made tidy.
    given[WORDS] = (tidy(answers.written(WORDS)),)
    mark = blake2b(given[WORDS][0].encode("utf-8", "replace"), digest_size=8).hexdigest()
    reading = reading_of(Answers(given))
    if reading is None or answers.written(WORDS_READ) == mark:
        return Answers(given)
    given[WORDS_READ] = (mark,)
    _add_causes(given, tuple(found.cause for found in reading.causes))
    _add_signs(given, reading)
    _add_about_you(given, reading)
    return Answers(given)


def _add(given: Given, name: str, values: tuple[str, ...], *, without: str = "") -> None:
    if values:
        kept = tuple(value for value in given.get(name, ()) if value != without)
        given[name] = tuple(dict.fromkeys((*kept, *values)))


def _add_causes(given: Given, causes: tuple[str, ...]) -> None:
    _add(given, "cause", causes, without=UNKNOWN)


def _add_signs(given: Given, reading: Reading) -> None:
    """New words about a sign outweigh an older "None of these": nothing lowers an alarm."""
    told = [found.sign for found in reading.signs]
    for name, group in zip(sign_fields(), current_topic().sign_groups, strict=True):
        _add(given, name, tuple(sign for sign in told if sign in group.members), without=NONE)


def _add_about_you(given: Given, reading: Reading) -> None:
    """What was answered by ticks stays; words fill what is open."""
    if reading.age:
        given.setdefault("age", (str(reading.age.years),))
    for name, found in (("pregnant", reading.pregnant), ("breastfeeding", reading.breastfeeding)):
        if found:
            given.setdefault(name, ("no" if found.is_denied else "yes",))
    has = [found.condition for found in reading.conditions if not found.is_denied]
    for name, group in zip(condition_fields(), current_topic().condition_groups, strict=True):
        _add(given, name, tuple(each for each in has if each in group.members))
    listed = Answers(given).medicines()
    named = tuple(m.name for m in reading.medicines if not m.is_denied and m.name not in listed)
    if named:
        given["medicines"] = ("\n".join((*listed, *named)),)
        given["takes_medicines"] = ("yes",)


def slip_in(answers: Answers) -> str | None:
    """What is wrong with the words, in a sentence; None when nothing is."""
    words = answers.written(WORDS)
    if len(words) > LONGEST:
        return f"Your words are {len(words):,} letters long. Shorten them to {LONGEST:,}."
    if SHOWN_FOR_CONTROL in words:
        return (
            f"Something in your words can’t be shown. {SHOWN_FOR_CONTROL} stands where it was: take it out."
        )
    return None


def no_cause_in(answers: Answers) -> str | None:
    """What to say when words were written and no cause is ticked; None when there are no words."""
    reading = reading_of(answers)
    if reading is None:
        return None
    if reading.is_empty:
        return (
            "We didn’t understand your words. We read English only. They are still here: "
            "tick what may be behind it, or “I don’t know”."
        )
    return "We read your words but found no cause in them. Tick what may be behind it, or “I don’t know”."
