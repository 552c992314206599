"""Turns a recommendation into plain JSON values, for the command line and the API."""

from typing import Any

from recommender.vocabulary import (
    Answer,
    Because,
    Care,
    Finding,
    Reading,
    Recommendation,
    Suggestion,
    Understood,
    Withheld,
)


def as_json(answer: Recommendation) -> dict[str, Any]:
    """The recommendation as JSON values; `id` is there only when the report had one."""
    body = {
        "urgency": answer.urgency.word,
        "care": _care(answer.care),
        "understood": _understood(answer.understood),
        "self_care": [
            {"cause": step.cause, "text": step.text, "source": list(step.source)} for step in answer.self_care
        ],
        "suggestions": [_suggestion(each) for each in answer.suggestions],
        "withheld": [_withheld(each) for each in answer.withheld],
        "reading": [{"cause": cause, "anchor": anchor} for cause, anchor in answer.reading],
    }
    return body if answer.id is None else {"id": answer.id} | body


def _care(care: Care) -> dict[str, Any]:
    body: dict[str, Any] = {
        "urgency": care.urgency.word,
        "title": care.title,
        "message": care.message,
        "steps": list(care.steps),
    }
    if care.phone is not None:
        body["phone"] = care.phone
    if care.within is not None:
        body["within"] = care.within
    body["signs"] = [
        {"sign": each.rule, "answer": each.answer.value, "urgency": each.urgency.word, "advice": each.advice}
        for each in care.signs
    ]
    return body


def _understood(understood: Understood) -> dict[str, Any]:
    return {
        "causes": [_because(each) for each in understood.causes],
        "denied": [_because(each) for each in understood.denied],
        "needs": list(understood.needs),
        "signs": [_sign(sign, answer, understood.read) for sign, answer in understood.signs],
        "signs_not_answered": list(understood.not_answered),
        "conditions": list(understood.conditions),
        "medicines": {
            "recognised": [
                {"name": name, "classes": list(classes)} for name, classes in understood.medicines.items()
            ],
            "unrecognised": list(understood.unrecognised),
        },
    }


def _sign(sign: str, answer: Answer, read: Reading | None) -> dict[str, Any]:
    body: dict[str, Any] = {"sign": sign, "answer": answer.value}
    for each in read.signs if read else ():
        if each.sign == sign:
            body |= {"start": each.start, "end": each.end, "words": each.words}
    return body


def _because(because: Because) -> dict[str, Any]:
    body: dict[str, Any] = {"words": because.words}
    if because.start is not None:
        body = {"start": because.start, "end": because.end, "words": because.words}
    if because.cause is not None:
        return {"cause": because.cause} | body
    return {"need": because.need} | body


def _suggestion(each: Suggestion) -> dict[str, Any]:
    return {
        "item": each.item,
        "need": each.need,
        "only_for": each.only_for,
        "because": [_because(because) for because in each.because],
        "basis": each.basis.value if each.basis else None,
        "statement": each.statement,
        "not_for_you_if": list(each.not_for_you_if),
        "advice": list(each.advice),
        "would_change": [{"cause": change.cause, "words": change.words} for change in each.would_change],
    }


def _withheld(each: Withheld) -> dict[str, Any]:
    body = {"item": each.item} | _finding(each.findings[0])
    if len(each.findings) > 1:
        body["also"] = [_finding(finding) for finding in each.findings[1:]]
    return body


def _finding(finding: Finding) -> dict[str, Any]:
    return {"rule": finding.rule, "why": finding.why, "action": finding.action.word}
