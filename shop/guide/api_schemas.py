"""Decides how reports and recommendations are described to programs.

What a report may hold is judged by the recommender's own reader, so that the API and the command line take
the same; these schemas say it in OpenAPI's words, and a test holds that both agree.
"""

from typing import Any

from marshmallow import Schema, fields, validate

from recommender import Urgency
from shop.guide.topic import current_topic

ANSWER = ("yes", "no", "unsure")
OLDEST = 120
MOST_MEDICINES = 60
LONGEST_NAME = 120
LONGEST_TEXT = 20_000


def _answered(known: str) -> dict[str, Any]:
    """A question with many parts: a list (no to the rest), an object (the rest stays open), or unsure."""
    ids = list(getattr(current_topic(), known))
    one = known.removesuffix("s")
    pair = {
        "type": "object",
        "required": [one, "answer"],
        "additionalProperties": False,
        "properties": {one: {"enum": ids}, "answer": {"enum": list(ANSWER)}},
    }
    answers = {"anyOf": [{"enum": list(ANSWER)}, {"type": "boolean"}]}
    return {
        "anyOf": [
            {"type": "array", "items": {"anyOf": [{"enum": ids}, pair]}},
            {"type": "object", "additionalProperties": answers, "propertyNames": {"enum": ids}},
            {"const": "unsure"},
            {"type": "null"},
        ],
    }


class Described(fields.Raw):
    """A field whose shape is written in JSON Schema."""

    def __init__(self, about: str, shape: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(metadata={"description": about, **shape}, **kwargs)


YES_NO = {"anyOf": [{"enum": list(ANSWER)}, {"type": "boolean"}, {"type": "null"}]}


class AboutYouSchema(Schema):
    age = Described(
        "Whole years, or unsure.",
        {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": OLDEST},
                {"const": "unsure"},
                {"type": "null"},
            ]
        },
    )
    pregnant = Described(
        "Pregnant, or trying for a baby.", {"anyOf": [{"const": "trying"}, *YES_NO["anyOf"]]}
    )
    breastfeeding = Described("Breastfeeding.", YES_NO)
    conditions = Described("What is true of the person.", _answered("conditions"))
    medicines = Described(
        "Names as written; an empty list means none.",
        {
            "anyOf": [
                {
                    "type": "array",
                    "maxItems": MOST_MEDICINES,
                    "items": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
                },
                {"const": "unsure"},
                {"type": "null"},
            ]
        },
    )


def _ids(known: str) -> dict[str, Any]:
    return {"type": "array", "items": {"enum": list(getattr(current_topic(), known))}}


class ReportSchema(Schema):
    """What one person says. A question not answered is left out; "not sure" is `unsure`."""

    id = Described("Copied into the answer.", {"type": ["string", "integer", "null"]})
    text = Described(
        "The person's own words, in English; ticks win over them.",
        {"type": ["string", "null"], "maxLength": LONGEST_TEXT},
    )
    causes = Described("What may be behind the twitching.", _ids("causes"))
    signs = Described("Signs that may need a doctor.", _answered("signs"))
    about_you = fields.Nested(AboutYouSchema, allow_none=True)
    needs = Described(
        "What to look for; the causes decide when left out.", {**_ids("needs"), "type": ["array", "null"]}
    )


def _urgency(**kwargs: Any) -> fields.String:
    return fields.String(required=True, validate=validate.OneOf([each.word for each in Urgency]), **kwargs)


def _texts(**kwargs: Any) -> fields.List:
    return fields.List(fields.String(), required=True, **kwargs)


class RaisedBySchema(Schema):
    sign = fields.String(required=True)
    answer = fields.String(required=True, validate=validate.OneOf(ANSWER))
    urgency = _urgency()
    advice = fields.String(required=True)


class CareSchema(Schema):
    """How soon somebody should look at this, and what to do. Show it first."""

    urgency = _urgency()
    title = fields.String(required=True)
    message = fields.String(required=True)
    steps = _texts()
    phone = fields.String()
    within = fields.String()
    signs = fields.List(fields.Nested(RaisedBySchema), required=True)


class PlaceSchema(Schema):
    start = fields.Integer(metadata={"description": "Where the words stand in the text, in code points."})
    end = fields.Integer(metadata={"description": "The first code point after them."})
    words = fields.String(metadata={"description": "The person's own words, or else the question's."})


class BecauseSchema(PlaceSchema):
    words = fields.String(required=True)
    cause = fields.String()
    need = fields.String()


class SignSchema(PlaceSchema):
    sign = fields.String(required=True)
    answer = fields.String(required=True, validate=validate.OneOf(ANSWER))


class MedicineSchema(Schema):
    name = fields.String(required=True)
    classes = _texts()


class MedicinesSchema(Schema):
    recognised = fields.List(fields.Nested(MedicineSchema), required=True)
    unrecognised = _texts()


class UnderstoodSchema(Schema):
    """What was taken from the report, to be shown back."""

    causes = fields.List(fields.Nested(BecauseSchema), required=True)
    denied = fields.List(fields.Nested(BecauseSchema), required=True)
    needs = _texts()
    signs = fields.List(fields.Nested(SignSchema), required=True)
    signs_not_answered = _texts()
    conditions = _texts()
    medicines = fields.Nested(MedicinesSchema, required=True)


class SelfCareSchema(Schema):
    cause = fields.String(required=True)
    text = fields.String(required=True)
    source = _texts()


class WouldChangeSchema(Schema):
    cause = fields.String(required=True)
    words = fields.String(required=True)


class SuggestionSchema(Schema):
    """One product for one need. `statement` must be shown as it is: it is what the law allows."""

    item = fields.String(required=True, allow_none=True)
    need = fields.String(required=True)
    only_for = fields.String(required=True)
    because = fields.List(fields.Nested(BecauseSchema), required=True)
    basis = fields.String(required=True, allow_none=True)
    statement = fields.String(required=True, allow_none=True)
    not_for_you_if = _texts()
    advice = _texts()
    would_change = fields.List(fields.Nested(WouldChangeSchema), required=True)


class FindingSchema(Schema):
    rule = fields.String(required=True)
    why = fields.String(required=True)
    action = fields.String(required=True)


class WithheldSchema(FindingSchema):
    """What is not shown, and why; `item` is null when it holds for everything."""

    item = fields.String(required=True, allow_none=True)
    also = fields.List(fields.Nested(FindingSchema))


class ReadingSchema(Schema):
    cause = fields.String(required=True)
    anchor = fields.String(required=True)


class RecommendationSchema(Schema):
    """The whole answer to one report."""

    id = Described("As it was sent; left out when there was none.", {"type": ["string", "integer"]})
    urgency = _urgency()
    care = fields.Nested(CareSchema, required=True)
    understood = fields.Nested(UnderstoodSchema, required=True)
    self_care = fields.List(fields.Nested(SelfCareSchema), required=True)
    suggestions = fields.List(fields.Nested(SuggestionSchema), required=True)
    withheld = fields.List(fields.Nested(WithheldSchema), required=True)
    reading = fields.List(fields.Nested(ReadingSchema), required=True)
