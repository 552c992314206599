"""Checkout sessions as the real library sees them: opened, found, changed, expired, refused."""

from typing import Any

import pytest
import requests
import stripe

from tests.payments.sandbox.running import MORNING, Clock, RunningSandbox, order_parameters


def refusal(library: stripe.StripeClient, parameters: dict[str, Any]) -> tuple[str | None, str | None]:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        library.v1.checkout.sessions.create(params=parameters)
    assert library.v1.checkout.sessions.list().data == []
    return caught.value.code, caught.value.param


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in order_parameters().items() if key != name}


def with_line(**changes: Any) -> dict[str, Any]:
    price = {"currency": "gbp", "unit_amount": 1150, "product_data": {"name": "Tea"}}
    line = {"price_data": {**price, **changes.pop("price", {})}, "quantity": 1, **changes}
    return {**order_parameters(), "line_items": [{k: v for k, v in line.items() if v is not None}]}


def test_a_session_is_opened_with_what_was_sent(
    library: stripe.StripeClient, sandbox: RunningSandbox
) -> None:
    session = library.v1.checkout.sessions.create(params=order_parameters())

    assert session.id.startswith("cs_test_")
    assert session.url == f"{sandbox.url}/pay/{session.id}"
    assert (session.object, session.status, session.payment_status) == ("checkout.session", "open", "unpaid")
    assert (session.livemode, session.mode, session.payment_intent) == (False, "payment", None)
    assert (session.amount_total, session.currency) == (2645, "gbp")
    assert session.client_reference_id == "5f0c3f0e-8a51-4c5b-9a53-0d1d6a1f7a11"
    assert session.metadata.to_dict() == {"payment": "5f0c3f0e-8a51-4c5b-9a53-0d1d6a1f7a11"}
    assert session.customer_details.email == "ada@example.com"
    assert session.expires_at == int(MORNING.timestamp()) + 31 * 60
    assert library.v1.checkout.sessions.retrieve(session.id).to_dict() == session.to_dict()


def test_the_lines_come_back_in_order(library: stripe.StripeClient) -> None:
    session = library.v1.checkout.sessions.create(params=order_parameters())

    lines = library.v1.checkout.sessions.line_items.list(session.id)

    assert [(line.description, line.quantity, line.amount_total) for line in lines.data] == [
        ("Valerian root tea & honey", 2, 2300),
        ("Delivery", 1, 345),
    ]
    first = library.v1.checkout.sessions.line_items.list(session.id, params={"limit": 1})
    assert first.has_more is True
    assert [line.description for line in first.auto_paging_iter()] == [
        "Valerian root tea & honey",
        "Delivery",
    ]
    expanded = library.v1.checkout.sessions.retrieve(session.id, params={"expand": ["line_items"]})
    assert [line.description for line in expanded.line_items.data] == [
        "Valerian root tea & honey",
        "Delivery",
    ]


def test_a_parameter_the_library_does_not_declare_is_refused(library: stripe.StripeClient) -> None:
    parameters = {**order_parameters(), "payment_method_types": ["card"]}

    assert refusal(library, parameters) == ("parameter_unknown", "payment_method_types")
    nested = with_line(price={"product_data": {"name": "Tea", "colour": "green"}})
    assert refusal(library, nested) == (
        "parameter_unknown",
        "line_items[0][price_data][product_data][colour]",
    )


@pytest.mark.parametrize("name", ["mode", "success_url", "line_items"])
def test_a_parameter_that_must_be_there_is_missed(library: stripe.StripeClient, name: str) -> None:
    assert refusal(library, without(name)) == ("parameter_missing", name)


PRICE = "line_items[0][price_data]"
NAME = f"{PRICE}[product_data][name]"


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"quantity": None}, "parameter_missing", "line_items[0][quantity]"),
        ({"quantity": 0}, "parameter_invalid_integer", "line_items[0][quantity]"),
        ({"quantity": "two"}, "parameter_invalid_integer", "line_items[0][quantity]"),
        ({"price": {"unit_amount": "11.50"}}, "parameter_invalid_integer", f"{PRICE}[unit_amount]"),
        ({"price": {"unit_amount": -1}}, "parameter_invalid_integer", f"{PRICE}[unit_amount]"),
        ({"price": {"unit_amount": 29}}, "amount_too_small", None),
        ({"price": {"unit_amount": 100_000_000}}, "amount_too_large", None),
        ({"price": {"currency": "GBP"}}, None, f"{PRICE}[currency]"),
        ({"price": {"product_data": {}}}, "parameter_missing", f"{PRICE}[product_data]"),
        (
            {"price": {"product_data": {"name": ""}}},
            "parameter_invalid_empty",
            NAME,
        ),
        ({"tax_rates": ["txr_1"]}, "sandbox_not_simulated", "line_items[0][tax_rates]"),
    ],
)
def test_a_line_that_will_not_do_is_refused(
    library: stripe.StripeClient, changes: dict[str, Any], code: str | None, param: str | None
) -> None:
    assert refusal(library, with_line(**changes)) == (code, param)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"mode": "subscription"}, "sandbox_not_simulated"),
        ({"mode": "gift"}, None),
        ({"success_url": "javascript:alert(1)"}, "url_invalid"),
        ({"cancel_url": "/basket"}, "url_invalid"),
        ({"customer_email": "nobody"}, "email_invalid"),
        ({"client_reference_id": "x" * 201}, "parameter_invalid_string_max_length"),
        ({"discounts": [{"coupon": "TENOFF"}]}, "sandbox_not_simulated"),
        ({"metadata": {"note": "x" * 501}}, None),
        ({"expires_at": int(MORNING.timestamp()) + 29 * 60}, None),
        ({"expires_at": int(MORNING.timestamp()) + 24 * 60 * 60 + 1}, None),
    ],
)
def test_a_session_that_will_not_do_is_refused(
    library: stripe.StripeClient, changes: dict[str, Any], code: str | None
) -> None:
    assert refusal(library, {**order_parameters(), **changes})[0] == code


