"""What was understood from somebody's own words, each finding with the place where they said it."""

from dataclasses import dataclass, field
from enum import Enum

from recommender.vocabulary.scales import Urgency


class Polarity(Enum):
    """What words say about a cause. The first three state it: too much, too little, or just stopped."""

    PRESENT = "present"
    LACK = "lack"
    STOPPED = "stopped"
    DENIED = "denied"

    @property
    def is_stated(self) -> bool:
        return self is not Polarity.DENIED


@dataclass(frozen=True, slots=True)
class Said:
    """Where something was said: `words` is `text[start:end]` of the text as it was given, in code points.

    `rule` names the rule of the lexicon that found it.
    """

    rule: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class CauseFound(Said):
    """A cause somebody stated or denied."""

    cause: str
    polarity: Polarity


@dataclass(frozen=True, slots=True)
class SignFound(Said):
    """A sign somebody told or denied, with the urgency it has by itself."""

    sign: str
    urgency: Urgency
    is_denied: bool = False


@dataclass(frozen=True, slots=True)
class ConditionFound(Said):
    """A condition somebody has, or says they don't have."""

    condition: str
    is_denied: bool = False


@dataclass(frozen=True, slots=True)
class MedicineFound(Said):
    """A medicine somebody takes, as they wrote it, with its classes; none when we don't know the name."""

    name: str
    classes: tuple[str, ...]
    is_denied: bool = False


@dataclass(frozen=True, slots=True)
class YesOrNoFound(Said):
    """An answer in words to a question such as "are you pregnant?"."""

    is_denied: bool = False


@dataclass(frozen=True, slots=True)
class AgeFound(Said):
    """The age in years somebody told."""

    years: int


@dataclass(frozen=True, slots=True)
class DidYouMean:
    """A guess that somebody must confirm before it counts: `kind` is `cause` or `medicine`, `target` its id
    or name."""

    kind: str
    target: str
    label: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything understood from one text; each list in the order of the text, once per cause or sign."""

    text: str
    causes: tuple[CauseFound, ...] = ()
    denied: tuple[CauseFound, ...] = ()
    signs: tuple[SignFound, ...] = ()
    denied_signs: tuple[SignFound, ...] = ()
    conditions: tuple[ConditionFound, ...] = ()
    medicines: tuple[MedicineFound, ...] = ()
    pregnant: YesOrNoFound | None = None
    breastfeeding: YesOrNoFound | None = None
    age: AgeFound | None = None
    suggestions: tuple[DidYouMean, ...] = ()
    urgency: Urgency = field(default=Urgency.SELF_CARE)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was understood that any question of the guide asks about."""
        return not (
            self.causes
            or self.denied
            or self.signs
            or self.denied_signs
            or self.conditions
            or self.medicines
            or self.pregnant
            or self.breastfeeding
            or self.age
        )
