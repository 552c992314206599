"""Decides how a checkout session lives: opened, then completed by the customer or expired, never both."""

import sqlite3
from typing import Any

from shop.payments.sandbox import events, intents
from shop.payments.sandbox.errors import ApiError, not_simulated
from shop.payments.sandbox.identifiers import new_id
from shop.payments.sandbox.session_checks import LATEST_EXPIRY, check_session
from shop.payments.sandbox.store import Document, Work

KIND = "checkout.session"


def create(work: Work, parameters: dict[str, Any]) -> Document:
    """POST /v1/checkout/sessions; raises ApiError for parameters that won't do."""
    check_session(parameters, work.now)
    lines = parameters["line_items"]
    currency = lines[0]["price_data"]["currency"]
    total = sum(line["price_data"]["unit_amount"] * line["quantity"] for line in lines)
    session = work.add(_new_session(work, parameters, currency, total))
    intents.keep_details(work, session, parameters.get("payment_intent_data", {}))
    for line in lines:
        work.add(_new_line(line), parent=session["id"])
    return session


def retrieve(work: Work, parameters: dict[str, Any], session_id: str) -> Document:
    """GET /v1/checkout/sessions/{id}; raises ApiError resource_missing."""
    return work.get(KIND, session_id)


def update(work: Work, parameters: dict[str, Any], session_id: str) -> Document:
    """POST /v1/checkout/sessions/{id}: metadata only. An empty value takes a key away, no value takes all."""
    session = work.get(KIND, session_id)
    for name in parameters:
        if name not in {"metadata", "expand"}:
            raise not_simulated(name)
    if "metadata" in parameters:
        merged = {**session["metadata"], **parameters["metadata"]} if parameters["metadata"] else {}
        session["metadata"] = {key: value for key, value in merged.items() if value != ""}
    return work.save(session)


def expire(work: Work, parameters: dict[str, Any], session_id: str) -> Document:
    """POST /v1/checkout/sessions/{id}/expire; raises ApiError when it is no longer open."""
    session = work.get(KIND, session_id)
    if session["status"] != "open":
        raise ApiError(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a '
            f"status of `{session['status']}`.",
            saved=True,
        )
    return _expire(work, session)


def any_due(connection: sqlite3.Connection, now: int) -> bool:
    """Whether an open session's time is up."""
    return bool(_due(connection, now))


def expire_due(work: Work) -> None:
    """Expire every open session whose time is up."""
    for session_id in _due(work.connection, work.now):
        _expire(work, work.get(KIND, session_id))


def name_customer(session: Document, email: str) -> None:
    """The customer typed an address on the page, because the shop sent none."""
    session["customer_details"] = _customer(email)


def pay(work: Work, session: Document) -> None:
    """The customer pays at once, and the bank says yes."""
    if session["amount_total"] > 0:
        intents.succeed(work, intents.intent_for(work, session), _email(session))
        session["payment_status"] = "paid"
    _complete(work, session)


def decline(work: Work, session: Document, reason: tuple[str, str] = intents.DECLINED) -> None:
    """The bank says no; the session stays open for another try."""
    intents.fail(work, intents.intent_for(work, session), _email(session), reason)
    work.save(session)


def ask_the_bank(work: Work, session: Document) -> None:
    """3-D Secure: the customer has to confirm with the bank before anything is decided."""
    intents.ask_for_confirmation(work, intents.intent_for(work, session))
    work.save(session)


def pay_later(work: Work, session: Document) -> None:
    """A delayed method: the session is complete, the money isn't in."""
    intents.wait_for_money(work, intents.intent_for(work, session), _email(session))
    _complete(work, session)


def money_arrived(work: Work, session: Document) -> None:
    """The delayed payment came in."""
    intents.succeed(work, intents.intent_for(work, session), _email(session))
    session["payment_status"] = "paid"
    events.record(work, "checkout.session.async_payment_succeeded", work.save(session))


def money_never_arrived(work: Work, session: Document) -> None:
    """The delayed payment failed for good."""
    intents.fail(work, intents.intent_for(work, session), _email(session), intents.NEVER_ARRIVED)
    events.record(work, "checkout.session.async_payment_failed", work.save(session))


def is_waiting_for_money(work: Work, session: Document) -> bool:
    """Whether a delayed payment is still under way."""
    intent = work.find("payment_intent", session["payment_intent"] or "")
    return session["status"] == "complete" and intent is not None and intent["status"] == "processing"


def _due(connection: sqlite3.Connection, now: int) -> list[str]:
    rows = connection.execute(
        "SELECT id FROM documents WHERE kind = ? AND json_extract(body, '$.status') = 'open'"
        " AND json_extract(body, '$.expires_at') <= ? ORDER BY sequence",
        (KIND, now),
    )
    return [row["id"] for row in rows]


def _complete(work: Work, session: Document) -> None:
    session.update(status="complete", url=None)
    events.record(work, "checkout.session.completed", work.save(session))


def _expire(work: Work, session: Document) -> Document:
    session.update(status="expired", url=None)
    work.save(session)
    if session["payment_intent"] is not None:
        intents.cancel(work, work.get("payment_intent", session["payment_intent"]))
    events.record(work, "checkout.session.expired", session)
    return session


def _email(session: Document) -> str | None:
    return (session["customer_details"] or {}).get("email")


def _customer(email: str | None) -> Document | None:
    if email is None:
        return None
    return {
        "address": None,
        "email": email,
        "name": None,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": None,
    }


def _new_session(work: Work, parameters: dict[str, Any], currency: str, total: int) -> Document:
    session_id = new_id("cs_test_", 58)
    email = parameters.get("customer_email")
    return {
        "id": session_id,
        "object": KIND,
        "amount_subtotal": total,
        "amount_total": total,
        "billing_address_collection": parameters.get("billing_address_collection"),
        "cancel_url": parameters.get("cancel_url"),
        "client_reference_id": parameters.get("client_reference_id"),
        "created": work.now,
        "currency": currency,
        "customer": None,
        "customer_creation": parameters.get("customer_creation", "if_required"),
        "customer_details": _customer(email),
        "customer_email": email,
        "expires_at": parameters.get("expires_at", work.now + LATEST_EXPIRY),
        "invoice": None,
        "livemode": False,
        "locale": parameters.get("locale"),
        "metadata": {key: value for key, value in parameters.get("metadata", {}).items() if value != ""},
        "mode": "payment",
        "payment_intent": None,
        "payment_link": None,
        "payment_method_types": ["card"],
        "payment_status": "unpaid" if total > 0 else "no_payment_required",
        "setup_intent": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": parameters.get("submit_type"),
        "subscription": None,
        "success_url": parameters["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{work.settings.public_url}/pay/{session_id}",
    }


def _new_line(line: dict[str, Any]) -> Document:
    price, product = line["price_data"], line["price_data"]["product_data"]
    total = price["unit_amount"] * line["quantity"]
    return {
        "id": new_id("li_"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": price["currency"],
        "description": product["name"],
        "metadata": line.get("metadata", {}),
        "price": {
            "id": new_id("price_"),
            "object": "price",
            "active": False,
            "currency": price["currency"],
            "livemode": False,
            "product": new_id("prod_", 14),
            "type": "one_time",
            "unit_amount": price["unit_amount"],
            "unit_amount_decimal": str(price["unit_amount"]),
        },
        "quantity": line["quantity"],
    }