def test_thirty_pence_and_thirty_minutes_are_enough(library: stripe.StripeClient) -> None:
    parameters = with_line(price={"unit_amount": 30})
    parameters["expires_at"] = int(MORNING.timestamp()) + 30 * 60

    assert library.v1.checkout.sessions.create(params=parameters).amount_total == 30


def test_another_key_or_none_is_not_let_in(sandbox: RunningSandbox) -> None:
    other = stripe.StripeClient("sk_test_sandbox_other", base_addresses={"api": sandbox.url})

    with pytest.raises(stripe.AuthenticationError):
        other.v1.checkout.sessions.list()
    assert sandbox.api("GET", "/v1/events", headers={"Authorization": ""}).status_code == 401
    basic = sandbox.api(
        "GET", "/v1/events", headers={"Authorization": ""}, auth=("sk_test_sandbox_for_tests", "")
    )
    assert basic.status_code == 200


def test_a_session_that_is_not_there_is_404(library: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        library.v1.checkout.sessions.retrieve("cs_test_none")

    assert (caught.value.http_status, caught.value.code) == (404, "resource_missing")
    assert caught.value.user_message == "No such checkout.session: 'cs_test_none'"
    assert str(caught.value.request_id).startswith("req_")


def test_an_expired_session_is_closed_once(library: stripe.StripeClient, sandbox: RunningSandbox) -> None:
    session = library.v1.checkout.sessions.create(params=order_parameters())

    expired = library.v1.checkout.sessions.expire(session.id)

    assert (expired.status, expired.url, expired.payment_status) == ("expired", None, "unpaid")
    with pytest.raises(stripe.InvalidRequestError, match="status of `expired`"):
        library.v1.checkout.sessions.expire(session.id)
    assert [event.type for event in library.v1.events.list().data] == ["checkout.session.expired"]


def test_a_session_expires_by_itself_when_its_time_is_up(
    library: stripe.StripeClient, clock: Clock, sandbox: RunningSandbox
) -> None:
    session = library.v1.checkout.sessions.create(params=order_parameters())
    clock.advance(minutes=31)

    assert library.v1.checkout.sessions.retrieve(session.id).status == "expired"
    assert "This payment page has run out" in requests.get(f"{sandbox.url}/pay/{session.id}").text
    assert library.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"


def test_metadata_can_be_changed_and_unset(library: stripe.StripeClient) -> None:
    session = library.v1.checkout.sessions.create(params=order_parameters())

    library.v1.checkout.sessions.update(session.id, params={"metadata": {"note": "a", "payment": ""}})

    assert library.v1.checkout.sessions.retrieve(session.id).metadata.to_dict() == {"note": "a"}


def test_lists_are_newest_first_and_page_both_ways(library: stripe.StripeClient) -> None:
    made = [library.v1.checkout.sessions.create(params=order_parameters()).id for _ in range(3)]

    newest = library.v1.checkout.sessions.list(params={"limit": 2})
    assert [session.id for session in newest.data] == [made[2], made[1]]
    assert newest.has_more is True
    assert [session.id for session in newest.auto_paging_iter()] == made[::-1]
    before = library.v1.checkout.sessions.list(params={"ending_before": made[0], "limit": 1})
    assert [session.id for session in before.data] == [made[1]]
    assert before.has_more is True
    library.v1.checkout.sessions.expire(made[0])
    assert [s.id for s in library.v1.checkout.sessions.list(params={"status": "expired"}).data] == [made[0]]
    with pytest.raises(stripe.InvalidRequestError):
        library.v1.checkout.sessions.list(params={"limit": 101})
    with pytest.raises(stripe.InvalidRequestError):
        library.v1.checkout.sessions.list(params={"starting_after": "cs_test_none"})
    later = library.v1.checkout.sessions.list(params={"created": {"gt": int(MORNING.timestamp())}})
    assert later.data == []


def test_a_restart_forgets_nothing(library: stripe.StripeClient, sandbox: RunningSandbox) -> None:
    session = library.v1.checkout.sessions.create(
        params=order_parameters(), options={"idempotency_key": "order-1"}
    )

    sandbox.stop()
    sandbox.start()

    assert library.v1.checkout.sessions.retrieve(session.id).to_dict() == session.to_dict()
    again = library.v1.checkout.sessions.create(
        params=order_parameters(), options={"idempotency_key": "order-1"}
    )
    assert again.id == session.id
