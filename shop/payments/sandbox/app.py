"""Builds the stand-in: its pages, its API, its store, and the courier that brings events to the shop."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, render_template, request, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response as AnyResponse

from shop.clock import now
from shop.money import format_minor
from shop.payments.sandbox import api, control, guard, hosted
from shop.payments.sandbox.delivery import Courier
from shop.payments.sandbox.errors import ApiError
from shop.payments.sandbox.parts import Sandbox
from shop.payments.sandbox.settings import SandboxSettings
from shop.payments.sandbox.store import Store

HERE = Path(__file__).parent
LARGEST_REQUEST = 1_000_000
SYMBOLS = {"gbp": "£", "eur": "€", "usd": "$"}
WORDS = {
    400: "We could not read that request. Go back and try again.",
    403: "That came from another site, so nothing was done.",
    404: "There is no payment here. Go back to the shop and start again.",
}


def create_sandbox(
    settings: SandboxSettings, *, clock: Callable[[], datetime] = now, background: bool = False
) -> Flask:
    """The stand-in as a WSGI app. With `background` a thread posts the webhooks; without it call
    `app.extensions["payment_sandbox"].courier.deliver_due()`. It opens no port itself.
    """
    app = Flask(
        __name__,
        template_folder=str(HERE / "pages"),
        static_folder=str(HERE / "assets"),
        static_url_path="/assets",
    )
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    # a name that only points at this machine doesn't make a stranger's page one of ours
    app.config["TRUSTED_HOSTS"] = [urlsplit(settings.public_url).hostname, "127.0.0.1", "localhost", "[::1]"]
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters["amount"] = _amount
    store = Store(settings.database_path)
    courier = Courier(store, settings, clock)
    app.extensions["payment_sandbox"] = Sandbox(settings, store, clock, courier)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(hosted.blueprint)
    app.register_blueprint(control.blueprint)
    app.add_url_rule("/", "home", _home)
    app.add_url_rule("/healthz", "healthz", _healthz)
    app.after_request(guard.protect)
    app.register_error_handler(HTTPException, _problem)
    if background:
        courier.start()
    return app


def _home() -> AnyResponse:
    return redirect(url_for("control.page"), 303)


def _healthz() -> Response:
    return Response("ok\n", content_type="text/plain")


def _amount(minor: int, currency: str) -> str:
    pounds = format_minor(minor)
    return pounds if currency == "gbp" else pounds.replace("£", SYMBOLS.get(currency, ""))


def _problem(error: HTTPException) -> Response | AnyResponse | tuple[str, int]:
    status = error.code or 500
    if request.path.startswith("/v1"):
        return _api_problem(status)
    if status < 400 or isinstance(error, SecurityError):
        # a redirect; or a strange host name, under which no page of ours has an address
        return error.get_response()
    words = WORDS.get(status, "That did not work. Go back and try again.")
    return render_template("problem.html", words=words), status


def _api_problem(status: int) -> Response:
    """The API's own shape for what Flask refused before any endpoint was reached."""
    if status in {404, 405}:
        where = f"{request.method}: {request.path}"
        problem = ApiError(
            f"Unrecognized request URL ({where}). Please see https://docs.stripe.com or we can help at "
            "https://support.stripe.com/.",
            status=404,
        )
    elif status < 500:
        problem = ApiError("Invalid request.")
    else:
        problem = ApiError("An unknown error occurred.", status=status, kind="api_error")
    return api.respond(problem.as_body(), problem.status)
