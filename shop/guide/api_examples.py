"""Decides which reports show people how to use the API; each is answered by the guide itself."""

from dataclasses import dataclass
from typing import Any

from recommender import as_json, parse_report, recommend
from shop.guide.shelf import current_shelf
from shop.guide.topic import current_topic

HEALTHY = {"age": 45, "pregnant": "no", "breastfeeding": "no", "conditions": [], "medicines": []}


@dataclass(frozen=True)
class Example:
    """A report, and what it shows."""

    summary: str
    report: dict[str, Any]


EXAMPLES = {
    "poor_sleep": Example(
        "Somebody well who sleeps badly",
        {"id": "visit-1", "causes": ["sleep"], "signs": [], "about_you": HEALTHY},
    ),
    "own_words": Example(
        "The same in their own words: each finding says where it stands",
        {"text": "I sleep badly, but I don’t smoke.", "signs": [], "about_you": HEALTHY},
    ),
    "emergency": Example("A sign that needs an ambulance", {"causes": ["stress"], "signs": ["seizure"]}),
    "half_answered": Example(
        "Questions left out: nothing is suggested that depends on them",
        {"causes": ["caffeine_alcohol"], "signs": {"two_weeks": "unsure"}, "about_you": {"age": 45}},
    ),
}


def answer_to(example: Example) -> dict[str, Any]:
    """What the guide answers to an example with the range as it stands."""
    topic = current_topic()
    return as_json(recommend(parse_report(example.report, topic), current_shelf().items, topic))
