"""What each table of a topic folder must look like, so that a slip in a file is named and not guessed at."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from recommender.problems import one_of, shown
from recommender.toml_file import Fault, KeyPath, TomlFile
from recommender.vocabulary import Action, Kind, Urgency

CONFIDENCE = ("seen", "seen-secondary", "seen-for-the-herb", "source-document", "general-knowledge")

Known = dict[str, frozenset[str]]
"""The ids that exist, by what they are: `need`, `sign`, `source` and so on."""

Check = Callable[[Any, Known], str | None]
"""Says what would be right, or None when the value is."""

_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


def text(value: Any, known: Known) -> str | None:
    """Something written."""
    return None if isinstance(value, str) and value.strip() else "must be a sentence or word"


def text_or_nothing(value: Any, known: Known) -> str | None:
    """Something written, or an empty text."""
    return None if isinstance(value, str) else 'must be text, or "" for none'


def flag(value: Any, known: Known) -> str | None:
    """True or false."""
    return None if isinstance(value, bool) else "must be true or false"


def day(value: Any, known: Known) -> str | None:
    """A day of the calendar."""
    return None if type(value) is date else "must be a day such as 2026-11-25"


def whole(low: int, high: int) -> Check:
    """A whole number from `low` to `high`."""

    def check(value: Any, known: Known) -> str | None:
        is_whole = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return None if is_whole else f"must be a whole number from {low} to {high}"

    return check


def choice(*words: str) -> Check:
    """One of these words."""

    def check(value: Any, known: Known) -> str | None:
        return None if isinstance(value, str) and value in words else f"must be {one_of(words)}"

    return check


def choices(*words: str) -> Check:
    """A list of some of these words."""

    def check(value: Any, known: Known) -> str | None:
        fine = _is_list_of_texts(value) and set(value) <= set(words)
        return None if fine else f"must be a list of {one_of(words)}"

    return check


def texts(at_least: int) -> Check:
    """A list of texts."""

    def check(value: Any, known: Known) -> str | None:
        fine = _is_list_of_texts(value) and len(value) >= at_least
        return None if fine else f"must be a list of at least {at_least} texts"

    return check


def id_of(what: str) -> Check:
    """The id of a thing that exists."""

    def check(value: Any, known: Known) -> str | None:
        fine = isinstance(value, str) and value in known[what]
        return None if fine else f"must be the id of a {what} that exists"

    return check


def ids_of(what: str, at_least: int = 0) -> Check:
    """A list of ids of things that exist, none of them twice."""

    def check(value: Any, known: Known) -> str | None:
        if not _is_list_of_texts(value) or len(value) < at_least:
            return f"must be a list of at least {at_least} ids of a {what}"
        strangers = sorted(set(value) - known[what])
        if strangers:
            return f"must hold only ids of a {what} that exists, not {one_of(strangers)}"
        return None if len(set(value)) == len(value) else "must name nothing twice"

    return check


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)


@dataclass(frozen=True)
class Shape:
    """The keys of one table: those it must have, and those it may."""

    required: dict[str, Check]
    optional: dict[str, Check] = field(default_factory=dict)

    def check(self, file: TomlFile, path: KeyPath, table: Any, known: Known) -> list[Fault]:
        """Every fault of one table; unknown keys are faults too, for they are most often misspelt."""
        if not isinstance(table, dict):
            return [file.fault(path, f"is {shown(table)}", "must be a table")]
        checks = self.required | self.optional
        faults = [
            file.fault((*path, key), "is not a key known here", f"must be {one_of(list(checks))}")
            for key in table
            if key not in checks
        ]
        faults += [
            file.fault((*path, key), "is missing", right(check, known))
            for key, check in self.required.items()
            if key not in table
        ]
        for key, check in checks.items():
            if key in table and (wanted := check(table[key], known)):
                faults.append(file.fault((*path, key), f"is {shown(table[key])}", wanted))
        return faults


def right(check: Check, known: Known) -> str:
    """What a check asks for, said to somebody who has written nothing yet."""
    return check(None, known) or "must be there"


def check_id(file: TomlFile, path: KeyPath) -> list[Fault]:
    """An id is written in small letters, digits, hyphens and underscores."""
    if _ID.fullmatch(str(path[-1])):
        return []
    return [file.fault(path, f"is {shown(path[-1])}", "ids use a-z, 0-9, - and _ only")]


_SURE: dict[str, Check] = {"source": ids_of("source", at_least=1), "confidence": choice(*CONFIDENCE)}
_REVIEW: dict[str, Check] = {"reviewed_on": day, "reviewer": text}
_URGENCY = choice(*(urgency.word for urgency in Urgency))
_ACTION = choice(*(action.word for action in Action))
_HIDING = choice(*(action.word for action in Action if action.hides))

NOTHING_ELSE = Shape(required={})
REVIEWED = Shape(required=_REVIEW)
MEDICINES = Shape(required=_REVIEW | {"names_confidence": choice(*CONFIDENCE)})

SOURCE = Shape(required={"title": text}, optional={"address": text})
NEED = Shape(required={"label": text, "only_for": text} | _SURE, optional=_REVIEW)
TRAIT = Shape(required={"label": text} | _SURE, optional=_REVIEW)
CONDITION = Shape(
    required={
        "label": text,
        "not_for_you_if": text,
        "asked_as": choice("tick", "age", "pregnancy", "derived-from-medicines"),
    }
    | _SURE,
    optional={
        "below": whole(1, 120),
        "from": whole(1, 120),
        "implies": ids_of("condition", at_least=1),
        "from_medicines": ids_of("medicine", at_least=1),
        "sign": id_of("sign"),
    }
    | _REVIEW,
)
MEDICINE = Shape(
    required={"label": text, "generic": texts(1), "brands": texts(0), "may_cause_twitching": flag} | _SURE,
    optional={"also": texts(1), "how": text} | _REVIEW,
)
SIGN = Shape(
    required={"urgency": _URGENCY, "ask": text, "advice": text} | _SURE,
    optional={
        "within": choice("days", "routine"),
        "asked_as": choice("tick", "age", "pregnancy", "medicines", "none_of_these"),
    }
    | _REVIEW,
)
COMBINATION = Shape(
    required={"id": text, "urgency": _URGENCY, "advice": text} | _SURE,
    optional={
        "signs": ids_of("sign", at_least=1),
        "medicines": ids_of("medicine", at_least=1),
        "conditions": ids_of("condition", at_least=1),
        "causes": ids_of("cause", at_least=1),
    }
    | _REVIEW,
)
CAUSE = Shape(
    required={
        "label": text,
        "hint": text_or_nothing,
        "mechanism": text,
        "anchor": text,
        "needs": ids_of("need"),
    }
    | _SURE
    | _REVIEW,
    optional={"sign": id_of("sign")},
)
SELF_CARE = Shape(required={"text": text} | _SURE, optional=_REVIEW)
WITHHOLD = Shape(
    required={"action": _HIDING, "why": text} | _SURE,
    optional={
        "everything": flag,
        "kinds": choices(*(kind.value for kind in Kind)),
        "traits": ids_of("trait", at_least=1),
    }
    | _REVIEW,
)
TOPIC = Shape(
    required={
        "title": text,
        "adult_age": whole(1, 120),
        "most_suggestions": whole(1, 9),
        "always_not_for_you_if": text,
    }
    | _SURE
    | _REVIEW
)
CARD = Shape(
    required={"title": text, "message": text, "steps": texts(1)}, optional={"phone": choice("999", "111")}
)
UNSURE = Shape(required={"text": text})
WHY = Shape(required={"action": _ACTION, "text": text})
QUESTION = Shape(required={"title": text, "hint": text_or_nothing})
GROUP_OF_SIGNS = Shape(required={"title": text, "members": ids_of("sign", at_least=1)})
GROUP_OF_CONDITIONS = Shape(required={"title": text, "members": ids_of("condition", at_least=1)})
QUESTIONS = Shape(required={"causes": ids_of("cause", at_least=1)} | _REVIEW)
