"""What reviewed topic files say, as frozen values the stages of the recommender look things up in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from recommender.reading.lexicon import Lexicon
from recommender.vocabulary import Action, Finding, Urgency


@dataclass(frozen=True)
class Provenance:
    """Where a rule comes from (keys of sources.toml), how sure it is, and who checked it when."""

    source: tuple[str, ...]
    confidence: str
    reviewer: str
    reviewed_on: str


@dataclass(frozen=True)
class Source:
    """A page or paper that rules rest on."""

    key: str
    title: str
    address: str


@dataclass(frozen=True)
class Sign:
    """Something that may need a doctor: how it is asked, how urgent a yes is, what to say then."""

    id: str
    urgency: Urgency
    within: str | None
    ask: str
    asked_as: str
    advice: str
    provenance: Provenance


@dataclass(frozen=True)
class Combination:
    """Signs, medicines, conditions and causes that mean more together: one of each list named must hold."""

    id: str
    signs: frozenset[str]
    medicine_classes: frozenset[str]
    conditions: frozenset[str]
    causes: frozenset[str]
    urgency: Urgency
    advice: str
    provenance: Provenance


@dataclass(frozen=True)
class Condition:
    """Something true of a person that a product sheet may have a rule about."""

    id: str
    label: str
    not_for_you_if: str
    asked_as: str
    below_age: int | None
    from_age: int | None
    implies: frozenset[str]
    from_medicines: frozenset[str]
    sign: str | None
    provenance: Provenance


@dataclass(frozen=True)
class MedicineClass:
    """Medicines that act alike: `names` stand on packs, `also` is what people say, `how` is why they may
    cause twitching."""

    id: str
    label: str
    names: tuple[str, ...]
    also: tuple[str, ...]
    may_cause_twitching: bool
    how: str | None
    provenance: Provenance


@dataclass(frozen=True)
class Need:
    """What somebody may want help with, and for whom alone a product for it is meant."""

    id: str
    label: str
    only_for: str
    provenance: Provenance


@dataclass(frozen=True)
class Trait:
    """What a product is or contains, as far as causes care."""

    id: str
    label: str
    provenance: Provenance


@dataclass(frozen=True)
class SelfCareStep:
    """One free thing to do."""

    text: str
    provenance: Provenance


@dataclass(frozen=True)
class Withhold:
    """Items a cause keeps away: everything, or those with one of these marks (kinds and traits)."""

    everything: bool
    marks: frozenset[str]
    action: Action
    why: str
    provenance: Provenance


@dataclass(frozen=True)
class Cause:
    """One thing that may be behind the twitching. It names needs, never a product."""

    id: str
    label: str
    hint: str
    mechanism: str
    anchor: str
    needs: tuple[str, ...]
    sign: str | None
    self_care: tuple[SelfCareStep, ...]
    withhold: tuple[Withhold, ...]
    provenance: Provenance


@dataclass(frozen=True)
class Card:
    """The care card for one outcome."""

    title: str
    message: str
    steps: tuple[str, ...]
    phone: str | None


@dataclass(frozen=True)
class Why:
    """The sentence and action of one rule that holds for the whole topic."""

    action: Action
    text: str


@dataclass(frozen=True)
class Question:
    """One question of the guide."""

    id: str
    title: str
    hint: str


@dataclass(frozen=True)
class Group:
    """Signs or conditions asked together, under one heading."""

    title: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """Everything known about one topic. Dictionaries keep the order of the files."""

    id: str
    title: str
    adult_age: int
    most_suggestions: int
    always_not_for_you_if: str
    unsure_advice: dict[Urgency, str]
    causes: dict[str, Cause]
    signs: dict[str, Sign]
    combinations: tuple[Combination, ...]
    conditions: dict[str, Condition]
    medicines: dict[str, MedicineClass]
    needs: dict[str, Need]
    traits: dict[str, Trait]
    sources: dict[str, Source]
    cards: dict[str, Card]
    whys: dict[str, Why]
    questions: dict[str, Question]
    sign_groups: tuple[Group, ...]
    condition_groups: tuple[Group, ...]
    medicine_index: dict[str, tuple[str, ...]]
    medicine_spellings: dict[str, str]
    make_lexicon: Callable[[], Lexicon]

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that are read as findings, made on first use: whoever only ticks needn't wait for it."""
        return self.make_lexicon()

    @cached_property
    def findings(self) -> dict[str, Finding]:
        """The finding of each general rule whose sentence has no blank to fill."""
        return {rule: Finding(rule, why.action, why.text) for rule, why in self.whys.items()}

    @cached_property
    def stopping_signs(self) -> dict[str, Sign]:
        """Signs that must be answered before any product is shown: GP and above."""
        return {id: sign for id, sign in self.signs.items() if sign.urgency >= Urgency.GP}

    @cached_property
    def derived_signs(self) -> dict[str, str]:
        """The id of the sign that is asked as `age`, `pregnancy`, `medicines` and `none_of_these`."""
        return {sign.asked_as: sign.id for sign in self.signs.values() if sign.asked_as != "tick"}

    @cached_property
    def conditions_of_age(self) -> tuple[str, ...]:
        """Conditions that a person's age decides."""
        return tuple(each.id for each in self.conditions.values() if each.asked_as == "age")

    @cached_property
    def implying_conditions(self) -> tuple[str, ...]:
        """Conditions that bring others with them."""
        return tuple(each.id for each in self.conditions.values() if each.implies)

    @cached_property
    def conditions_from_medicines(self) -> dict[str, frozenset[str]]:
        """For each class of medicine, the conditions that taking it means."""
        found: dict[str, set[str]] = {}
        for condition in self.conditions.values():
            for medicine_class in condition.from_medicines:
                found.setdefault(medicine_class, set()).add(condition.id)
        return {medicine_class: frozenset(ids) for medicine_class, ids in found.items()}
