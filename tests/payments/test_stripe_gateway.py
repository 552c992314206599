"""The shop's door to Stripe: what goes out, what comes back, and what is said when nothing does."""

import socket
from datetime import timedelta
from typing import Any

import pytest
import stripe

from shop.payments.stripe_gateway import (
    CheckoutState,
    GatewayRefused,
    GatewayUnavailable,
    StripeGateway,
)
from tests.payments.sandbox.fixtures import clock, gateway, library, sandbox, shop_webhook
from tests.payments.sandbox.running import KEY, MORNING, PAYMENT, SECRET, RunningSandbox, order_parameters

__all__ = ["clock", "gateway", "library", "sandbox", "shop_webhook"]


def state(sandbox: RunningSandbox, session_id: str, **changes: Any) -> CheckoutState:
    return CheckoutState(
        **{
            "session_id": session_id,
            "status": "open",
            "payment_status": "unpaid",
            "amount_minor": 2645,
            "currency": "gbp",
            "livemode": False,
            "reference": str(PAYMENT),
            "payment_intent": None,
            "url": f"{sandbox.url}/pay/{session_id}",
            "expires_at": MORNING + timedelta(minutes=31),
            **changes,
        }
    )


def sessions(sandbox: RunningSandbox) -> list[str]:
    return [session["id"] for session in sandbox.api("GET", "/v1/checkout/sessions").json()["data"]]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"line_items": []}, ValueError),
        ({"metadata": {}}, ValueError),
        ({"customer_email": None}, ValueError),
        ({"expires_at": 1.5}, TypeError),
    ],
)
def test_stored_parameters_which_the_library_would_drop_are_refused(
    gateway: StripeGateway, sandbox: RunningSandbox, changes: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        gateway.start_checkout(idempotency_key="order-1", parameters={**order_parameters(), **changes})

    assert sessions(sandbox) == []


def test_a_checkout_is_started_fetched_and_paid(gateway: StripeGateway, sandbox: RunningSandbox) -> None:
    started = gateway.start_checkout(idempotency_key="order-1", parameters=order_parameters())

    assert started.url == f"{sandbox.url}/pay/{started.session_id}"
    assert started.expires_at == MORNING + timedelta(minutes=31)
    assert gateway.fetch_checkout(started.session_id) == state(sandbox, started.session_id)
    sandbox.press(started.url, choice="pay")
    paid = gateway.fetch_checkout(started.session_id)
    assert str(paid.payment_intent).startswith("pi_")
    assert paid == state(
        sandbox,
        started.session_id,
        status="complete",
        payment_status="paid",
        url=None,
        payment_intent=paid.payment_intent,
    )


def test_the_same_key_starts_one_checkout(gateway: StripeGateway, sandbox: RunningSandbox) -> None:
    first = gateway.start_checkout(idempotency_key="order-1", parameters=order_parameters())
    second = gateway.start_checkout(idempotency_key="order-1", parameters=order_parameters())

    assert first == second
    assert sessions(sandbox) == [first.session_id]


@pytest.mark.parametrize("fault", ["api_500", "api_409", "api_lost"])
def test_a_fault_that_passes_is_not_even_noticed(
    gateway: StripeGateway, sandbox: RunningSandbox, fault: str
) -> None:
    sandbox.switch(**{fault: 1})

    started = gateway.start_checkout(idempotency_key="order-1", parameters=order_parameters())

    assert sessions(sandbox) == [started.session_id]
    assert sandbox.state()["request_counts"]["POST /v1/checkout/sessions"] == 2


def test_an_answer_lost_three_times_is_found_again_under_the_same_key(
    gateway: StripeGateway, sandbox: RunningSandbox
) -> None:
    sandbox.switch(api_lost=1, api_500=0)
    once = StripeGateway(KEY, sandbox.url, SECRET)
    once._client._requestor._options.max_network_retries = 0
    with pytest.raises(GatewayUnavailable):
        once.start_checkout(idempotency_key="order-1", parameters=order_parameters())
    already = sessions(sandbox)

    started = gateway.start_checkout(idempotency_key="order-1", parameters=order_parameters())

    assert already == [started.session_id]
    assert sessions(sandbox) == [started.session_id]


@pytest.mark.parametrize("fault", ["api_500", "api_409", "api_429"])
def test_a_fault_that_stays_is_unavailable(
    gateway: StripeGateway, sandbox: RunningSandbox, fault: str
) -> None:
    sandbox.switch(**{fault: 3})

    with pytest.raises(GatewayUnavailable) as caught:
        gateway.start_checkout(idempotency_key="order-1", parameters=order_parameters())

    assert (caught.value.status, caught.value.message) == (
        503,
        "Nothing was paid. Please wait a minute and try again.",
    )
    assert "switched on in the sandbox" in caught.value.detail


def test_nobody_there_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(GatewayUnavailable, match="Nothing was paid"):
        StripeGateway(KEY, f"http://127.0.0.1:{port}").fetch_checkout("cs_test_1")


def test_the_stand_in_is_reached_past_the_machine_s_proxy(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    started = StripeGateway(KEY, sandbox.url).start_checkout(
        idempotency_key="order-1", parameters=order_parameters()
    )

    assert started.session_id.startswith("cs_test_")


def test_a_definite_no_is_refused_with_its_reason(gateway: StripeGateway, sandbox: RunningSandbox) -> None:
    late = order_parameters(placed_at=MORNING - timedelta(minutes=5))

    with pytest.raises(GatewayRefused) as caught:
        gateway.start_checkout(idempotency_key="order-1", parameters=late)

    assert (caught.value.status, caught.value.param) == (502, "expires_at")
    assert "at least 30 minutes" in caught.value.detail
    assert "30 minutes" not in caught.value.message
    assert sessions(sandbox) == []


def test_the_same_key_for_another_order_is_refused(gateway: StripeGateway) -> None:
    gateway.start_checkout(idempotency_key="order-1", parameters=order_parameters())

    with pytest.raises(GatewayRefused, match="Nothing was paid"):
        gateway.start_checkout(
            idempotency_key="order-1", parameters=order_parameters(email="eve@example.com")
        )


def test_a_wrong_key_and_an_unknown_session_are_refused(
    gateway: StripeGateway, sandbox: RunningSandbox
) -> None:
    with pytest.raises(GatewayRefused) as unknown:
        gateway.fetch_checkout("cs_test_none")
    with pytest.raises(GatewayRefused):
        StripeGateway("sk_test_sandbox_other", sandbox.url).fetch_checkout("cs_test_none")
    with pytest.raises(GatewayRefused):
        gateway.expire_checkout("cs_test_none")

    assert unknown.value.code == "resource_missing"


def test_an_open_checkout_is_expired(gateway: StripeGateway, sandbox: RunningSandbox) -> None:
    started = gateway.start_checkout(idempotency_key="order-1", parameters=order_parameters())

    expired = gateway.expire_checkout(started.session_id)

    assert expired == state(sandbox, started.session_id, status="expired", url=None)
    assert gateway.expire_checkout(started.session_id) == expired


def test_expiring_a_paid_checkout_says_that_it_is_paid(
    gateway: StripeGateway, sandbox: RunningSandbox
) -> None:
    started = gateway.start_checkout(idempotency_key="order-1", parameters=order_parameters())
    sandbox.press(started.url, choice="pay")

    found = gateway.expire_checkout(started.session_id)

    assert (found.status, found.payment_status) == ("complete", "paid")


def test_a_live_key_goes_nowhere_but_to_stripe() -> None:
    with pytest.raises(ValueError, match="live key"):
        StripeGateway("sk_live_1", "http://127.0.0.1:1")
    with pytest.raises(ValueError, match="begins with"):
        StripeGateway("pk_test_1")

    shown = repr(StripeGateway(KEY, "http://127.0.0.1:1", SECRET))
    assert KEY not in shown
    assert SECRET not in shown
    assert stripe.enable_telemetry is False
