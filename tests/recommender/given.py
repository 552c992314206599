"""What the tests start from: the shipped topic, seven products, and people who answered everything."""

import json
from pathlib import Path
from typing import Any

from recommender import AboutYou, Answer, Item, load_topic, parse_items

TOPIC = load_topic()
RAW_ITEMS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("items.json").read_text())["items"]
ITEMS = parse_items(RAW_ITEMS, TOPIC)

TICKED = [each.id for each in TOPIC.conditions.values() if each.asked_as not in ("age", "pregnancy")]
ASKED_SIGNS = [sign.id for sign in TOPIC.signs.values() if sign.asked_as == "tick"]
NO_SIGNS = dict.fromkeys(ASKED_SIGNS, Answer.NO)


def raw_item(**changes: Any) -> dict[str, Any]:
    """An item as the shop sends it: a plain herbal for sleep without any rule of its own."""
    item = {
        "id": "herbal",
        "name": "A herbal",
        "kind": "traditional-herbal-medicine",
        "serves": [serves()],
        "traits": [],
        "minimum_age": None,
        "cautions": [],
        "interactions": [],
        "exclusive_group": None,
    }
    return item | changes


def serves(**changes: Any) -> dict[str, Any]:
    """One confirmed registered use, for sleep."""
    return {
        "need": "sleep-disturbance-mild-anxiety",
        "basis": "registered-use",
        "statement": "Used for sleep.",
        "confirmed": True,
        "source": ["GK"],
        "confidence": "general-knowledge",
    } | changes


def caution(condition: str, action: str) -> dict[str, Any]:
    """One rule of a sheet about a condition."""
    text = f"{action} because of {condition}"
    return {
        "condition": condition,
        "action": action,
        "text": text,
        "source": ["GK"],
        "confidence": "general-knowledge",
    }


def interaction(medicine_class: str, action: str, spacing: str | None = None) -> dict[str, Any]:
    """One rule of a sheet about a class of medicine."""
    return {
        "medicine_class": medicine_class,
        "action": action,
        "text": f"{action} because of {medicine_class}.",
        "spacing": spacing,
        "source": ["GK"],
        "confidence": "general-knowledge",
    }


def items(*raw: dict[str, Any]) -> tuple[Item, ...]:
    """Items read as the shop's are."""
    return parse_items(list(raw), TOPIC)


def somebody(**changes: Any) -> dict[str, Any]:
    """The `about_you` of an adult who answered every question, and to whom nothing applies."""
    told = {"age": 40, "pregnant": False, "breastfeeding": False, "conditions": [], "medicines": []}
    return told | changes


def report(*causes: str, **changes: Any) -> dict[str, Any]:
    """A report of somebody who has none of the signs and answered every question."""
    return {"causes": list(causes), "signs": [], "about_you": somebody()} | changes


def adult(**changes: Any) -> AboutYou:
    """The same adult as a value, for tests that make thousands of people."""
    told: dict[str, Any] = {
        "age": 40,
        "pregnant": Answer.NO,
        "breastfeeding": Answer.NO,
        "conditions": dict.fromkeys(TICKED, Answer.NO),
        "medicines": (),
    }
    return AboutYou(**(told | changes))


def adult_with(**conditions: Answer | None) -> AboutYou:
    """That adult, with these answers about their conditions; None leaves a condition unanswered."""
    answers = dict.fromkeys(TICKED, Answer.NO) | conditions
    return adult(conditions={id: answer for id, answer in answers.items() if answer is not None})
