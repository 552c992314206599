"""What may be behind twitching muscles, what helps, and what may be offered to whom: a library without
web, database or shop.

    topic = load_topic()
    items = parse_items(json_from_the_shop, topic)
    answer = recommend(parse_report(json_from_the_visitor, topic), items, topic)
"""

from recommender.engine import recommend
from recommender.item_schema import parse_items
from recommender.knowledge import TopicError, check_topic, load_topic
from recommender.medicines import classes_of, medicine_names, suggest_medicines
from recommender.problems import ItemsError, Problem, ReportError
from recommender.reading.reading import TextTooLongError, read
from recommender.reasons import not_for_you_if
from recommender.recommendation_schema import as_json
from recommender.report_schema import parse_report
from recommender.suitability import clashes, suitability
from recommender.toml_file import Fault
from recommender.topic import Topic
from recommender.vocabulary import (
    AboutYou,
    Action,
    Answer,
    Care,
    CauseFound,
    ConditionFound,
    DidYouMean,
    Item,
    Kind,
    MedicineFound,
    Polarity,
    Reading,
    Recommendation,
    Report,
    SignFound,
    Suggestion,
    Suitability,
    Urgency,
    Verdict,
    Withheld,
)

__all__ = [
    "AboutYou",
    "Action",
    "Answer",
    "Care",
    "CauseFound",
    "ConditionFound",
    "DidYouMean",
    "Fault",
    "Item",
    "ItemsError",
    "Kind",
    "MedicineFound",
    "Polarity",
    "Problem",
    "Reading",
    "Recommendation",
    "Report",
    "ReportError",
    "SignFound",
    "Suggestion",
    "Suitability",
    "TextTooLongError",
    "Topic",
    "TopicError",
    "Urgency",
    "Verdict",
    "Withheld",
    "as_json",
    "check_topic",
    "clashes",
    "classes_of",
    "load_topic",
    "medicine_names",
    "not_for_you_if",
    "parse_items",
    "parse_report",
    "read",
    "recommend",
    "suggest_medicines",
    "suitability",
]
