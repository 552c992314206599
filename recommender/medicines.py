"""Finds the classes of a medicine from the name a person wrote; a name not known is never guessed."""

import re
import unicodedata
from collections.abc import Iterable

from recommender.topic import MedicineClass, Topic

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
_RELEASE = frozenset(("xl", "sr", "mr"))
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
            for words in (normalise(name), _brand_alone(normalise(name))):
                ids = index.setdefault(" ".join(words), [])
                if medicine_class.id not in ids:
                    ids.append(medicine_class.id)
    return {name: tuple(ids) for name, ids in index.items()}


def classes_of(name: str, topic: Topic) -> tuple[str, ...]:
    """The classes of one medicine as written, such as `Ramipril 5 mg tablets`; empty when not known.

    Words after the name must be doses, forms or salts. A name is never matched by likeness, since a wrong
    match could hide a danger.
    """
    words = normalise(name)
    found = _longest_name(words, topic.medicine_index)
    return found or _longest_name(_without_leading_forms(words), topic.medicine_index)


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


def _longest_name(words: tuple[str, ...], index: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    end = len(words)
    while end:
        if found := index.get(" ".join(words[:end])):
            return found
        if not _is_left_out(words[end - 1]):
            break
        end -= 1
    return ()


def _without_leading_forms(words: tuple[str, ...]) -> tuple[str, ...]:
    start = next((place for place, word in enumerate(words) if not _is_left_out(word)), len(words))
    return words[start:]


def _is_left_out(word: str) -> bool:
    return word in _FORMS or _DOSE.fullmatch(word) is not None


def _brand_alone(words: tuple[str, ...]) -> tuple[str, ...]:
    """`Efexor XL` is also written `Efexor`, and `Microgynon 30` is written `Microgynon`."""
    if len(words) > 1 and (words[-1] in _RELEASE or words[-1].isdigit()):
        return words[:-1]
    return words
