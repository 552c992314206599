"""Finds the classes of a medicine from the name a person wrote; a name not known is never guessed."""

import re
import unicodedata
from collections.abc import Iterable

from .topic import MedicineClass, Topic

_WORDS = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?%?")
_DOSE = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:mg|mcg|g|kg|ml|l|microgram|micrograms|units|iu|%)?")
_LEFT_OUT = """
mg mcg g ml microgram micrograms units iu
tablet tablets tab tabs capsule capsules caps caplet caplets pill pills drops cream gel ointment patch
patches spray inhaler injection pen sachet sachets syrup solution suspension liquid dispersible soluble
effervescent oral modified release slow prolonged mr sr xl
hydrochloride hcl sodium maleate mesilate fumarate besilate tartrate succinate hydrobromide
once twice daily a day per at night in the morning
"""
"""Units, forms, salts and times, which do not change what class a medicine belongs to."""

_FORMS = frozenset(_LEFT_OUT.split())
_APART = re.compile(r"\s*(?:[,;+/\n]|\band\b)\s*")


def normalise(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, apostrophes and hyphens: `St. John’s-Wort` and
    `st johns wort` become the same."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(each for each in plain if not unicodedata.combining(each) and each not in "'’‘`´")
    return tuple(_WORDS.findall(letters))


def index_names(classes: Iterable[MedicineClass]) -> dict[str, tuple[str, ...]]:
    """From each normalised name to the ids of its classes: aspirin stands in two."""
    index: dict[str, list[str]] = {}
    for medicine_class in classes:
        plurals = (f"{name}s" for name in medicine_class.also)
        for name in (*medicine_class.names, *medicine_class.also, *plurals):
            ids = index.setdefault(" ".join(normalise(name)), [])
            if medicine_class.id not in ids:
                ids.append(medicine_class.id)
    return {name: tuple(ids) for name, ids in index.items()}


def classes_of(name: str, topic: Topic) -> tuple[str, ...]:
    """The classes of one medicine as written, such as `Ramipril 5 mg tablets`; empty when not known.

    The name is tried as it is, then without doses and forms; it is never matched by likeness, since a
    wrong match could hide a danger.
    """
    words = normalise(name)
    index = topic.medicine_index
    for attempt in (words, _without_doses(words), _without_doses(_without_forms(words))):
        if attempt and (found := index.get(" ".join(attempt))):
            return found
    return ()


def recognise(names: Iterable[str], topic: Topic) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The names that are known, each with its classes, and those that are not.

    `sertraline and aspirin` on one line counts as two names.
    """
    known: dict[str, tuple[str, ...]] = {}
    unknown: list[str] = []
    for name in names:
        parts = [name] if classes_of(name, topic) else [part for part in _APART.split(name) if part.strip()]
        for part in parts or [name]:
            found = classes_of(part, topic)
            if found:
                known[part] = found
            elif part not in unknown:
                unknown.append(part)
    return known, tuple(unknown)


def spell_names(classes: Iterable[MedicineClass]) -> dict[str, str]:
    """From each normalised name to the name as it is spelled, in the order of the alphabet."""
    names = sorted({name for each in classes for name in (*each.names, *each.also)}, key=str.casefold)
    return {" ".join(normalise(name)): name for name in names}


def medicine_names(topic: Topic) -> tuple[str, ...]:
    """Every name that is recognised, once, in the order of the alphabet: for a list to choose from."""
    return tuple(topic.medicine_spellings.values())


def suggest_medicines(beginning: str, topic: Topic, limit: int = 8) -> tuple[str, ...]:
    """At most `limit` names of which some word begins as typed, those that begin so themselves first."""
    typed = " ".join(normalise(beginning))
    if not typed:
        return ()
    spellings = topic.medicine_spellings.items()
    first = [name for plain, name in spellings if plain.startswith(typed)]
    later = [name for plain, name in spellings if f" {typed}" in plain]
    return tuple(dict.fromkeys(first + later))[:limit]


def _without_doses(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if not _DOSE.fullmatch(word))


def _without_forms(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _FORMS)
