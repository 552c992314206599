"""What is sent to open a payment page: whole pence, no empties, nothing about the customer's health."""

import json
from typing import Any

import pytest
import requests
import stripe

from shop.payments.gateway_values import CheckoutLine, refund_parameters
from shop.payments.sandbox.declarations import check, declaration
from shop.payments.sandbox.forms import decode
from shop.payments.stripe_gateway import EVENT_TYPES, PAGE, WITH_CHARGE
from tests.payments.sandbox.running import MORNING, order_parameters


def test_the_parameters_are_exactly_these() -> None:
    assert order_parameters() == {
        "mode": "payment",
        "line_items": [
            {
                "price_data": {
                    "currency": "gbp",
                    "unit_amount": 1150,
                    "product_data": {"name": "Valerian root tea & honey"},
                },
                "quantity": 2,
            },
            {
                "price_data": {"currency": "gbp", "unit_amount": 345, "product_data": {"name": "Delivery"}},
                "quantity": 1,
            },
        ],
        "client_reference_id": "5f0c3f0e-8a51-4c5b-9a53-0d1d6a1f7a11",
        "metadata": {"payment": "5f0c3f0e-8a51-4c5b-9a53-0d1d6a1f7a11"},
        "customer_email": "ada@example.com",
        "success_url": "http://shop.example/thanks?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://shop.example/basket",
        "expires_at": int(MORNING.timestamp()) + 31 * 60,
        "locale": "en-GB",
    }
    assert json.loads(json.dumps(order_parameters())) == order_parameters()


def test_every_parameter_holds_against_the_library_s_own_declarations() -> None:
    encoded = requests.Request("POST", "http://x", data=dict(stripe._encode._api_encode(order_parameters())))
    body = encoded.prepare().body

    assert check("checkout.sessions.create", decode(str(body).encode())) == order_parameters()
    assert order_parameters().keys() <= (declaration("checkout.sessions.create").fields or {}).keys()


def test_a_line_that_does_not_divide_is_sent_as_one_piece() -> None:
    parameters = order_parameters(lines=[CheckoutLine("Magnesium", 10, 17925)], amount_minor=17925 + 345)

    line = parameters["line_items"][0]
    assert (line["quantity"], line["price_data"]["unit_amount"]) == (1, 17925)
    assert line["price_data"]["product_data"]["name"] == "10 × Magnesium"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"lines": [CheckoutLine("Tea", 1, 11.5)]}, TypeError),
        ({"lines": [CheckoutLine("Tea", 1.0, 2300)]}, TypeError),
        ({"lines": [CheckoutLine("Tea", True, 2300)]}, TypeError),
        ({"lines": [CheckoutLine("Tea", 0, 2300)]}, ValueError),
        ({"lines": [CheckoutLine("Tea", 1, -2300)]}, ValueError),
        ({"lines": [CheckoutLine(" ", 1, 2300)]}, ValueError),
        ({"amount_minor": 2646}, ValueError),
        ({"email": ""}, ValueError),
        ({"success_url": None}, ValueError),
    ],
)
def test_floats_empties_and_wrong_sums_never_leave(changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        order_parameters(**changes)


def test_the_parameters_are_a_pure_function_of_the_order() -> None:
    order = order_parameters()

    assert order == order_parameters()
    assert set(order["metadata"]) == {"payment"}


def test_every_parameter_of_a_refund_holds_against_the_declarations_too() -> None:
    parameters = refund_parameters(payment_intent="pi_1", amount_minor=1150, key="refund-1")
    encoded = requests.Request("POST", "http://x", data=dict(stripe._encode._api_encode(parameters)))

    assert check("refunds.create", decode(str(encoded.prepare().body).encode())) == parameters


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("checkout.sessions.retrieve", WITH_CHARGE),
        ("checkout.sessions.expire", WITH_CHARGE),
        ("refunds.list", {"payment_intent": "pi_1", "limit": PAGE, "starting_after": "re_1"}),
        ("events.list", {"types": EVENT_TYPES, "created": {"gte": 1}, "limit": PAGE}),
    ],
)
def test_every_parameter_of_a_question_holds_against_the_declarations(
    operation: str, parameters: dict[str, Any]
) -> None:
    encoded = requests.Request("GET", "http://x", params=dict(stripe._encode._api_encode(parameters)))
    query = str(encoded.prepare().url).partition("?")[2]

    assert check(operation, decode(query.encode())) == parameters


@pytest.mark.parametrize(("amount", "error"), [(0, ValueError), (-1, ValueError), (11.5, TypeError)])
def test_nothing_or_a_float_is_never_given_back(amount: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        refund_parameters(payment_intent="pi_1", amount_minor=amount, key="refund-1")
