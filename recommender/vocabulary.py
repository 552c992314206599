"""The words the recommender thinks in: what a person reports, what a shop offers, what comes back."""

from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import NamedTuple


class Urgency(IntEnum):
    """How soon somebody should look at this, from nobody to an ambulance. The larger wins, always."""

    SELF_CARE = 0
    PHARMACIST = 1
    GP = 2
    TODAY = 3
    EMERGENCY = 4

    @property
    def word(self) -> str:
        """The name in JSON and in topic files, such as `self_care`."""
        return self.name.lower()


class Answer(Enum):
    """What somebody said to one question. Not answering is `None`, never an answer."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Action(IntEnum):
    """What one rule does to one item. The larger wins; from ASK upward the item is hidden."""

    WARN = 1
    SPACE = 2
    ASK = 3
    BLOCK = 4

    @property
    def word(self) -> str:
        return self.name.lower()

    @property
    def hides(self) -> bool:
        return self >= Action.ASK


class Verdict(Enum):
    """Whether one item may be offered to one person."""

    OFFER = "offer"
    OFFER_WITH_ADVICE = "offer_with_advice"
    ASK_A_PHARMACIST = "ask_a_pharmacist"
    NEVER = "never"

    @property
    def shows(self) -> bool:
        return self in (Verdict.OFFER, Verdict.OFFER_WITH_ADVICE)


class Kind(Enum):
    """What an item is in law. `unknown` stays unknown and is never offered."""

    HERBAL_MEDICINE = "traditional-herbal-medicine"
    SUPPLEMENT = "food-supplement"
    FOOD = "food"
    DEVICE = "medical-device"
    UNKNOWN = "unknown"

    @property
    def mark(self) -> str:
        """The kind among an item's marks, which hold its traits too; no trait has a colon in it."""
        return f"kind:{self.value}"


class Basis(Enum):
    """Why it is lawful to say that an item serves a need."""

    REGISTERED_USE = "registered-use"
    AUTHORISED_CLAIM = "authorised-claim"
    PLAIN_FOOD = "plain-food"


class Finding(NamedTuple):
    """One rule that has something to say about one item for one person.

    A tuple, like Suitability and Withheld: one answer may hold hundreds, and tuples are made six times as
    fast as frozen dataclasses.
    """

    rule: str
    action: Action
    why: str


@dataclass(frozen=True)
class Serves:
    """One need an item serves, in the words the law allows. Unconfirmed words are never shown."""

    need: str
    basis: Basis
    statement: str
    confirmed: bool
    source: tuple[str, ...]
    confidence: str


@dataclass(frozen=True)
class Caution:
    """What an item's sheet says about one condition of the person."""

    condition: str
    action: Action
    text: str
    source: tuple[str, ...]
    confidence: str


@dataclass(frozen=True)
class Interaction:
    """What an item's sheet says about one class of medicine; `spacing` is the gap to keep, in words."""

    medicine_class: str
    action: Action
    text: str
    spacing: str | None
    source: tuple[str, ...]
    confidence: str

    @property
    def advice(self) -> str:
        """The text with the gap to keep, unless the text has it already."""
        if self.spacing is None or self.spacing.casefold() in self.text.casefold():
            return self.text
        return f"{self.text} Gap to keep: {self.spacing.rstrip('.')}."


@dataclass(frozen=True)
class Item:
    """One thing the shop sells, as far as advice needs to know it: no price, no stock, no margin."""

    id: str
    name: str
    kind: Kind
    serves: tuple[Serves, ...]
    traits: frozenset[str]
    minimum_age: int | None
    cautions: tuple[Caution, ...]
    interactions: tuple[Interaction, ...]
    exclusive_group: str | None

    # Looked up for every visitor and every item, so they are worked out once, here.
    needs: frozenset[str] = field(init=False, repr=False, compare=False)
    confirmed: dict[str, Serves] = field(init=False, repr=False, compare=False)
    confirmed_needs: frozenset[str] = field(init=False, repr=False, compare=False)
    likeness: object = field(init=False, repr=False, compare=False)
    is_food: bool = field(init=False, repr=False, compare=False)
    marks: frozenset[str] = field(init=False, repr=False, compare=False)
    by_condition: dict[str, Finding] = field(init=False, repr=False, compare=False)
    by_medicine_class: dict[str, Finding] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        confirmed = {serves.need: serves for serves in self.serves if serves.confirmed}
        once = object.__setattr__
        once(self, "needs", frozenset(serves.need for serves in self.serves))
        once(self, "confirmed", confirmed)
        once(self, "confirmed_needs", frozenset(confirmed))
        once(self, "marks", self.traits | {self.kind.mark})
        once(self, "likeness", (self.confirmed_needs, self.exclusive_group, self.marks))
        once(self, "is_food", self.kind is Kind.FOOD)
        once(
            self,
            "by_condition",
            {
                each.condition: Finding(f"condition:{each.condition}", each.action, each.text)
                for each in sorted(self.cautions, key=lambda each: each.action)
            },
        )
        once(
            self,
            "by_medicine_class",
            {
                each.medicine_class: Finding(f"medicine:{each.medicine_class}", each.action, each.advice)
                for each in sorted(self.interactions, key=lambda each: each.action)
            },
        )


@dataclass(frozen=True)
class AboutYou:
    """What the person said about themselves. `None` means the question was not answered.

    `conditions` holds an answer for each condition that was answered; `conditions_asked` is NO when the
    whole question was left out and UNSURE when the person was not sure of any of it.
    """

    age: int | Answer | None = None
    pregnant: Answer | None = None
    breastfeeding: Answer | None = None
    conditions: dict[str, Answer] | Answer | None = None
    medicines: tuple[str, ...] | Answer | None = None


@dataclass(frozen=True)
class Report:
    """Everything one person told us, kept for one answer and then forgotten.

    `signs` holds only the signs that were answered. `needs` is None when the person did not choose:
    then their causes decide.
    """

    causes: frozenset[str] = frozenset()
    signs: dict[str, Answer] = field(default_factory=dict)
    about_you: AboutYou = AboutYou()
    needs: frozenset[str] | None = None
    id: str | int | None = None


class Suitability(NamedTuple):
    """The verdict on one item for one person, with every finding behind it, the worst first."""

    verdict: Verdict
    findings: tuple[Finding, ...] = ()

    @property
    def hides(self) -> bool:
        return bool(self.findings) and self.findings[0].action.hides


@dataclass(frozen=True)
class Because:
    """Something the person said that led to a suggestion: a cause they ticked or a need they chose."""

    words: str
    cause: str | None = None
    need: str | None = None


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
    """What was taken from the report, for the person to check and change."""

    causes: tuple[Because, ...]
    denied: tuple[Because, ...]
    needs: tuple[str, ...]
    signs: tuple[tuple[str, Answer], ...]
    not_answered: tuple[str, ...]
    conditions: tuple[str, ...]
    medicines: dict[str, tuple[str, ...]]
    unrecognised: tuple[str, ...]


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
