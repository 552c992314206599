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
    RefundState,
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
    refunds_are: str = "succeeded"
    refuses_refunds: bool = False
    refunds: dict[str, list[RefundState]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

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
            state = self._session(session_id)
            back = self.refunds.get(state.payment_intent or "", [])
            return replace(state, refunded_minor=sum(r.amount_minor for r in back if r.status != "failed"))

    def expire_checkout(self, session_id: str) -> CheckoutState:
        with self._lock:
            self._called("expire")
            state = self._session(session_id)
            if state.status == "open":
                self.sessions[session_id] = replace(state, status="expired", url=None)
            return self.sessions[session_id]

    def create_refund(self, *, idempotency_key: str, parameters: dict[str, Any]) -> RefundState:
        with self._lock:
            self._called("refund")
            intent = parameters["payment_intent"]
            known = [r for r in self.refunds.get(intent, []) if r.key == idempotency_key]
            if not known:
                if self.refuses_refunds:
                    raise GatewayRefused("no", code="charge_disputed")
                self._check_left(intent, parameters["amount"])
                known = [self._give_back(intent, parameters["amount"], key=parameters["metadata"]["refund"])]
            if self.loses_answers:
                raise GatewayUnavailable("the answer got lost")
            return known[0]

    def list_refunds(self, payment_intent: str) -> list[RefundState]:
        with self._lock:
            self._called("refunds")
            return list(self.refunds.get(payment_intent, []))

    def list_events(self, *, since: datetime) -> list[Event]:
        with self._lock:
            if self.is_down:
                raise GatewayUnavailable("no answer")
            return [event for event in self.events if event.made_at is None or event.made_at >= since]

    def parse_event(self, raw_body: bytes, signature: str, *, now: datetime) -> Event:
        if signature != SIGNED:
            raise BadSignature("That isn't signed with our secret.")
        try:
            return Event(**json.loads(raw_body.decode("utf-8")))
        except ValueError:
            raise BadPayload("That is not an event.") from None

    def pays(self, session_id: str, **differently: Any) -> None:
        """The shopper pays; `differently` is what the provider then says otherwise than it should."""
        intent = f"pi_{session_id.rpartition('_')[2]}"
        paid = {"status": "complete", "payment_status": "paid", "payment_intent": intent, "url": None}
        self.sessions[session_id] = replace(self.sessions[session_id], **{**paid, **differently})

    def pays_later(self, session_id: str) -> None:
        """The shopper is done, the bank has yet to send the money."""
        self.pays(session_id, payment_status="unpaid")

    def gives_back(self, session_id: str, amount_minor: int, status: str = "succeeded") -> RefundState:
        """A person gives money back in the provider's dashboard."""
        intent = self.sessions[session_id].payment_intent
        assert intent is not None
        return self._give_back(intent, amount_minor, status=status)

    def settles_refunds(self, status: str) -> None:
        """Every refund there is comes to this end."""
        failure = "expired_or_canceled_card" if status == "failed" else None
        for intent, back in self.refunds.items():
            self.refunds[intent] = [replace(r, status=status, failure=failure) for r in back]

    def forgets(self, session_id: str) -> None:
        """The provider knows nothing of this session any more."""
        del self.sessions[session_id]

    def _called(self, what: str) -> None:
        self.calls.append(what)
        if self.is_down:
            raise GatewayUnavailable("no answer")

    def _check_left(self, intent: str, amount: int) -> None:
        paid = next(s.amount_minor for s in self.sessions.values() if s.payment_intent == intent)
        if amount > paid - sum(r.amount_minor for r in self.refunds.get(intent, []) if r.status != "failed"):
            raise GatewayRefused("too much", code="charge_already_refunded")

    def _give_back(
        self, intent: str, amount: int, *, key: str | None = None, status: str = ""
    ) -> RefundState:
        back = self.refunds.setdefault(intent, [])
        number = sum(len(each) for each in self.refunds.values()) + 1
        made_at = datetime.fromtimestamp(0, UTC)
        back.append(
            RefundState(f"re_{number}", status or self.refunds_are, amount, "gbp", key, None, made_at)
        )
        return back[-1]

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
