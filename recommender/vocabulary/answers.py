"""What comes back to the person: care, free steps, suggestions and what is withheld, with reasons."""

from dataclasses import dataclass
from typing import NamedTuple

from recommender.vocabulary.findings import Finding
from recommender.vocabulary.readings import Reading
from recommender.vocabulary.scales import Answer, Basis, Urgency


@dataclass(frozen=True)
class Because:
    """Something the person said that led to a suggestion: a cause they ticked or wrote, or a need they chose.

    What they wrote has its place in their text, in code points; `words` are then their own.
    """

    words: str
    cause: str | None = None
    need: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class WouldChange:
    """A cause without which, all else equal, this would not be suggested."""

    cause: str
    words: str


@dataclass(frozen=True)
class Suggestion:
    """One item for one need, with its reasons; `item` is None when no range of items was given."""

    item: str | None
    need: str
    only_for: str
    because: tuple[Because, ...]
    basis: Basis | None
    statement: str | None
    not_for_you_if: tuple[str, ...]
    advice: tuple[str, ...]
    would_change: tuple[WouldChange, ...]


class Withheld(NamedTuple):
    """Something that is not shown, with every rule that hides it, the one to name first in front; `item`
    is None when the rules hold for everything in the shop."""

    item: str | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class RaisedBy:
    """A sign or combination that had a say in the urgency, with the advice that belongs to it."""

    rule: str
    answer: Answer
    urgency: Urgency
    within: str | None
    advice: str


@dataclass(frozen=True)
class Care:
    """What to do about it, before anything else is said."""

    urgency: Urgency
    title: str
    message: str
    steps: tuple[str, ...]
    phone: str | None
    within: str | None
    signs: tuple[RaisedBy, ...]


@dataclass(frozen=True)
class SelfCare:
    """One free step for one cause the person stated."""

    cause: str
    text: str
    source: tuple[str, ...]


@dataclass(frozen=True)
class Understood:
    """What was taken from the report, for the person to check and change; signs answered no are left out."""

    causes: tuple[Because, ...]
    denied: tuple[Because, ...]
    needs: tuple[str, ...]
    signs: tuple[tuple[str, Answer], ...]
    not_answered: tuple[str, ...]
    conditions: tuple[str, ...]
    medicines: dict[str, tuple[str, ...]]
    unrecognised: tuple[str, ...]
    read: Reading | None = None


@dataclass(frozen=True)
class Recommendation:
    """The whole answer to one report; `recommendation_schema` turns it into JSON."""

    urgency: Urgency
    care: Care
    understood: Understood
    self_care: tuple[SelfCare, ...]
    suggestions: tuple[Suggestion, ...]
    withheld: tuple[Withheld, ...]
    reading: tuple[tuple[str, str], ...]
    id: str | int | None = None
