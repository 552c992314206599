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
CAUSES = ("words", "cause")
ABOUT = ("age", "pregnant", "breastfeeding", "conditions_checked", "takes_medicines", "medicines")
# The recommender takes a little more; a form with more is a slip.
MAX_MEDICINES = 40
MAX_NAME = 80
MAX_PLACE = 60
OLDEST = 120

NEAR = "near"
NEAR_CHOICE = "near_choice"
RETURN_TO = "return_to"
WORDS = "words"
# Which words were read already, and causes ticked under "did you mean".
WORDS_READ = "words_read"
MEANT = "meant"


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
    return frozenset(named | {RETURN_TO, NEAR_CHOICE, WORDS_READ, MEANT})


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


def is_an_age(written: str) -> bool:
    """Whether this is an age in whole years, in digits anybody can read."""
    return written.isascii() and written.isdecimal() and len(written) <= 3 and int(written) <= OLDEST


def report_of(answers: Answers, *, with_about_you: bool = True) -> dict[str, Any]:
    """The answers as a report the recommender reads, whatever the form holds.

    What was not answered stays absent, and what is no answer counts as not answered: an emergency must
    never wait for a slip in another field to be mended.
    """
    causes = current_topic().causes
    report: dict[str, Any] = {
        "causes": [cause for cause in answers.ticked("cause") if cause in causes],
        "signs": _signs(answers),
    }
    if with_about_you:
        report["about_you"] = _about_you(answers)
    return report


def _signs(answers: Answers) -> dict[str, str] | list[str]:
    topic = current_topic()
    groups = [set(answers.ticked(name)) for name in sign_fields()]
    is_doubtful = any(UNSURE in ticked for ticked in groups) or answers.written("takes_medicines") == UNSURE
    if all(groups) and not is_doubtful:
        # Every group was answered for certain, so what is ticked says it all: a list answers every sign.
        return [sign for ticked in groups for sign in ticked if sign in topic.signs and sign != NONE]
    said: dict[str, str] = {}
    for ticked, group in zip(groups, topic.sign_groups, strict=True):
        if ticked:
            rest = UNSURE if UNSURE in ticked else "no"
            said.update({sign: "yes" if sign in ticked else rest for sign in group.members})
    if answers.written("takes_medicines") == UNSURE:
        # Names beside "I'm not sure" are not the whole list.
        said["takes_medicine"] = UNSURE
    return said


def _about_you(answers: Answers) -> dict[str, Any]:
    about: dict[str, Any] = {}
    if age := answers.written("age"):
        about["age"] = int(age) if is_an_age(age) else UNSURE
    for name in ("pregnant", "breastfeeding"):
        if answers.written(name) in YES_NO_UNSURE:
            about[name] = answers.written(name)
    if (conditions := _conditions(answers)) is not None:
        about["conditions"] = conditions
    medicines = answers.medicines()
    if medicines and all(len(name) <= MAX_NAME for name in medicines) and len(medicines) <= MAX_MEDICINES:
        about["medicines"] = list(medicines)
    elif medicines or answers.written("takes_medicines") == UNSURE:
        about["medicines"] = UNSURE
    elif answers.written("takes_medicines") == "no":
        about["medicines"] = []
    return about


def _conditions(answers: Answers) -> dict[str, str] | list[str] | None:
    """What is ticked is always said; whether the rest is "no" depends on "is that everything?"."""
    members = [each for group in current_topic().condition_groups for each in group.members]
    ticked = {each for name in condition_fields() for each in answers.ticked(name)}
    checked = answers.written("conditions_checked")
    if checked == "yes":
        return [each for each in members if each in ticked]
    if checked == UNSURE:
        return {each: "yes" if each in ticked else UNSURE for each in members}
    return {each: "yes" for each in members if each in ticked} or None
