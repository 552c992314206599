"""Decides which other sites' pages may use the API from a visitor's browser: those the settings name."""

from flask import Flask, Response, request

from shop.settings import Settings

API = "/api/v1/"
METHODS = "GET, POST, OPTIONS"
PREFLIGHT_SECONDS = 600


def may_cross(settings: Settings) -> bool:
    """Whether this request is for the API and comes from a page of a site that may embed the guide.

    No cookie is ever read there, so a page that may ask learns nothing about its visitor from us.
    """
    origin = request.headers.get("Origin")
    return request.path.startswith(API) and origin is not None and origin in settings.api.origins


def install(app: Flask, settings: Settings) -> None:
    """Answer the browser's question beforehand, and name the site in answers it may read."""

    @app.before_request
    def answer_preflight() -> Response | None:
        if request.method != "OPTIONS" or "Access-Control-Request-Method" not in request.headers:
            return None
        return Response(status=204) if may_cross(settings) else None

    @app.after_request
    def name_the_site(response: Response) -> Response:
        if not request.path.startswith(API):
            return response
        response.vary.add("Origin")
        if may_cross(settings):
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = METHODS
                response.headers["Access-Control-Allow-Headers"] = "Content-Type"
                response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
        return response
