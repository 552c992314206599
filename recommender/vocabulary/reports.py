"""What one person told us."""

from dataclasses import dataclass, field

from recommender.vocabulary.scales import Answer

OLDEST = 120
"""The greatest age in years that is taken for an age."""


@dataclass(frozen=True)
class AboutYou:
    """What the person said about themselves. `None` means the question was not answered.

    `conditions` holds an answer for each condition that was answered, or UNSURE for the whole question when
    the person was not sure of any of it; `medicines` are names as written, or UNSURE. The last two come from
    free text: they add to what was answered, and answer no question.
    """

    age: int | Answer | None = None
    pregnant: Answer | None = None
    breastfeeding: Answer | None = None
    conditions: dict[str, Answer] | Answer | None = None
    medicines: tuple[str, ...] | Answer | None = None
    told_conditions: frozenset[str] = frozenset()
    told_medicines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """Everything one person told us, kept for one answer and then forgotten.

    `signs` holds only the signs that were answered. `needs` is None when the person did not choose:
    then their causes decide. `left_out` are signs and conditions answered "no" only because a list left them
    out. `text` is what they wrote in their own words.
    """

    causes: frozenset[str] = frozenset()
    signs: dict[str, Answer] = field(default_factory=dict)
    about_you: AboutYou = AboutYou()
    needs: frozenset[str] | None = None
    id: str | int | None = None
    text: str | None = None
    left_out: frozenset[str] = frozenset()
