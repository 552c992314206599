"""What the language file and the word files of a topic must look like: rules, joins and classes of words."""

from typing import Any

from recommender.reading.patterns import PatternError, spell_out
from recommender.shapes import REVIEWED, Check, Known, Shape, choice, choices, flag, ids_of, text, texts
from recommender.toml_file import Fault, KeyPath, TomlFile

POLARITIES = choice("present", "lack", "stopped")
TRAITS = choices("habit", "state", "quiet", "brief", "stiff", "numb", "sight", "family", "suspects", "wish")


def patterns(value: Any, known: Known) -> str | None:
    """A list of patterns that can be spelled out."""
    if wanted := texts(1)(value, known):
        return wanted
    for pattern in value:
        try:
            spell_out(pattern)
        except PatternError as error:
            return f"must be patterns, but {pattern[:40]!r} {error}"
    return None


def groups_of_facts(value: Any, known: Known) -> str | None:
    """Groups of facts, of each of which one must be so."""
    fine = isinstance(value, list) and value and all(texts(1)(each, known) is None for each in value)
    return None if fine else "must be a list of lists of facts"


OWN_CLASSES = frozenset(("{number}", "{medicine}", "{relief}", "{supplement}"))
"""Classes that no file writes down: numbers, and the names of medicines by what they are for."""

FREE_TABLES = ("class", "irregular", "numbers", "months", "unit_days", "place", "within")
"""Tables whose keys are words of the language, not keys of ours."""

_ABOUT = choice("cause", "sign", "condition", "about_you", "fact", "medicine", "nothing")
RULE = Shape(
    required={"id": text, "says": patterns, "about": _ABOUT, "example": text},
    optional={
        "target": text,
        "cause": text,
        "kind": choice("present", "good", "needed"),
        "own_not": flag,
        "stated_as": POLARITIES,
        "traits": TRAITS,
        "counter": text,
    },
)
JOIN = Shape(required={"id": text, "sign": text, "all": groups_of_facts, "example": text})
_WHEN = choice("stated", "denied")
WORDS = Shape(
    required=REVIEWED.required,
    optional={
        "when_stopped": _WHEN,
        "not_a_cause": ids_of("medicine", at_least=1),
        "relief": ids_of("medicine", at_least=1),
    },
)
LANGUAGE = Shape(required=REVIEWED.required)
ORDINARY = Shape(required=REVIEWED.required | {"ordinary": texts(0)})

_TARGETS = {"cause": "cause", "sign": "sign", "condition": "condition"}


def word_faults(file: TomlFile, classes: frozenset[str], known: Known) -> list[Fault]:
    """Targets that don't exist, classes nobody wrote down, ids used twice, in one well-formed word file."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, table in enumerate(file.data.get("rule", ())):
        path: KeyPath = ("rule", number)
        what = _TARGETS.get(table["about"])
        target = table.get("target", table.get("cause", ""))
        if what and target not in known[what]:
            faults.append(file.fault((*path, "target"), f'is "{target}"', f"must be the id of a {what}"))
        if table["id"] in seen:
            faults.append(file.fault((*path, "id"), f'"{table["id"]}" is taken', "must be its own"))
        seen.add(table["id"])
        pieces = {piece for pattern in table["says"] for each in spell_out(pattern) for piece in each}
        strange = {piece for piece in pieces if _is_class(piece)} - classes
        faults += [
            file.fault((*path, "says"), f"names the class {each}", "must be a class that is written down")
            for each in sorted(strange)
        ]
    faults += [
        file.fault(("join", number, "sign"), f'is "{table["sign"]}"', "must be the id of a sign")
        for number, table in enumerate(file.data.get("join", ()))
        if table["sign"] not in known["sign"]
    ]
    return faults


def _is_class(piece: str) -> bool:
    return piece.startswith("{") and not piece.startswith("{#")


def check_classes(file: TomlFile, kind: str) -> list[Fault]:
    """Tables of word lists, such as [class] and [place]."""
    table: Check = texts(1)
    return [
        file.fault((kind, name), "is no list of words", "must be a list of at least 1 texts")
        for name, members in file.data.get(kind, {}).items()
        if table(members, {}) is not None
    ]
