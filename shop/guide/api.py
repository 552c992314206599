"""The guide for programs: a report in, a recommendation out, the same JSON as the command line's."""

import json
from typing import Any

from apispec import APISpec
from flask import Blueprint, Response

from recommender import Recommendation, Report, ReportError, Urgency, as_json, parse_report, recommend
from recommender.strict_json import NotJSONError, read_json
from shop.guide.api_examples import EXAMPLES, answer_to
from shop.guide.api_schemas import RecommendationSchema, ReportSchema
from shop.guide.shelf import current_shelf
from shop.guide.topic import current_topic
from shop.web.json_requests import JSON, json_body, refuse_other_formats
from shop.web.limits import count_request
from shop.web.problems import BadRequest, Fault, Unreadable, pointer

PATH = "/api/v1/guide"

blueprint = Blueprint("guide_api", __name__)


@blueprint.post(PATH)
def answer() -> Response:
    """Answer one report. Nothing of it is kept, logged or put into an address."""
    count_request("guide")
    refuse_other_formats()
    found = _recommendation(_report(json_body()))
    # Plain ASCII, as on the command line: whatever an id holds can be written back.
    return Response(json.dumps(as_json(found)), content_type=JSON)


def _report(raw: bytes) -> Report:
    try:
        return parse_report(read_json(raw), current_topic())
    except NotJSONError as error:
        raise Unreadable(f"The body {error}.") from None
    except ReportError as error:
        faults = [Fault(_pointer(each.where), f"{each.problem}.") for each in error.problems]
        raise BadRequest("The report can't be read; each fault is named in errors.", errors=faults) from None


def _pointer(where: str) -> str:
    return "#" if where == "report" else pointer(where)


def _recommendation(report: Report) -> Recommendation:
    topic = current_topic()
    found = recommend(report, (), topic)
    # From the GP upward the range has no say, so an emergency never waits for it.
    return found if found.urgency >= Urgency.GP else recommend(report, current_shelf().items, topic)


def describe(spec: APISpec) -> None:
    """Write this room's part of the OpenAPI document."""
    spec.components.schema("Report", schema=ReportSchema)
    spec.components.schema("Recommendation", schema=RecommendationSchema)
    spec.path(path=PATH, operations={"post": _operation()})


def _operation() -> dict[str, Any]:
    sent = {name: {"summary": each.summary, "value": each.report} for name, each in EXAMPLES.items()}
    got = {name: {"value": answer_to(each)} for name, each in EXAMPLES.items()}
    return {
        "operationId": "askTheGuide",
        "tags": ["guide"],
        "summary": "Ask the guide",
        "description": "Signs that need a doctor come first. From `gp` upward nothing is suggested. "
        "Show `care` before anything else, then `self_care`, and products last.",
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": "Report", "examples": sent}},
        },
        "responses": {
            "200": {
                "description": "The answer.",
                "content": {JSON: {"schema": "Recommendation", "examples": got}},
            },
        },
    }
