"""Reads a report from JSON values, and names every mistake in it by its path."""

from typing import Any

from recommender.person import worse
from recommender.problems import Problems, ReportError, named, one_of, shown
from recommender.reading.reading import LONGEST
from recommender.topic import Topic
from recommender.vocabulary import OLDEST, AboutYou, Answer, Report

MOST_MEDICINES = 60
LONGEST_NAME = 120

_KEYS = ("id", "text", "causes", "signs", "about_you", "needs")
_ABOUT_KEYS = ("age", "pregnant", "breastfeeding", "conditions", "medicines")
_ANSWERS = {answer.value: answer for answer in Answer}


def parse_report(data: Any, topic: Topic) -> Report:
    """The report in `data`, as decoded from JSON. Raises ReportError with every problem in it."""
    problems = Problems()
    if not isinstance(data, dict):
        problems.add("report", "must be an object")
        problems.raise_any(ReportError)
    _refuse_unknown(data, _KEYS, "", problems)
    report = Report(
        causes=frozenset(_ids(data.get("causes", []), "causes", topic.causes, problems)),
        signs=_signs(data, topic, problems),
        about_you=_about_you(data.get("about_you", {}), topic, problems),
        needs=_needs(data, topic, problems),
        id=parse_id(data.get("id"), problems),
        text=parse_text(data.get("text"), problems),
        left_out=_left_out(data, topic),
    )
    problems.raise_any(ReportError)
    return report


def _refuse_unknown(data: dict[Any, Any], keys: tuple[str, ...], inside: str, problems: Problems) -> None:
    for key in data:
        if key not in keys:
            problems.add(inside + named(key), f"is not known; the keys are {one_of(keys)}")


def parse_text(value: Any, problems: Problems) -> str | None:
    """Free text, or None when there is none."""
    if value is None or (isinstance(value, str) and len(value) <= LONGEST):
        return value
    problems.add("text", f"must be text of at most {LONGEST} characters")
    return None


def _left_out(data: dict[str, Any], topic: Topic) -> frozenset[str]:
    """The signs and conditions that count as "no" only because a list does not name them."""
    about = data.get("about_you")
    conditions = about.get("conditions") if isinstance(about, dict) else None
    ids: set[str] = set()
    for value, known in ((data.get("signs"), topic.signs.keys()), (conditions, topic.conditions.keys())):
        if isinstance(value, list):
            parts = [part for each in value for part in (each.values() if isinstance(each, dict) else [each])]
            ids |= known - {each for each in parts if isinstance(each, str)}
    return frozenset(ids)


def parse_id(value: Any, problems: Problems) -> str | int | None:
    """What the sender calls a report or text; it is copied through."""
    if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
        return value
    problems.add("id", "must be text or a whole number")
    return None


def _ids(value: Any, where: str, known: dict[str, Any], problems: Problems) -> list[str]:
    if not isinstance(value, list):
        problems.add(where, f"must be a list of {where}")
        return []
    found = []
    for place, each in enumerate(value):
        if isinstance(each, str) and each in known:
            found.append(each)
        else:
            problems.add(f"{where}[{place}]", f"is {shown(each)}; must be {one_of(list(known))}")
    return found


def _needs(data: dict[str, Any], topic: Topic, problems: Problems) -> frozenset[str] | None:
    if data.get("needs") is None:
        return None
    return frozenset(_ids(data["needs"], "needs", topic.needs, problems))


def _answer(value: Any, where: str, problems: Problems) -> Answer | None:
    if isinstance(value, str) and value in _ANSWERS:
        return _ANSWERS[value]
    problems.add(where, f'is {shown(value)}; must be "yes", "no" or "unsure"')
    return None


def _yes_or_no(value: Any, where: str, problems: Problems) -> Answer | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return Answer.YES if value else Answer.NO
    if value == "trying" and where.endswith("pregnant"):
        return Answer.YES
    return _answer(value, where, problems)


