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
from recommender.vocabulary.readings import (
    AgeFound,
    CauseFound,
    ConditionFound,
    DidYouMean,
    MedicineFound,
    Polarity,
    Reading,
    Said,
    SignFound,
    YesOrNoFound,
)
from recommender.vocabulary.reports import OLDEST, AboutYou, Report
from recommender.vocabulary.scales import NO, UNSURE, YES, Action, Answer, Basis, Kind, Urgency, Verdict

__all__ = [
    "NO",
    "OLDEST",
    "UNSURE",
    "YES",
    "AboutYou",
    "Action",
    "AgeFound",
    "Answer",
    "Basis",
    "Because",
    "Care",
    "CauseFound",
    "Caution",
    "ConditionFound",
    "DidYouMean",
    "Finding",
    "Interaction",
    "Item",
    "Kind",
    "MedicineFound",
    "Polarity",
    "RaisedBy",
    "Reading",
    "Recommendation",
    "Report",
    "Said",
    "SelfCare",
    "Serves",
    "SignFound",
    "Suggestion",
    "Suitability",
    "Understood",
    "Urgency",
    "Verdict",
    "Withheld",
    "WouldChange",
    "YesOrNoFound",
]
