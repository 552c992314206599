"""Decides what becomes of a payment: the intent and its charges, from the first attempt to the last."""

from typing import Any

from shop.payments.sandbox import events
from shop.payments.sandbox.identifiers import new_id
from shop.payments.sandbox.store import Document, Work

DECLINED = ("card_declined", "Your card was declined.")
NOT_AUTHENTICATED = (
    "payment_intent_authentication_failure",
    "The provided payment method has failed authentication. You can provide a new payment method to attempt "
    "to fulfill this PaymentIntent again.",
)
NEVER_ARRIVED = ("payment_intent_payment_attempt_failed", "The payment was not received.")


def keep_details(work: Work, session: Document, details: dict[str, Any]) -> None:
    """Remember what the shop wants on the payment intent, for the moment when there is one."""
    work.add(
        {"id": new_id("details_"), "object": "sandbox.intent_details", "details": details},
        parent=session["id"],
    )


def intent_for(work: Work, session: Document) -> Document:
    """The intent of a session: none exists until the customer first confirms, then always the same."""
    if session["payment_intent"] is not None:
        return work.get("payment_intent", session["payment_intent"])
    details = work.children("sandbox.intent_details", session["id"])[0]["details"]
    intent_id = new_id("pi_")
    intent = {
        "id": intent_id,
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_received": 0,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{intent_id}_secret_{new_id('', 25)}",
        "confirmation_method": "automatic",
        "created": work.now,
        "currency": session["currency"],
        "customer": None,
        "description": details.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": details.get("metadata", {}),
        "next_action": None,
        "payment_method": None,
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": details.get("receipt_email"),
        "status": "requires_payment_method",
    }
    session["payment_intent"] = intent_id
    work.add(intent, parent=session["id"])
    events.record(work, "payment_intent.created", intent)
    return intent


def ask_for_confirmation(work: Work, intent: Document) -> None:
    """3-D Secure: the bank wants to ask the customer first."""
    _move(work, intent, "requires_action", next_action={"type": "use_stripe_sdk"})
    events.record(work, "payment_intent.requires_action", intent)


def succeed(work: Work, intent: Document, email: str | None) -> None:
    """The money is in."""
    charge = _settle_charge(work, intent, "succeeded", email)
    _move(work, intent, "succeeded", amount_received=intent["amount"], latest_charge=charge["id"])
    events.record(work, "charge.succeeded", charge)
    events.record(work, "payment_intent.succeeded", intent)


def fail(work: Work, intent: Document, email: str | None, reason: tuple[str, str]) -> None:
    """This attempt came to nothing; `reason` is (code, message). Another may follow."""
    charge = _settle_charge(work, intent, "failed", email, reason)
    error = {
        "type": "card_error",
        "code": reason[0],
        "decline_code": "generic_decline" if reason == DECLINED else None,
        "message": reason[1],
        "charge": charge["id"],
    }
    _move(work, intent, "requires_payment_method", latest_charge=charge["id"], last_payment_error=error)
    events.record(work, "charge.failed", charge)
    events.record(work, "payment_intent.payment_failed", intent)


def wait_for_money(work: Work, intent: Document, email: str | None) -> None:
    """A delayed method, such as a bank debit: promised now, in or not in days later."""
    charge = _settle_charge(work, intent, "pending", email)
    _move(work, intent, "processing", latest_charge=charge["id"])
    events.record(work, "charge.pending", charge)
    events.record(work, "payment_intent.processing", intent)


def cancel(work: Work, intent: Document) -> None:
    """Nothing more may come of an intent that hasn't succeeded; its session expired."""
    if intent["status"] in {"succeeded", "canceled"}:
        return
    _move(work, intent, "canceled", canceled_at=work.now, cancellation_reason="abandoned")
    events.record(work, "payment_intent.canceled", intent)


def _move(work: Work, intent: Document, status: str, **changes: Any) -> None:
    intent.update({"status": status, "next_action": None, "last_payment_error": None, **changes})
    work.save(intent)


def _settle_charge(
    work: Work, intent: Document, status: str, email: str | None, reason: tuple[str, str] | None = None
) -> Document:
    pending = work.find("charge", intent["latest_charge"] or "")
    is_new = pending is None or pending["status"] != "pending"
    charge = _new_charge(work, intent, email) if pending is None or is_new else pending
    charge.update(
        status=status,
        paid=status == "succeeded",
        captured=status == "succeeded",
        amount_captured=intent["amount"] if status == "succeeded" else 0,
        failure_code=reason[0] if reason else None,
        failure_message=reason[1] if reason else None,
    )
    return work.add(charge, parent=intent["id"]) if is_new else work.save(charge)


def _new_charge(work: Work, intent: Document, email: str | None) -> Document:
    return {
        "id": new_id("ch_"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "balance_transaction": None,
        "billing_details": {"address": None, "email": email, "name": None, "phone": None},
        "captured": False,
        "created": work.now,
        "currency": intent["currency"],
        "customer": None,
        "description": intent["description"],
        "disputed": False,
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "paid": False,
        "payment_intent": intent["id"],
        "payment_method": None,
        "receipt_email": intent["receipt_email"],
        "refunded": False,
        "status": "pending",
    }
