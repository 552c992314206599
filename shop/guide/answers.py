"""What one visitor has answered so far: lives in the form of the page, for one request, and nowhere else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from shop.guide.topic import current_topic

NONE = "none"
UNSURE = "unsure"
UNKNOWN = "unknown"
YES_NO_UNSURE = ("yes", "no", UNSURE)

# The fields of each page of the conversation. Sign and condition fields are numbered by their group.
CAUSES = ("cause",)
ABOUT = ("age", "pregnant", "breastfeeding", "conditions_checked", "takes_medicines", "medicines")
NEAR = "near"
NEAR_CHOICE = "near_choice"
RETURN_TO = "return_to"


@cache
def sign_fields() -> tuple[str, ...]:
    """The names of the sign fields, one for each group: `signs-1`, `signs-2`, …"""
    return tuple(f"signs-{number}" for number in range(1, len(current_topic().sign_groups) + 1))


@cache
def condition_fields() -> tuple[str, ...]:
    """The names of the condition fields, one for each group: `conditions-1`, …"""
    return tuple(f"conditions-{number}" for number in range(1, len(current_topic().condition_groups) + 1))


@cache
def fields_of() -> dict[str, tuple[str, ...]]:
    """Which fields belong to which page."""
    return {
        "causes": CAUSES,
        "signs": sign_fields(),
        "about": (*condition_fields(), *ABOUT, NEAR),
    }


@cache
def _known() -> frozenset[str]:
    named = {name for names in fields_of().values() for name in names}
    return frozenset(named | {RETURN_TO, NEAR_CHOICE})


@dataclass(frozen=True)
class Answers:
    """Answers as they stand in the form: field name → what was ticked or written, in order.

    `given` holds only fields this conversation knows; everything else that was sent is left behind.
    """

    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def ticked(self, name: str) -> tuple[str, ...]:
        """Everything ticked in a field; empty when it wasn't answered."""
        return self.given.get(name, ())

    def written(self, name: str) -> str:
        """What was written into a field of one line."""
        values = self.given.get(name, ())
        return values[0].strip() if values else ""

    def medicines(self) -> tuple[str, ...]:
        """Names of medicines as written, one a line or parted by commas."""
        lines = self.written("medicines").replace(",", "\n").splitlines()
        return tuple(name for line in lines if (name := " ".join(line.split())))

    def hidden(self, *, page: str) -> dict[str, tuple[str, ...]]:
        """The answers that a page must carry along because it doesn't ask for them itself."""
        asked = set(fields_of().get(page, ()))
        return {name: values for name, values in self.given.items() if name not in asked}


def from_form(sent: Iterable[tuple[str, str]]) -> Answers:
    """Answers out of a sent form, given as (name, value) pairs in their order."""
    known = _known()
    given: dict[str, list[str]] = {}
    for name, value in sent:
        if name in known and value not in given.setdefault(name, []):
            given[name].append(value)
    # One of several places of the same name, picked by its button, stands for what was typed.
    if NEAR_CHOICE in given:
        given[NEAR] = given.pop(NEAR_CHOICE)[:1]
    return Answers({name: tuple(values) for name, values in given.items() if any(v.strip() for v in values)})


def report_of(answers: Answers, *, with_about_you: bool = True) -> dict[str, Any]:
    """The answers as a report the recommender reads; what was not answered stays absent."""
    report: dict[str, Any] = {
        "causes": [cause for cause in answers.ticked("cause") if cause != UNKNOWN],
        "signs": _signs(answers),
    }
    if with_about_you:
        report["about_you"] = _about_you(answers)
    return report


def _signs(answers: Answers) -> dict[str, str] | list[str]:
    groups = [set(answers.ticked(name)) for name in sign_fields()]
    if all(groups) and not any(UNSURE in ticked for ticked in groups):
        # Every group was answered for certain, so what is ticked says it all: a list answers every sign.
        return [sign for ticked in groups for sign in ticked if sign != NONE]
    said: dict[str, str] = {}
    for ticked, group in zip(groups, current_topic().sign_groups, strict=True):
        if ticked:
            rest = UNSURE if UNSURE in ticked else "no"
            said.update({sign: "yes" if sign in ticked else rest for sign in group.members})
    return said


def _about_you(answers: Answers) -> dict[str, Any]:
    about: dict[str, Any] = {}
    age = answers.written("age")
    if age:
        about["age"] = int(age) if age.isdecimal() else UNSURE
    for name in ("pregnant", "breastfeeding"):
        if answers.written(name):
            about[name] = answers.written(name)
    checked = answers.written("conditions_checked")
    if checked:
        about["conditions"] = _conditions(answers, all_checked=checked == "yes")
    takes = answers.written("takes_medicines")
    if answers.medicines():
        about["medicines"] = list(answers.medicines())
    elif takes == UNSURE:
        about["medicines"] = UNSURE
    elif takes == "no":
        about["medicines"] = []
    return about


def _conditions(answers: Answers, *, all_checked: bool) -> dict[str, str] | list[str]:
    ticked = {each for name in condition_fields() for each in answers.ticked(name)}
    if all_checked:
        return sorted(ticked)
    members = (each for group in current_topic().condition_groups for each in group.members)
    return {each: "yes" if each in ticked else UNSURE for each in members}
