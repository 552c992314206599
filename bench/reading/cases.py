"""Loads the labelled texts that the reading is measured on, and names file and line of every bad entry."""

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

CAUSES = (
    "nutrition", "dehydration", "exercise", "caffeine_alcohol", "sleep", "stress", "medication", "smoking",
)  # fmt: skip
URGENCIES = ("self_care", "pharmacist", "gp", "today", "emergency")
POST_CAUSES = {"nutrition_electrolytes": "nutrition", "poor_sleep": "sleep"}
"""Names that the labels of the posts use for two of the causes."""

DOCTOR_CRITERIA = {
    "over_two_weeks": frozenset({"two_weeks", "eyelid_3m"}),
    "more_than_one_place": frozenset({"many_places"}),
    "weakness": frozenset({"area_weak_or_stiff", "weak_wasting", "function_loss", "rapid_weakness"}),
    "medication_suspected": frozenset({"medicine_suspect"}),
}
"""The four reasons to see a doctor in the source article, each with the signs of ours that say it."""


class CasesError(Exception):
    """Entries that can't be measured; the message has a line for each, with file and line."""


@dataclass(frozen=True, slots=True)
class Case:
    """One text with what a person says it tells.

    `signs` is None where the labels don't name ours (the posts), `urgency` where none was labelled.
    `criteria` are the doctor criteria it meets, `is_plain` whether nothing in it asks for a doctor.
    """

    id: str
    text: str
    causes: frozenset[str]
    denied: frozenset[str]
    criteria: frozenset[str]
    is_plain: bool
    signs: frozenset[str] | None = None
    urgency: str | None = None
    group: str = ""


def criteria_of(signs: Iterable[str]) -> frozenset[str]:
    """The doctor criteria that these signs of ours meet."""
    told = set(signs)
    return frozenset(name for name, ours in DOCTOR_CRITERIA.items() if ours & told)


def load_lay(folder: Path, signs: Sequence[str]) -> list[Case]:
    """The lay sentences of every .toml file in `folder`. Raises CasesError with every fault."""
    cases: list[Case] = []
    faults: list[str] = []
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise CasesError(f"{folder}: no .toml file with lay sentences")
    for file in files:
        text = file.read_text(encoding="utf-8")
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            faults.append(f"{file}: {error}")
            continue
        for name, rows in tables.items():
            if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
                lines = _lines_of(text, name)
                for line, row in zip(lines, rows, strict=True):
                    _keep(cases, faults, f"{file}:{line}", row, frozenset(signs))
    _end(cases, faults)
    return cases


def _lines_of(text: str, table: str) -> list[int]:
    head = re.compile(rf"\s*\[\[\s*[\"']?{re.escape(table)}[\"']?\s*\]\]")
    return [number for number, line in enumerate(text.split("\n"), 1) if head.match(line)]


def _keep(
    cases: list[Case], faults: list[str], place: str, row: dict[str, object], signs: frozenset[str]
) -> None:
    wrong: list[str] = []
    name, text = (_word(row, key, wrong) for key in ("id", "text"))
    causes, denied = (_words(row, key, frozenset(CAUSES), wrong) for key in ("causes", "denied"))
    told = _words(row, "signs", signs, wrong)
    urgency = row.get("urgency")
    if urgency not in URGENCIES:
        wrong.append(f"urgency must be one of {', '.join(URGENCIES)}, not {urgency!r}")
    if wrong:
        faults += [f"{place}: {each}" for each in wrong]
        return
    plain = urgency == "self_care"
    group = str(row.get("difficulty", ""))
    cases.append(Case(name, text, causes, denied, criteria_of(told), plain, told, str(urgency), group))


def _word(row: dict[str, object], key: str, wrong: list[str]) -> str:
    value = row.get(key)
    if isinstance(value, str) and value.strip():
        return value
    wrong.append(f"{key} must be a text")
    return ""


def _words(
    row: dict[str, object], key: str, known: frozenset[str] | None, wrong: list[str]
) -> frozenset[str]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        wrong.append(f"{key} must be a list of texts")
        return frozenset()
    unknown = [] if known is None else sorted(set(value) - known)
    if unknown:
        wrong.append(f"{key} has unknown {', '.join(unknown)}")
    return frozenset(value)


def load_posts(file: Path) -> list[Case]:
    """Posts joined with their labels, one JSON object a line. Raises CasesError with every fault."""
    cases: list[Case] = []
    faults: list[str] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            faults.append(f"{file}:{number}: not JSON: {error.msg}")
            continue
        if isinstance(row, dict):
            _keep_post(cases, faults, f"{file}:{number}", row)
        else:
            faults.append(f"{file}:{number}: must be an object")
    _end(cases, faults)
    return cases


def _keep_post(cases: list[Case], faults: list[str], place: str, row: dict[str, object]) -> None:
    wrong: list[str] = []
    name, text = (_word(row, key, wrong) for key in ("id", "text"))
    known = frozenset(CAUSES) | POST_CAUSES.keys()
    causes, denied = (
        frozenset(POST_CAUSES.get(each, each) for each in _words(row, key, known, wrong))
        for key in ("causes", "negated")
    )
    flags = _words(row, "red_flags", None, wrong)
    if wrong:
        faults += [f"{place}: {each}" for each in wrong]
        return
    criteria = flags & DOCTOR_CRITERIA.keys()
    cases.append(Case(name, text, causes, denied, criteria, not flags, group=str(row.get("relevance", ""))))


def _end(cases: list[Case], faults: list[str]) -> None:
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            faults.append(f"{case.id}: this id is used twice")
        seen.add(case.id)
    if faults:
        raise CasesError("\n".join(faults))
