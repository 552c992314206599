"""Reads what Stripe answers and sends into the shop's own values; whatever isn't as it should be is named."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shop.payments import states
from shop.payments.gateway_values import BadPayload, CheckoutState, Event, GatewayUnavailable, RefundState

IDENTIFIER = re.compile(r"[A-Za-z0-9_]{1,255}", re.ASCII)
EVENT_TYPE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*", re.ASCII)
LONGEST_REFERENCE = 200
# https://docs.stripe.com/api/refunds/object#refund_object-status, in the three words that matter here.
REFUND_WORDS = {
    "pending": states.PENDING,
    "requires_action": states.PENDING,
    "succeeded": states.SUCCEEDED,
    "failed": states.FAILED,
    "canceled": states.FAILED,
}


def checkout_state(answer: Mapping[str, Any]) -> CheckoutState:
    """A session, with or without its charge in full. Raises GatewayUnavailable for anything else."""
    try:
        intent = answer.get("payment_intent")
        charge = (intent.get("latest_charge") if isinstance(intent, Mapping) else None) or {}
        if not isinstance(charge, Mapping):
            charge = {}
        return CheckoutState(
            session_id=str(answer["id"]),
            status=str(answer["status"]),
            payment_status=str(answer["payment_status"]),
            amount_minor=int(answer["amount_total"]),
            currency=str(answer["currency"]),
            livemode=answer["livemode"] is True,
            reference=answer.get("client_reference_id"),
            payment_intent=str(intent["id"]) if isinstance(intent, Mapping) else intent,
            url=answer.get("url"),
            expires_at=_instant(answer["expires_at"]),
            refunded_minor=int(charge.get("amount_refunded", 0)),
            is_disputed=charge.get("disputed", False) is True,
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise GatewayUnavailable(f"no checkout session in the answer: {problem!r}") from problem


def refund_state(answer: Mapping[str, Any]) -> RefundState:
    """A refund. Raises GatewayUnavailable for anything else."""
    try:
        return RefundState(
            refund_id=str(answer["id"]),
            status=REFUND_WORDS[answer["status"]],
            amount_minor=int(answer["amount"]),
            currency=str(answer["currency"]),
            key=(answer.get("metadata") or {}).get("refund"),
            failure=answer.get("failure_reason"),
            made_at=_instant(answer["created"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise GatewayUnavailable(f"no refund in the answer: {problem!r}") from problem


def event_in_text(text: str) -> Event:
    """The event in a message's body. Raises BadPayload for a body that isn't JSON and an event."""
    try:
        return event_in(json.loads(text))
    except (ValueError, RecursionError):
        raise BadPayload("That is not an event.") from None


def event_in(sent: Any) -> Event:
    """The event in a decoded message. Raises BadPayload for anything else."""
    try:
        about = sent["data"]["object"]
        is_session = about.get("object") == "checkout.session"
        event = Event(
            id=sent["id"],
            type=sent["type"],
            session_id=about["id"] if is_session else None,
            livemode=sent["livemode"],
            payment_intent=None if is_session else _id_of(about.get("payment_intent")),
            reference=about.get("client_reference_id") if is_session else None,
            account=sent.get("account"),
            made_at=_instant(sent["created"]) if "created" in sent else None,
        )
    except (ValueError, OverflowError, OSError, KeyError, TypeError, AttributeError):
        raise BadPayload("That is not an event.") from None
    _check_event(event)
    return event


def _check_event(event: Event) -> None:
    ids = [event.id, *(name for name in (event.session_id, event.payment_intent) if name is not None)]
    if not all(isinstance(name, str) and IDENTIFIER.fullmatch(name) for name in ids):
        raise BadPayload("That event has no proper id.")
    if (
        not isinstance(event.type, str)
        or not EVENT_TYPE.fullmatch(event.type)
        or len(event.type) > 255
        or type(event.livemode) is not bool
    ):
        raise BadPayload("That event has no proper type.")
    reference = event.reference
    if reference is not None and (not isinstance(reference, str) or len(reference) > LONGEST_REFERENCE):
        raise BadPayload("That event has no proper reference.")


def _id_of(value: Any) -> Any:
    """The id of what may stand there in full; a made-up kind is refused later."""
    return value["id"] if isinstance(value, dict) else value


def _instant(seconds: Any) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
