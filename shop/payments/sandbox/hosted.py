"""Decides what the customer sees and may press on the payment page; no card number is ever asked for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.payments.sandbox import intents, sessions
from shop.payments.sandbox.guard import allow_form_target, refuse_other_sites
from shop.payments.sandbox.parts import sandbox
from shop.payments.sandbox.session_checks import is_email
from shop.payments.sandbox.store import Document, Work

blueprint = Blueprint("hosted", __name__, url_prefix="/pay")
blueprint.before_request(refuse_other_sites)

Act = Callable[[Work, Document], None]

PLACEHOLDER = "{CHECKOUT_SESSION_ID}"
SAID = {
    "declined": "The bank said no, as you asked. Nothing was paid. You can try again.",
    "not-confirmed": "The bank could not confirm that it was you. Nothing was paid. You can try again.",
}
CHOICES: dict[str, Act] = {
    "pay": sessions.pay,
    "decline": sessions.decline,
    "three_d_secure": sessions.ask_the_bank,
    "pay_later": sessions.pay_later,
}


def success_address(session: Document) -> str:
    """Where the customer goes after paying: the shop's address with the session's id filled in."""
    return str(session["success_url"]).replace(PLACEHOLDER, session["id"])


@blueprint.get("/<session_id>")
def page(session_id: str) -> str:
    """The page of a session: the buttons while it's open, a plain word once it isn't."""
    with _work() as work:
        session = _session(work, session_id)
        lines = work.children("item", session_id)
        is_waiting = sessions.is_waiting_for_money(work, session)
    return _page(session, lines, is_waiting=is_waiting, said=SAID.get(request.args.get("said", "")))


@blueprint.post("/<session_id>")
def choose(session_id: str) -> Response | str | tuple[str, int]:
    """One of the buttons: 303 to the shop when the session is complete, back to the page when it isn't."""
    choice = request.form.get("choice", "")
    if choice not in CHOICES:
        abort(400)
    with _work() as work:
        session = _session(work, session_id)
        if session["status"] != "open" or (choice != "pay" and session["amount_total"] == 0):
            return _back_to_page(session_id)
        if session["customer_email"] is None:
            email = request.form.get("email", "").strip()
            if not is_email(email):
                lines = work.children("item", session_id)
                return _page(session, lines, is_waiting=False, typed=email, problem=True), 400
            sessions.name_customer(session, email)
        CHOICES[choice](work, session)
    if choice == "decline":
        return _back_to_page(session_id, said="declined")
    if choice == "three_d_secure":
        return redirect(url_for(".confirm_page", session_id=session_id), 303)
    return redirect(success_address(session), 303)


@blueprint.get("/<session_id>/confirm")
def confirm_page(session_id: str) -> Response | str:
    """The extra page of 3-D Secure, where the bank asks whether it's really you."""
    with _work() as work:
        session = _session(work, session_id)
        if not _is_at_the_bank(work, session):
            return _back_to_page(session_id)
    allow_form_target(session["success_url"])
    return render_template("confirm.html", session=session)


@blueprint.post("/<session_id>/confirm")
def confirm(session_id: str) -> Response:
    """The answer to the bank's question."""
    answer = request.form.get("answer", "")
    if answer not in {"complete", "fail"}:
        abort(400)
    with _work() as work:
        session = _session(work, session_id)
        if not _is_at_the_bank(work, session):
            return _back_to_page(session_id)
        if answer == "complete":
            sessions.pay(work, session)
        else:
            sessions.decline(work, session, intents.NOT_AUTHENTICATED)
    if answer == "fail":
        return _back_to_page(session_id, said="not-confirmed")
    return redirect(success_address(session), 303)


@blueprint.post("/<session_id>/later")
def settle_later(session_id: str) -> Response:
    """The end of a delayed payment: the money arrives, or it never does."""
    outcome = request.form.get("outcome", "")
    if outcome not in {"succeed", "fail"}:
        abort(400)
    with _work() as work:
        session = _session(work, session_id)
        if sessions.is_waiting_for_money(work, session):
            settle = sessions.money_arrived if outcome == "succeed" else sessions.money_never_arrived
            settle(work, session)
    return _back_to_page(session_id)


@contextmanager
def _work() -> Iterator[Work]:
    desk = sandbox()
    with desk.store.transaction() as connection:
        work = Work(connection, desk.now(), desk.settings)
        sessions.expire_due(work)
        yield work


def _page(
    session: Document,
    lines: list[Document],
    *,
    is_waiting: bool,
    said: str | None = None,
    typed: str = "",
    problem: bool = False,
) -> str:
    if session["status"] == "open":
        allow_form_target(session["success_url"])
        return render_template(
            "pay.html", session=session, lines=lines, said=said, typed=typed, problem=problem
        )
    back = success_address(session) if session["status"] == "complete" else session["cancel_url"]
    return render_template("closed.html", session=session, lines=lines, is_waiting=is_waiting, back=back)


def _session(work: Work, session_id: str) -> Document:
    session = work.find(sessions.KIND, session_id)
    if session is None:
        abort(404)
    return session


def _is_at_the_bank(work: Work, session: Document) -> bool:
    intent = work.find("payment_intent", session["payment_intent"] or "")
    return session["status"] == "open" and intent is not None and intent["status"] == "requires_action"


def _back_to_page(session_id: str, said: str | None = None) -> Response:
    return redirect(url_for(".page", session_id=session_id, said=said), 303)