def _signs(data: dict[str, Any], topic: Topic, problems: Problems) -> dict[str, Answer]:
    """The answered signs. A list says no to every sign it leaves out; an object leaves them open."""
    value = data.get("signs")
    asked = [sign.id for sign in topic.signs.values() if sign.asked_as == "tick"]
    if value is None:
        return {}
    if value == "unsure":
        return dict.fromkeys(asked, Answer.UNSURE)
    if isinstance(value, dict):
        answers = _answers(value.items(), "signs", topic.signs, problems)
        rest = None
    elif isinstance(value, list):
        answers = _answers(_listed(value, "sign", "signs", problems), "signs", topic.signs, problems)
        rest = Answer.NO
    else:
        problems.add("signs", 'must be a list, an object or "unsure"')
        return {}
    none_of_these = answers.pop(topic.derived_signs["none_of_these"], None)
    if none_of_these is not None:
        # "None of these: yes" says no to the rest; "no" says that something is so, but not what.
        rest = {Answer.YES: Answer.NO, Answer.UNSURE: Answer.UNSURE, Answer.NO: None}[none_of_these]
    return (dict.fromkeys(asked, rest) if rest else {}) | answers


def _listed(value: list[Any], key: str, where: str, problems: Problems) -> list[tuple[Any, Any]]:
    """The pairs of a list such as `["seizure", {"sign": "two_weeks", "answer": "unsure"}]`."""
    pairs = []
    for place, each in enumerate(value):
        if isinstance(each, str):
            pairs.append((each, "yes"))
        elif isinstance(each, dict) and set(each) == {key, "answer"}:
            pairs.append((each[key], each["answer"]))
        else:
            right = f'must be the id of a {key}, or {{"{key}": id, "answer": "yes", "no" or "unsure"}}'
            problems.add(f"{where}[{place}]", f"is {shown(each)}; {right}")
    return pairs


def _answers(pairs: Any, where: str, known: dict[str, Any], problems: Problems) -> dict[str, Answer]:
    """Each id with its answer; of two answers to one question the one that asks for more care counts."""
    found: dict[str, Answer] = {}
    for id, said in pairs:
        if not isinstance(id, str) or id not in known:
            problems.add(f"{where}.{named(id)}", f"is not known; must be {one_of(list(known))}")
            continue
        answer = _yes_or_no(said, f"{where}.{id}", problems)
        if worst := worse(found.get(id), answer):
            found[id] = worst
    return found


def _about_you(value: Any, topic: Topic, problems: Problems) -> AboutYou:
    if value is None:
        return AboutYou()
    if not isinstance(value, dict):
        problems.add("about_you", "must be an object")
        return AboutYou()
    _refuse_unknown(value, _ABOUT_KEYS, "about_you.", problems)
    return AboutYou(
        age=_age(value.get("age"), problems),
        pregnant=_yes_or_no(value.get("pregnant"), "about_you.pregnant", problems),
        breastfeeding=_yes_or_no(value.get("breastfeeding"), "about_you.breastfeeding", problems),
        conditions=_conditions(value.get("conditions"), topic, problems),
        medicines=_medicines(value.get("medicines"), problems),
    )


def _age(value: Any, problems: Problems) -> int | Answer | None:
    if value is None:
        return None
    if value == "unsure":
        return Answer.UNSURE
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= OLDEST:
        return value
    problems.add("about_you.age", f"must be a whole number from 0 to {OLDEST}")
    return None


def _conditions(value: Any, topic: Topic, problems: Problems) -> dict[str, Answer] | Answer | None:
    """The answered conditions. As with signs, a list says no to what it leaves out; an object does not."""
    where = "about_you.conditions"
    if value is None:
        return None
    if value == "unsure":
        return Answer.UNSURE
    if isinstance(value, dict):
        return _answers(value.items(), where, topic.conditions, problems)
    if isinstance(value, list):
        ticked = ("tick", "derived-from-medicines")
        asked = [each.id for each in topic.conditions.values() if each.asked_as in ticked]
        said = _answers(_listed(value, "condition", where, problems), where, topic.conditions, problems)
        return dict.fromkeys(asked, Answer.NO) | said
    problems.add(where, 'must be a list, an object or "unsure"')
    return None


def _medicines(value: Any, problems: Problems) -> tuple[str, ...] | Answer | None:
    where = "about_you.medicines"
    if value is None:
        return None
    if value == "unsure":
        return Answer.UNSURE
    if not isinstance(value, list):
        problems.add(where, 'must be a list of names or "unsure"')
        return None
    if len(value) > MOST_MEDICINES:
        problems.add(where, f"must hold at most {MOST_MEDICINES} names")
        return None
    names = []
    for place, name in enumerate(value):
        if isinstance(name, str) and name.strip() and len(name) <= LONGEST_NAME:
            names.append(" ".join(name.split()))
        else:
            problems.add(f"{where}[{place}]", f"must be a name of 1 to {LONGEST_NAME} characters")
    return tuple(names)
