"""What the shop is measured against: the same bytes from a bare Flask application, and from bare WSGI."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask, Response

# Each file holds the body of one page as the shop sent it, uncompressed; its name is the page's.
BODIES = Path(os.environ["BENCH_BODIES"])


def bare_flask() -> Flask:
    """Flask and nothing else: one route for each page, each returning the kept bytes."""
    app = Flask("bare")
    for path in sorted(BODIES.iterdir()):
        body = path.read_bytes()

        def page(body: bytes = body) -> Response:
            return Response(body, content_type="text/html; charset=utf-8")

        app.add_url_rule(f"/{path.stem}", path.stem, page, methods=["GET", "POST"])
    return app


CONSTANT = (BODIES / "home.html").read_bytes()


def constant(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The least a WSGI server can be asked to do with a page."""
    start_response(
        "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(CONSTANT)))]
    )
    return [CONSTANT]


flask_app = bare_flask() if any(BODIES.iterdir()) else None
