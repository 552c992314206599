"""The API's own addresses: its document, the page that explains it, and the script other sites embed."""

import json

from flask import Blueprint, Response, render_template

from shop.api.document import openapi
from shop.guide.api import PATH
from shop.guide.api_examples import EXAMPLES
from shop.settings import current
from shop.web.assets import STATIC
from shop.web.caching import public_page
from shop.web.json_requests import JSON
from shop.web.problems import ADVICE, KINDS

blueprint = Blueprint("api", __name__)

SCRIPT = (STATIC / "embed" / "guide.js").read_bytes()


@blueprint.get("/api")
@public_page()
def about() -> str:
    report = json.dumps(EXAMPLES["poor_sleep"].report, indent=2)
    return render_template(
        "api/about.html",
        path=PATH,
        report=report,
        kinds={kind: {"status": status, "advice": ADVICE[status]} for status, kind in KINDS.items()},
        per_minute=current().api.per_minute,
    )


@blueprint.get("/api/openapi.json")
@public_page()
def document() -> Response:
    return Response(json.dumps(openapi(current()), ensure_ascii=False, indent=1), content_type=JSON)


@blueprint.get("/embed/guide.js")
@public_page()
def script() -> Response:
    response = Response(SCRIPT, content_type="text/javascript; charset=utf-8")
    # Any page may load it; which pages may use the API is decided at the API.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
