"""A payment provider in memory, with the few words a test needs: pays, is_down, refuses, refuses_email."""

import json
import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from shop.payments.gateway_values import (
    BadPayload,
    BadSignature,
    CheckoutState,
    Event,
    GatewayRefused,
    GatewayUnavailable,
    StartedCheckout,
)

SIGNED = "signed by the provider"


@dataclass
class FakeGateway:
    """Keeps sessions as the provider would: one for each key, open until paid or expired."""

    sessions: dict[str, CheckoutState] = field(default_factory=dict)
    started: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    is_down: bool = False
    refuses: bool = False
    refuses_email: bool = False
    loses_answers: bool = False

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    def start_checkout(self, *, idempotency_key: str, parameters: dict[str, Any]) -> StartedCheckout:
        with self._lock:
            self._called("start")
            if idempotency_key not in self.started:
                if self.refuses:
                    raise GatewayRefused("the parameters won't do", code="parameter_invalid")
                if self.refuses_email and "customer_email" in parameters:
                    raise GatewayRefused("no address", code="email_invalid", param="customer_email")
                self._open(idempotency_key, parameters)
            session_id, before = self.started[idempotency_key]
            if before != parameters:
                raise GatewayRefused("the same key with other parameters", code="idempotency_error")
            if self.loses_answers:
                raise GatewayUnavailable("the answer got lost")
            expires_at = datetime.fromtimestamp(parameters["expires_at"], UTC)
            return StartedCheckout(session_id, f"https://pay.example/{session_id}", expires_at)

    def fetch_checkout(self, session_id: str) -> CheckoutState:
        with self._lock:
            self._called("fetch")
            return self._session(session_id)

    def expire_checkout(self, session_id: str) -> CheckoutState:
        with self._lock:
            self._called("expire")
            state = self._session(session_id)
            if state.status == "open":
                self.sessions[session_id] = replace(state, status="expired", url=None)
            return self.sessions[session_id]

    def parse_event(self, raw_body: bytes, signature: str, *, now: datetime) -> Event:
        if signature != SIGNED:
            raise BadSignature("That isn't signed with our secret.")
        try:
            return Event(**json.loads(raw_body.decode("utf-8")))
        except ValueError:
            raise BadPayload("That is not an event.") from None

    def pays(self, session_id: str, **differently: Any) -> None:
        """The shopper pays; `differently` is what the provider then says otherwise than it should."""
        paid = {"status": "complete", "payment_status": "paid", "payment_intent": "pi_1", "url": None}
        self.sessions[session_id] = replace(self.sessions[session_id], **{**paid, **differently})

    def pays_later(self, session_id: str) -> None:
        """The shopper is done, the bank has yet to send the money."""
        self.pays(session_id, payment_status="unpaid")

    def forgets(self, session_id: str) -> None:
        """The provider knows nothing of this session any more."""
        del self.sessions[session_id]

    def _called(self, what: str) -> None:
        self.calls.append(what)
        if self.is_down:
            raise GatewayUnavailable("no answer")

    def _open(self, key: str, parameters: dict[str, Any]) -> None:
        session_id = f"cs_test_{len(self.started) + 1}"
        self.started[key] = session_id, parameters
        self.sessions[session_id] = CheckoutState(
            session_id=session_id,
            status="open",
            payment_status="unpaid",
            amount_minor=sum(
                item["price_data"]["unit_amount"] * item["quantity"] for item in parameters["line_items"]
            ),
            currency="gbp",
            livemode=False,
            reference=parameters["client_reference_id"],
            payment_intent=None,
            url=f"https://pay.example/{session_id}",
            expires_at=datetime.fromtimestamp(parameters["expires_at"], UTC),
        )

    def _session(self, session_id: str) -> CheckoutState:
        if session_id not in self.sessions:
            raise GatewayRefused("no such session", code="resource_missing")
        return self.sessions[session_id]
