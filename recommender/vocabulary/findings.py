"""What rules have to say about one item for one person, and the verdict that follows."""

from typing import NamedTuple

from recommender.vocabulary.scales import Action, Verdict


class Finding(NamedTuple):
    """One rule that has something to say about one item for one person.

    A tuple, like Suitability and Withheld: one answer may hold hundreds, and tuples are made six times as
    fast as frozen dataclasses.
    """

    rule: str
    action: Action
    why: str


class Suitability(NamedTuple):
    """The verdict on one item for one person, with every finding behind it, the worst first."""

    verdict: Verdict
    findings: tuple[Finding, ...] = ()

    @property
    def hides(self) -> bool:
        return bool(self.findings) and self.findings[0].action.hides
