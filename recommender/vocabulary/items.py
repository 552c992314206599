"""What the shop offers, as far as advice needs to know it."""

from dataclasses import dataclass, field

from recommender.vocabulary.findings import Finding
from recommender.vocabulary.scales import Action, Basis, Kind


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
    marks: frozenset[str] = field(init=False, repr=False, compare=False)
    conditions: frozenset[str] = field(init=False, repr=False, compare=False)
    medicine_classes: frozenset[str] = field(init=False, repr=False, compare=False)
    is_settled: bool = field(init=False, repr=False, compare=False)
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
        once(self, "is_settled", bool(confirmed) and self.kind is not Kind.UNKNOWN)
        once(self, "conditions", frozenset(caution.condition for caution in self.cautions))
        once(self, "medicine_classes", frozenset(each.medicine_class for each in self.interactions))
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
