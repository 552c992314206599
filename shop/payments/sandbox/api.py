"""Answers /v1 as the provider does: who asks, the faults, the parameters, the kept answers, then the work."""

import json
import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, request

from shop.payments.sandbox import events, expansion, idempotency, listing, refunds, sessions, switches
from shop.payments.sandbox.declarations import API_VERSION, check
from shop.payments.sandbox.errors import ApiError
from shop.payments.sandbox.forms import decode
from shop.payments.sandbox.identifiers import new_id
from shop.payments.sandbox.parts import is_authorised, sandbox
from shop.payments.sandbox.store import Document, Work

blueprint = Blueprint("api", __name__, url_prefix="/v1")

Handler = Callable[..., Document]


def respond(body: Document, status: int = 200) -> Response:
    """A JSON answer, indented as the provider's."""
    return Response(json.dumps(body, indent=2) + "\n", status, content_type="application/json")


@blueprint.before_request
def name_the_request() -> None:
    """Every request has an id, to be found again by."""
    g.request_id = new_id("req_", 14)


@blueprint.after_request
def sign_off(response: Response) -> Response:
    """The headers every answer of the API carries."""
    response.headers["Request-Id"] = g.request_id
    response.headers["Stripe-Version"] = API_VERSION
    response.headers["Cache-Control"] = "no-cache, no-store"
    key = request.headers.get("Idempotency-Key")
    if key and key.isprintable():
        response.headers["Idempotency-Key"] = key
    return response


@blueprint.errorhandler(ApiError)
def refuse(error: ApiError) -> Response:
    """What went wrong, in the provider's shape."""
    return respond(error.as_body(), error.status)


def _serve(operation: str, handler: Handler, path: dict[str, str]) -> Response:
    _authenticate()
    _open()
    encoded = _encoded()
    parameters = check(operation, decode(encoded))
    key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
    if key:
        kept = _claim(key, encoded)
        if kept is not None:
            return _replay(kept)
    _dawdle()
    response = _work(handler, parameters, path, key)
    return _lose(response)


def _authenticate() -> None:
    header = request.headers.get("Authorization", "")
    if not header:
        raise ApiError(
            "You did not provide an API key. You need to provide your API key in the Authorization header, "
            "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
            status=401,
        )
    if not is_authorised(header, sandbox().settings.api_key):
        raise ApiError("Invalid API Key provided.", status=401)


def _open() -> None:
    """Count the request, let time pass, and strike with the faults that come before any work."""
    desk = sandbox()
    with desk.store.transaction() as connection:
        switches.count_request(connection, f"{request.method} {request.url_rule}")
        sessions.expire_due(Work(connection, desk.now(), desk.settings))
        struck = next((name for name in BEFORE_WORK if switches.strikes(connection, name)), None)
    if struck is not None:
        status, kind, message = BEFORE_WORK[struck]
        raise ApiError(message, status=status, kind=kind, code="rate_limit" if status == 429 else None)


BEFORE_WORK = {
    "api_500": (500, "api_error", "An unknown error occurred (switched on in the sandbox)."),
    "api_409": (409, "invalid_request_error", "Another request is in progress (switched on in the sandbox)."),
    "api_429": (429, "invalid_request_error", "Too many requests (switched on in the sandbox)."),
}


def _encoded() -> bytes:
    if request.method == "GET":
        return request.query_string
    body = request.get_data()
    if body and request.mimetype not in {"application/x-www-form-urlencoded", ""}:
        raise ApiError(
            "Invalid request (check that your POST content type is application/x-www-form-urlencoded). "
            "If you have questions, we can help at https://support.stripe.com/."
        )
    return body


def _claim(key: str, encoded: bytes) -> idempotency.KeptAnswer | None:
    desk = sandbox()
    print_ = idempotency.fingerprint(request.method, request.path, encoded)
    with desk.store.transaction() as connection:
        return idempotency.claim(connection, key, print_, now=desk.now(), request_id=g.request_id)


