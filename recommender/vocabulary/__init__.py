"""The words the recommender thinks in: what a person reports, what a shop offers, what comes back."""

from recommender.vocabulary.answers import (
    Because,
    Care,
    RaisedBy,
    Recommendation,
    SelfCare,
    Suggestion,
    Understood,
    Withheld,
    WouldChange,
)
from recommender.vocabulary.findings import Finding, Suitability
from recommender.vocabulary.items import Caution, Interaction, Item, Serves
from recommender.vocabulary.reports import OLDEST, AboutYou, Report
from recommender.vocabulary.scales import NO, UNSURE, YES, Action, Answer, Basis, Kind, Urgency, Verdict

__all__ = [
    "NO",
    "OLDEST",
    "UNSURE",
    "YES",
    "AboutYou",
    "Action",
    "Answer",
    "Basis",
    "Because",
    "Care",
    "Caution",
    "Finding",
    "Interaction",
    "Item",
    "Kind",
    "RaisedBy",
    "Recommendation",
    "Report",
    "SelfCare",
    "Serves",
    "Suggestion",
    "Suitability",
    "Understood",
    "Urgency",
    "Verdict",
    "Withheld",
    "WouldChange",
]
