"""Counts what a reader got right and wrong over labelled texts: exact figures, no judgement."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.reading.cases import DOCTOR_CRITERIA, URGENCIES, Case, criteria_of


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader says one text tells; `signs` and `urgency` are None for readers that read no signs."""

    causes: frozenset[str]
    denied: frozenset[str] = frozenset()
    signs: frozenset[str] | None = None
    urgency: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Rightly found, wrongly found, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 when nothing was found."""
        return share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of what there is that was found; 1 when there is nothing."""
        return share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of both; 1 when there was nothing to find and nothing was found."""
        return share(2 * self.right, 2 * self.right + self.wrong + self.missed)

    @property
    def support(self) -> int:
        """How often it is there to be found."""
        return self.right + self.missed


def share(part: int, whole: int) -> float:
    """`part` of `whole`; 1 of nothing."""
    return part / whole if whole else 1.0


def tally(expected: frozenset[str], found: frozenset[str]) -> Tally:
    """One text's right, wrong and missed names."""
    return Tally(len(expected & found), len(found - expected), len(expected - found))


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies: micro figures are read from it."""
    return sum(tallies, Tally())


def by_name(pairs: Sequence[tuple[frozenset[str], frozenset[str]]], names: Iterable[str]) -> dict[str, Tally]:
    """For each name its tally over all (expected, found) pairs."""
    return {name: total(tally(wanted & {name}, found & {name}) for wanted, found in pairs) for name in names}


def macro_f1(tallies: Iterable[Tally]) -> float:
    """Mean F1 over the names that occur at all, wherever the fault lies."""
    counted = [each.f1 for each in tallies if each.support or each.wrong]
    return sum(counted) / len(counted) if counted else 1.0


def interval(
    tallies: Sequence[Tally],
    *,
    rounds: int = 1_000,
    seed: int = 11,
    of: Callable[[Tally], float] = lambda t: t.f1,
) -> tuple[float, float]:
    """95 % bootstrap interval of a micro figure: whole texts are drawn again, with replacement."""
    if not tallies:
        return 1.0, 1.0
    draw = random.Random(seed)
    found = sorted(of(total(draw.choices(tallies, k=len(tallies)))) for _ in range(rounds))
    return found[int(rounds * 0.025)], found[min(rounds - 1, int(rounds * 0.975))]


def denied_as_cause(cases: Sequence[Case], found: Sequence[Found]) -> tuple[int, int]:
    """(denied causes taken for causes, denied causes); one both denied and stated in a text isn't counted."""
    taken = whole = 0
    for case, read in zip(cases, found, strict=True):
        denied = case.denied - case.causes
        whole += len(denied)
        taken += len(denied & read.causes)
    return taken, whole


def criteria(cases: Sequence[Case], found: Sequence[Found]) -> dict[str, Tally]:
    """For each see-a-doctor criterion its tally."""
    pairs = [(case.criteria, criteria_of(read.signs or ())) for case, read in zip(cases, found, strict=True)]
    return by_name(pairs, DOCTOR_CRITERIA)


def signs(cases: Sequence[Case], found: Sequence[Found]) -> Tally:
    """The tally of signs by name, over the cases that name them."""
    pairs = zip(cases, found, strict=True)
    return total(
        tally(case.signs, read.signs or frozenset()) for case, read in pairs if case.signs is not None
    )


def escalated(cases: Sequence[Case], found: Sequence[Found], least: str) -> tuple[int, int]:
    """(texts read as at least as urgent as they are, texts) among those as urgent as `least` or more."""
    urgent = [
        (case.urgency, read.urgency or URGENCIES[0])
        for case, read in zip(cases, found, strict=True)
        if case.urgency is not None and URGENCIES.index(case.urgency) >= URGENCIES.index(least)
    ]
    return sum(URGENCIES.index(read) >= URGENCIES.index(is_) for is_, read in urgent), len(urgent)


def over_triaged(cases: Sequence[Case], found: Sequence[Found]) -> tuple[int, int]:
    """(plain texts sent to a GP or further, plain texts)."""
    plain = [read for case, read in zip(cases, found, strict=True) if case.is_plain]
    gp = URGENCIES.index("gp")
    return sum(URGENCIES.index(read.urgency or URGENCIES[0]) >= gp for read in plain), len(plain)


def kinds_of_error(cases: Sequence[Case], found: Sequence[Found]) -> dict[str, Counter[str]]:
    """For each kind of error how often it befell each cause."""
    kinds: dict[str, Counter[str]] = {
        "denied, taken for a cause": Counter(),
        "stated, taken as denied": Counter(),
        "stated, not seen": Counter(),
        "nothing said, taken for a cause": Counter(),
        "denied, not seen": Counter(),
    }
    for case, read in zip(cases, found, strict=True):
        missed, made_up, denied = (
            case.causes - read.causes,
            read.causes - case.causes,
            case.denied - case.causes,
        )
        kinds["denied, taken for a cause"].update(made_up & denied)
        kinds["nothing said, taken for a cause"].update(made_up - denied)
        kinds["stated, taken as denied"].update(missed & read.denied)
        kinds["stated, not seen"].update(missed - read.denied)
        kinds["denied, not seen"].update(denied - read.denied - read.causes)
    return kinds
