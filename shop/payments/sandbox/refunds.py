"""Decides how much may go back of a charge, and records what did."""

from typing import Any

from shop.payments.sandbox import events, switches
from shop.payments.sandbox.errors import ApiError, invalid_parameter, missing_parameter, not_simulated
from shop.payments.sandbox.identifiers import new_id
from shop.payments.sandbox.store import Document, Work

KIND = "refund"
SIMULATED = {"amount", "charge", "payment_intent", "metadata", "reason", "currency", "expand"}


def create(work: Work, parameters: dict[str, Any]) -> Document:
    """POST /v1/refunds; raises ApiError for what can't be refunded (any more)."""
    for name in parameters:
        if name not in SIMULATED:
            raise not_simulated(name)
    charge = _charge(work, parameters)
    amount = _amount(charge, parameters.get("amount"))
    is_pending = switches.strikes(work.connection, "refund_pending")
    refund = {
        "id": new_id("re_"),
        "object": KIND,
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": work.now,
        "currency": charge["currency"],
        "failure_reason": None,
        "metadata": parameters.get("metadata") or {},
        "payment_intent": charge["payment_intent"],
        "reason": parameters.get("reason"),
        "receipt_number": None,
        "status": "pending" if is_pending else "succeeded",
    }
    work.add(refund, parent=charge["id"])
    _give_back(work, charge, amount)
    events.record(work, "refund.created", refund)
    events.record(work, "charge.refunded", charge)
    return refund


def from_dashboard(work: Work, charge: Document, amount: int | None) -> Document:
    """A person gives money back by hand, as in the provider's dashboard; raises ApiError like `create`."""
    parameters: dict[str, Any] = {"charge": charge["id"]}
    return create(work, parameters if amount is None else {**parameters, "amount": amount})


def dispute(work: Work, charge: Document) -> None:
    """The customer's bank wants the money back."""
    charge["disputed"] = True
    work.save(charge)
    about = {
        "id": new_id("dp_"),
        "object": "dispute",
        "amount": charge["amount"],
        "charge": charge["id"],
        "currency": charge["currency"],
        "payment_intent": charge["payment_intent"],
        "status": "needs_response",
    }
    events.record(work, "charge.dispute.created", about)


def retrieve(work: Work, parameters: dict[str, Any], refund_id: str) -> Document:
    """GET /v1/refunds/{id}; raises ApiError resource_missing."""
    return work.get(KIND, refund_id)


def settle(work: Work, refund: Document, *, succeeds: bool) -> None:
    """A refund comes to an end; one that fails, which may be days later, leaves the money with the shop."""
    refund["status"] = "succeeded" if succeeds else "failed"
    if not succeeds:
        refund["failure_reason"] = "expired_or_canceled_card"
        _give_back(work, work.get("charge", refund["charge"]), -refund["amount"])
        events.record(work, "refund.failed", refund)
    events.record(work, "refund.updated", work.save(refund))


def _give_back(work: Work, charge: Document, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    work.save(charge)


def _charge(work: Work, parameters: dict[str, Any]) -> Document:
    if "charge" in parameters:
        charge = work.get("charge", parameters["charge"], param="charge")
        if parameters.get("payment_intent", charge["payment_intent"]) != charge["payment_intent"]:
            raise invalid_parameter("payment_intent", "This charge does not belong to that payment intent.")
    elif "payment_intent" in parameters:
        intent = work.get("payment_intent", parameters["payment_intent"], param="payment_intent")
        charge = work.find("charge", intent["latest_charge"] or "") or {"status": "none"}
        if charge["status"] != "succeeded":
            raise ApiError(
                f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
                param="payment_intent",
                saved=True,
            )
    else:
        raise missing_parameter("payment_intent")
    if charge["status"] != "succeeded":
        raise ApiError(f"Charge {charge['id']} has not succeeded.", code="charge_not_refundable", saved=True)
    return charge


def _amount(charge: Document, wanted: int | None) -> int:
    left = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        raise ApiError(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded", saved=True
        )
    amount = left if wanted is None else wanted
    if amount < 1:
        raise invalid_parameter("amount", "Invalid positive integer", "parameter_invalid_integer")
    if amount > left:
        raise ApiError(
            f"Refund amount ({amount} {charge['currency']}) is greater than unrefunded amount on charge "
            f"({left} {charge['currency']}), in the smallest currency unit.",
            param="amount",
            saved=True,
        )
    return amount
