"""Lets a tester switch faults on and off, settle what is pending, and see what happened."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from shop.payments.sandbox import delivery, events, refunds, sessions, switches
from shop.payments.sandbox.errors import ApiError
from shop.payments.sandbox.guard import refuse_other_sites
from shop.payments.sandbox.parts import is_authorised, sandbox
from shop.payments.sandbox.store import Work

blueprint = Blueprint("control", __name__, url_prefix="/control")
blueprint.before_request(refuse_other_sites)


@blueprint.before_request
def ask_who() -> Response | None:
    """On this machine anyone may; from elsewhere only who has the key, as the user name of Basic auth."""
    settings = sandbox().settings
    if settings.is_on_loopback or is_authorised(request.headers.get("Authorization", ""), settings.api_key):
        return None
    return Response(
        "The control page needs the sandbox key.\n", 401, {"WWW-Authenticate": 'Basic realm="sandbox"'}
    )


@blueprint.get("")
def page() -> str:
    """Every switch, every count, and what waits to be settled."""
    return render_template(
        "control.html",
        state=_state(),
        counted=switches.COUNTED,
        modes=switches.MODES,
        amounts=switches.AMOUNTS,
        largest=switches.LARGEST,
    )


@blueprint.get("/state")
def state() -> Response:
    """The same as JSON."""
    return jsonify(_state())


@blueprint.post("/switches")
def turn_switches() -> AnyResponse:
    """JSON {"api_500": 1, …} or the same as a form; 400 for a switch or a value that doesn't exist."""
    sent = _sent()
    with sandbox().store.transaction() as connection:
        for name, value in sent.items():
            try:
                switches.turn(connection, name, int(value))
            except (ValueError, TypeError, OverflowError) as problem:
                abort(400, str(problem))
    return _done()


@blueprint.post("/clear")
def clear() -> AnyResponse:
    """All faults off, all counts at nothing. Sessions and events stay."""
    with sandbox().store.transaction() as connection:
        switches.clear(connection)
    return _done()


@blueprint.post("/events/<event_id>/resend")
def resend(event_id: str) -> AnyResponse:
    """Post an event once more, as the provider's dashboard can."""
    with sandbox().store.transaction() as connection:
        work = _work(connection)
        if work.find("event", event_id) is None:
            abort(404)
        events.queue(work, event_id)
    return _done()


@blueprint.post("/refunds/<refund_id>")
def settle_refund(refund_id: str) -> AnyResponse:
    """Settle a pending refund, or let one fail that succeeded: JSON or form {"outcome": "succeed" | "fail"}.

    404 for any other.
    """
    outcome = _sent().get("outcome")
    if outcome not in {"succeed", "fail"}:
        abort(400)
    with sandbox().store.transaction() as connection:
        work = _work(connection)
        refund = work.find(refunds.KIND, refund_id)
        may_be = ("pending", "succeeded") if outcome == "fail" else ("pending",)
        if refund is None or refund["status"] not in may_be:
            abort(404)
        refunds.settle(work, refund, succeeds=outcome == "succeed")
    return _done()


@blueprint.post("/charges/<charge_id>/refund")
def refund_charge(charge_id: str) -> AnyResponse:
    """Give money back as in the dashboard: JSON or form {"amount": pence}, all that is left without one."""
    amount = _sent().get("amount")
    with sandbox().store.transaction() as connection:
        work = _work(connection)
        charge = work.find("charge", charge_id)
        if charge is None:
            abort(404)
        try:
            refunds.from_dashboard(work, charge, int(amount) if amount else None)
        except (ApiError, ValueError, TypeError) as problem:
            abort(400, str(problem))
    return _done()


@blueprint.post("/charges/<charge_id>/dispute")
def dispute_charge(charge_id: str) -> AnyResponse:
    """Let the customer's bank want the money back; 404 for a charge that isn't there."""
    with sandbox().store.transaction() as connection:
        work = _work(connection)
        charge = work.find("charge", charge_id)
        if charge is None:
            abort(404)
        refunds.dispute(work, charge)
    return _done()


def _work(connection: Any) -> Work:
    desk = sandbox()
    return Work(connection, desk.now(), desk.settings)


def _sent() -> Mapping[str, Any]:
    if not request.is_json:
        return request.form
    try:
        sent = json.loads(request.get_data())
    except (ValueError, RecursionError):
        abort(400)
    if not isinstance(sent, dict):
        abort(400)
    return sent


def _done() -> AnyResponse:
    if request.is_json or request.accept_mimetypes.best == "application/json":
        return jsonify(_state())
    return redirect(url_for(".page"), 303)


def _state() -> dict[str, Any]:
    with sandbox().store.transaction() as connection:
        work = _work(connection)
        sessions.expire_due(work)
        return {
            "switches": switches.read_all(connection),
            "request_counts": switches.request_counts(connection),
            "webhooks": delivery.counts(connection),
            "pending_refunds": _ids(work, refunds.KIND, "pending"),
            "refunds_done": _ids(work, refunds.KIND, "succeeded"),
            "charges": _ids(work, "charge", "succeeded"),
            "payments_under_way": _ids(work, "payment_intent", "processing", column="parent"),
        }


def _ids(work: Work, kind: str, status: str, *, column: str = "id") -> list[str]:
    rows = work.connection.execute(
        f"SELECT {column} AS wanted FROM documents"  # noqa: S608 - id or parent, named above
        " WHERE kind = ? AND json_extract(body, '$.status') = ? ORDER BY sequence DESC LIMIT 50",
        (kind, status),
    )
    return [row["wanted"] for row in rows]
