"""Reads a text from JSON values, and turns what was understood into plain JSON values."""

from typing import Any

from recommender.problems import Problems, ReportError
from recommender.report_schema import parse_id, parse_text
from recommender.vocabulary import CauseFound, Reading, Said, SignFound


def parse_words(data: Any) -> tuple[str | int | None, str]:
    """The id, which may be missing, and the text in `data`. Raises ReportError with every problem in it."""
    problems = Problems()
    if not isinstance(data, dict):
        problems.add("line", "must be an object")
        problems.raise_any(ReportError)
    for key in data:
        if key not in ("id", "text"):
            problems.add(str(key)[:60], "is not known; the keys are id or text")
    if not isinstance(data.get("text"), str):
        problems.add("text", "must be text")
    id, text = parse_id(data.get("id"), problems), None
    if isinstance(data.get("text"), str):
        text = parse_text(data["text"], problems)
    problems.raise_any(ReportError)
    return id, text or ""


def reading_as_json(reading: Reading, id: str | int | None = None) -> dict[str, Any]:
    """The reading as JSON values: each finding with the words it stands on; `id` only when there is one."""
    body = {
        "causes": [_cause(each) for each in reading.causes],
        "denied": [_cause(each) for each in reading.denied],
        "signs": [_sign(each) for each in reading.signs],
        "urgency": reading.urgency.word,
    }
    return body if id is None else {"id": id} | body


def _cause(found: CauseFound) -> dict[str, Any]:
    return {"cause": found.cause} | _said(found)


def _sign(found: SignFound) -> dict[str, Any]:
    return {"sign": found.sign, "urgency": found.urgency.word} | _said(found)


def _said(found: Said) -> dict[str, Any]:
    return {"start": found.start, "end": found.end, "words": found.words}