def _replay(kept: idempotency.KeptAnswer) -> Response:
    response = Response(kept.body, kept.status, content_type="application/json")
    response.headers["Idempotent-Replayed"] = "true"
    response.headers["Original-Request"] = kept.request_id
    return response


def _dawdle() -> None:
    desk = sandbox()
    with desk.store.transaction() as connection:
        seconds = switches.read(connection, "slow_seconds") if switches.strikes(connection, "api_slow") else 0
    time.sleep(seconds)


def _work(handler: Handler, parameters: dict[str, Any], path: dict[str, str], key: str | None) -> Response:
    """Do it and keep the answer under the key, in one transaction. A refusal undoes it."""
    desk = sandbox()
    try:
        with desk.store.transaction() as connection:
            work = Work(connection, desk.now(), desk.settings, g.request_id, key)
            answer = expansion.expand(work, handler(work, parameters, **path), parameters)
            response = respond(answer)
            if key:
                idempotency.keep(connection, key, g.request_id, 200, response.get_data(as_text=True))
    except Exception as problem:
        if key:
            _keep_or_release(key, problem)
        raise
    return response


def _keep_or_release(key: str, problem: Exception) -> None:
    with sandbox().store.transaction() as connection:
        if isinstance(problem, ApiError) and problem.saved:
            body = respond(problem.as_body()).get_data(as_text=True)
            idempotency.keep(connection, key, g.request_id, problem.status, body)
        else:
            idempotency.release(connection, key, g.request_id)


def _lose(response: Response) -> Response:
    """The answer of a POST may get lost on the way, as behind a gateway that gave up waiting."""
    if request.method != "POST":
        return response
    with sandbox().store.transaction() as connection:
        is_lost = switches.strikes(connection, "api_lost")
    return Response("<h1>504 Gateway Time-out</h1>\n", 504, content_type="text/html") if is_lost else response


def _lister(kind: str) -> Handler:
    def list_(work: Work, parameters: dict[str, Any]) -> Document:
        return listing.page(work, kind, parameters, request.path)

    return list_


def _getter(kind: str) -> Handler:
    def get(work: Work, parameters: dict[str, Any], wanted: str) -> Document:
        return work.get(kind, wanted)

    return get


ENDPOINTS: list[tuple[str, str, str, Handler]] = [
    ("POST", "/checkout/sessions", "checkout.sessions.create", sessions.create),
    ("GET", "/checkout/sessions", "checkout.sessions.list", _lister(sessions.KIND)),
    ("GET", "/checkout/sessions/<session_id>", "checkout.sessions.retrieve", sessions.retrieve),
    ("POST", "/checkout/sessions/<session_id>", "checkout.sessions.update", sessions.update),
    ("POST", "/checkout/sessions/<session_id>/expire", "checkout.sessions.expire", sessions.expire),
    ("GET", "/checkout/sessions/<session_id>/line_items", "checkout.sessions.line_items", listing.line_items),
    ("GET", "/payment_intents", "payment_intents.list", _lister("payment_intent")),
    ("GET", "/payment_intents/<wanted>", "payment_intents.retrieve", _getter("payment_intent")),
    ("GET", "/charges/<wanted>", "charges.retrieve", _getter("charge")),
    ("POST", "/refunds", "refunds.create", refunds.create),
    ("GET", "/refunds", "refunds.list", _lister("refund")),
    ("GET", "/refunds/<refund_id>", "refunds.retrieve", refunds.retrieve),
    ("GET", "/events", "events.list", _lister("event")),
    ("GET", "/events/<event_id>", "events.retrieve", events.retrieve),
]


def _add(method: str, rule: str, operation: str, handler: Handler) -> None:
    def view(**path: str) -> Response:
        return _serve(operation, handler, path)

    blueprint.add_url_rule(
        rule, operation.replace(".", "_"), view, methods=[method], provide_automatic_options=False
    )


for _endpoint in ENDPOINTS:
    _add(*_endpoint)
