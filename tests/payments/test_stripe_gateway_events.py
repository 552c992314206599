"""The webhook's messages: what is signed, fresh and an event is taken, all else is refused by name."""

import json
import string
from contextlib import suppress

import pytest
import stripe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.payments.stripe_gateway import (
    BadPayload,
    BadSignature,
    Event,
    StripeGateway,
    WebhookNotConfigured,
    WebhookRefused,
)
from tests.payments.sandbox.fixtures import clock, gateway, library, sandbox, shop_webhook
from tests.payments.sandbox.running import KEY, MORNING, SECRET, RunningSandbox, order_parameters

__all__ = ["clock", "gateway", "library", "sandbox", "shop_webhook"]

SIGNED_AT = int(MORNING.timestamp())
COMPLETED = {
    "id": "evt_1",
    "object": "event",
    "type": "checkout.session.completed",
    "livemode": False,
    "data": {"object": {"id": "cs_test_1", "object": "checkout.session"}},
}
door = StripeGateway(KEY, "http://127.0.0.1:1", SECRET)


def signed(body: str, *, secret: str = SECRET, at: int = SIGNED_AT) -> str:
    return stripe.WebhookSignature.generate_signature_header(body, secret, at)


def test_a_signed_event_says_where_to_look() -> None:
    body = json.dumps(COMPLETED)

    event = door.parse_event(body.encode(), signed(body), now=MORNING)

    assert event == Event("evt_1", "checkout.session.completed", "cs_test_1", False)


def test_an_event_about_something_else_names_no_session() -> None:
    body = json.dumps(
        {**COMPLETED, "type": "refund.created", "data": {"object": {"id": "re_1", "object": "refund"}}}
    )

    assert door.parse_event(body.encode(), signed(body), now=MORNING) == Event(
        "evt_1", "refund.created", None, False
    )


def test_events_of_the_sandbox_are_understood(gateway: StripeGateway, sandbox: RunningSandbox) -> None:
    started = gateway.start_checkout(idempotency_key="order-1", parameters=order_parameters())
    sandbox.press(started.url, choice="pay")
    sandbox.deliver()

    events = [gateway.parse_event(body, header, now=MORNING) for body, header in sandbox.shop.received]

    assert [(event.type, event.session_id) for event in events] == [
        ("payment_intent.created", None),
        ("charge.succeeded", None),
        ("payment_intent.succeeded", None),
        ("checkout.session.completed", started.session_id),
    ]


@pytest.mark.parametrize("seconds", [-300, 0, 60])
def test_a_signature_within_the_tolerance_is_taken(seconds: int) -> None:
    body = json.dumps(COMPLETED)

    assert door.parse_event(body.encode(), signed(body, at=SIGNED_AT + seconds), now=MORNING).id == "evt_1"


@pytest.mark.parametrize("seconds", [-301, 61, 10**9])
def test_a_signature_too_old_or_from_the_future_is_not(seconds: int) -> None:
    body = json.dumps(COMPLETED)

    with pytest.raises(BadPayload):
        door.parse_event(body.encode(), signed(body, at=SIGNED_AT + seconds), now=MORNING)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=1,v1=",
        "v1=abc",
        f"t={SIGNED_AT}",
        f"t={SIGNED_AT},v0=abc",
        f"t=x,v1={'0' * 64}",
        f"t={'9' * 5000},v1=ab",
        f"t={SIGNED_AT},v1=\u00e9",
        signed(json.dumps(COMPLETED), secret="whsec_other"),
        signed(json.dumps(COMPLETED) + " "),
        signed(json.dumps(COMPLETED)).replace(f"t={SIGNED_AT}", f"t={SIGNED_AT + 1}"),
    ],
)
def test_a_signature_that_is_not_ours_is_refused(header: str) -> None:
    with pytest.raises(BadSignature):
        door.parse_event(json.dumps(COMPLETED).encode(), header, now=MORNING)


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "[]", "null", "1", '"evt_1"', "{}", "[" * 100_000, "1" * 5_000, "\ufeff{}",
        json.dumps({**COMPLETED, "id": None}), json.dumps({**COMPLETED, "id": "\ud800"}),
        json.dumps({**COMPLETED, "id": "a b"}),
        json.dumps({**COMPLETED, "type": 5}), json.dumps({**COMPLETED, "type": "x" * 256}),
        json.dumps({**COMPLETED, "livemode": "no"}),
        json.dumps({**COMPLETED, "data": []}), json.dumps({**COMPLETED, "data": {"object": "x"}}),
        json.dumps({**COMPLETED, "data": {"object": {"object": "checkout.session"}}}),
    ],
)  # fmt: skip
def test_a_signed_body_that_is_no_event_is_refused(body: str) -> None:
    with pytest.raises(BadPayload):
        door.parse_event(body.encode(), signed(body), now=MORNING)


def test_a_body_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(BadPayload):
        door.parse_event(b"\xff\xfe", signed("x"), now=MORNING)


@pytest.mark.parametrize("secret", [None, ""])
def test_without_a_secret_the_webhook_is_off(secret: str | None) -> None:
    body = json.dumps(COMPLETED)

    with pytest.raises(WebhookNotConfigured) as caught:
        StripeGateway(KEY, None, secret).parse_event(body.encode(), signed(body), now=MORNING)

    assert caught.value.status == 404


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "data", "object", "livemode", "x"]), inner, max_size=5
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    body=st.binary(max_size=60) | json_values.map(lambda value: json.dumps(value).encode()),
    header=st.none() | st.text(alphabet=string.printable + "é", max_size=30),
)
def test_any_webhook_is_an_event_or_one_of_the_declared_refusals(body: bytes, header: str | None) -> None:
    if header is None:
        header = signed(body.decode("latin-1")) if not body.isascii() else signed(body.decode())

    with suppress(WebhookRefused):
        assert isinstance(door.parse_event(body, header, now=MORNING), Event)
