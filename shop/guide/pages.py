"""What each page of the guide shows: questions from the topic, with the visitor's answers ticked."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from recommender import Topic, medicine_names
from shop.guide.answers import NONE, UNKNOWN, UNSURE, WORDS, Answers, condition_fields, sign_fields
from shop.guide.marks import said, words_quoted
from shop.guide.topic import current_topic
from shop.guide.words import LONGEST

Choice = dict[str, Any]

YES_NO = (("yes", "Yes"), ("no", "No"), (UNSURE, "I’m not sure"))
YES_NO_WORDS = dict(YES_NO)
NO_BUTTONS: Mapping[str, Markup] = {}


def _choice(answers: Answers, name: str, value: str, label: str, hint: str = "") -> Choice:
    return {"value": value, "label": label, "hint": hint, "checked": value in answers.ticked(name)}


def _from_words(quoted: Mapping[str, str], of: str) -> str:
    return f"From what you wrote: “{quoted[of]}”" if of in quoted else ""


def causes_page(answers: Answers, problems: dict[str, str]) -> dict[str, Any]:
    """The first page: what may be behind it."""
    topic = current_topic()
    items = [_choice(answers, "cause", c.id, c.label, c.hint) for c in topic.causes.values()]
    items.append(_choice(answers, "cause", UNKNOWN, "None of these, or I don’t know"))
    return {
        "question": topic.questions["causes"],
        "items": items,
        "error": problems.get("cause"),
        "written": answers.written(WORDS),
        "written_error": problems.get(WORDS),
        "longest": LONGEST,
    }


def signs_page(answers: Answers, problems: dict[str, str]) -> dict[str, Any]:
    """The second page: signs that need a doctor, group by group."""
    topic = current_topic()
    quoted = words_quoted(answers)
    groups = []
    for name, group in zip(sign_fields(), topic.sign_groups, strict=True):
        items = [
            _choice(answers, name, sign, topic.signs[sign].ask, _from_words(quoted, sign))
            for sign in group.members
        ]
        items.append(_choice(answers, name, NONE, "None of these"))
        items.append(_choice(answers, name, UNSURE, "I’m not sure about one of these"))
        groups.append({"name": name, "legend": group.title, "items": items, "error": problems.get(name)})
    return {"question": topic.questions["signs"], "groups": groups, "has_words": bool(quoted)}


def about_page(answers: Answers, problems: dict[str, str]) -> dict[str, Any]:
    """The third page: age, pregnancy, conditions, medicines, and where to look for shops."""
    topic = current_topic()
    quoted = words_quoted(answers)
    groups = [
        {
            "name": name,
            "legend": group.title,
            "items": [
                _choice(answers, name, c, topic.conditions[c].label, _from_words(quoted, c))
                for c in group.members
            ],
            "error": problems.get(name),
        }
        for name, group in zip(condition_fields(), topic.condition_groups, strict=True)
    ]
    return {
        "questions": topic.questions,
        "age": answers.written("age"),
        "yes_no": {
            name: [_choice(answers, name, value, label) for value, label in YES_NO]
            for name in ("pregnant", "breastfeeding", "takes_medicines")
        },
        "groups": groups,
        "conditions_checked": [
            _choice(answers, "conditions_checked", "yes", "I have ticked everything that is true of me"),
            _choice(answers, "conditions_checked", UNSURE, "I’m not sure about one of these"),
        ],
        "medicines": answers.written("medicines"),
        "medicine_names": medicine_names(topic),
        "near": answers.written("near"),
        "errors": problems,
        "has_words": bool(answers.written(WORDS)),
    }


def check_page(answers: Answers, problems: dict[str, str]) -> dict[str, Any]:
    """The fourth page: what was understood, a row each, with the page it can be changed on."""
    rows = [row for row in told(answers) if row.label != "In your own words"]
    return {"rows": rows, "said": said(answers)}


# What a visitor is told back, in this order: the page it can be changed on, and what it is.
ROWS = (
    ("causes", "In your own words"),
    ("causes", "What may be behind it"),
    ("signs", "Signs"),
    ("about", "Age"),
    ("about", "Pregnant or trying"),
    ("about", "Breastfeeding"),
    ("about", "True of you"),
    ("about", "Medicines"),
    ("about", "Shops near"),
)


class Row(NamedTuple):
    """One thing the visitor told us: a text or a list of texts; `action` is the button that changes it."""

    page: str
    label: str
    value: str | list[str]
    action: Markup | None


def told(answers: Answers, *, buttons: Mapping[str, Markup] = NO_BUTTONS) -> list[Row]:
    """What the visitor told us, in words, with the button of each row that has one."""
    topic = current_topic()
    values: tuple[str | list[str], ...] = (
        answers.written(WORDS),
        _causes_told(topic, answers),
        _signs_told(topic, answers),
        answers.written("age") or "Not answered",
        _yes_no(answers.written("pregnant")),
        _yes_no(answers.written("breastfeeding")),
        _conditions_told(topic, answers),
        _medicines_told(answers),
        answers.written("near"),
    )
    return [
        Row(page, label, value, buttons.get(label))
        for (page, label), value in zip(ROWS, values, strict=True)
        if value
    ]


def _yes_no(answer: str) -> str:
    return YES_NO_WORDS.get(answer, "Not answered")


def _causes_told(topic: Topic, answers: Answers) -> str | list[str]:
    labels = [topic.causes[cause].label for cause in answers.ticked("cause") if cause in topic.causes]
    return labels or "I don’t know"


def _signs_told(topic: Topic, answers: Answers) -> str | list[str]:
    told_signs: list[str] = []
    for name, group in zip(sign_fields(), topic.sign_groups, strict=True):
        told_signs += [topic.signs[s].ask for s in answers.ticked(name) if s in group.members]
        if UNSURE in answers.ticked(name):
            told_signs.append(f"Not sure: {group.title.lower()}")
    return told_signs or "You said you have none of the signs we asked about"


def _conditions_told(topic: Topic, answers: Answers) -> str | list[str]:
    labels = [
        topic.conditions[condition].label
        for name in condition_fields()
        for condition in answers.ticked(name)
        if condition in topic.conditions
    ]
    checked = answers.written("conditions_checked")
    if checked == UNSURE:
        labels.append("Not sure about one of the others")
    elif not checked:
        labels.append("Not answered in full")
    return labels or "None of those we asked about"


def _medicines_told(answers: Answers) -> str | list[str]:
    if answers.medicines():
        return list(answers.medicines())
    return {"no": "None", UNSURE: "I’m not sure"}.get(answers.written("takes_medicines"), "Not answered")
