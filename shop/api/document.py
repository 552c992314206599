"""Decides what the OpenAPI document says: the rooms describe their own addresses, and are joined here.

A room with an address under `/api/v1/` has a file `api.py` with two names: `blueprint`, registered in
`shop/app.py`, and `describe(spec)`, which adds its marshmallow schemas (`spec.components.schema(name,
schema=...)`) and its paths (`spec.path(path=..., operations=...)`). The room is then named in ROOMS below.
Its view calls `count_request`, `refuse_other_formats` and, for a body, `json_body`, and raises refusals of
`shop.web.problems`; the answers 4xx that come of this are added to every operation here.
"""

from collections.abc import Callable
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema, fields

from shop.catalog import api as catalog
from shop.guide import api as guide
from shop.settings import Settings
from shop.web.problems import MEDIA_TYPE

ROOMS: tuple[Callable[[APISpec], None], ...] = (guide.describe, catalog.describe)

VERSION = "1.0.0"
METHODS = ("get", "post", "put", "patch", "delete")

PROBLEMS = {
    "403": "The page of another site asked, which the shop's owner has not let in.",
    "406": "The program reads no JSON.",
    "429": "Too many requests; the header Retry-After says how many seconds to wait.",
}
PROBLEMS_OF_BODIES = {
    "400": "The body is not JSON.",
    "413": "The body has more than 64 kilobytes.",
    "415": "The body is not said to be JSON.",
    "422": "Something in the body is wrong; errors points to each fault.",
}


class FaultSchema(Schema):
    """One thing wrong in what was sent."""

    pointer = fields.String(required=True, metadata={"description": "JSON pointer as a URI fragment."})
    detail = fields.String(required=True)


class ProblemSchema(Schema):
    """Problem details, RFC 9457."""

    type = fields.URL(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.List(fields.Nested(FaultSchema))


def openapi(settings: Settings) -> dict[str, Any]:
    """The document, as JSON values."""
    spec = APISpec(
        title=f"{settings.shop_name}: the guide",
        version=VERSION,
        openapi_version="3.1.1",
        plugins=[MarshmallowPlugin(schema_name_resolver=_name_of)],
        info={
            "summary": "Looks for signs that need a doctor first, then for what helps.",
            "description": "General information, not a diagnosis. Nothing that is sent is kept.",
        },
        servers=[{"url": settings.shop_url}],
    )
    spec.components.schema("Problem", schema=ProblemSchema)
    for describe in ROOMS:
        describe(spec)
    document = spec.to_dict()
    for path in document["paths"].values():
        for method in METHODS:
            if method in path:
                _add_problems(path[method])
    return document


def _name_of(schema: Any) -> str:
    return (schema if isinstance(schema, type) else type(schema)).__name__.removesuffix("Schema")


def _add_problems(operation: dict[str, Any]) -> None:
    problems = PROBLEMS | (PROBLEMS_OF_BODIES if "requestBody" in operation else {})
    shape = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, words in problems.items():
        operation["responses"].setdefault(status, {"description": words, "content": shape})
    operation["responses"] = dict(sorted(operation["responses"].items()))
