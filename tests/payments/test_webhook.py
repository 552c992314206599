import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop import clock
from shop.payments.gateway import NAME
from shop.payments.models import PaymentEvent
from shop.payments.stripe_gateway import StripeGateway
from tests.payments.factories import (
    at_the_payment_page,
    bought,
    how_many,
    mails,
    order_of,
    paid,
    payment_of,
    session_of,
    standing,
)
from tests.payments.fake_gateway import SIGNED, FakeGateway

COMPLETED = "checkout.session.completed"
ADDRESS = "/payments/stripe/webhook"


def sends(client: FlaskClient, session_id: str | None, **differently: Any) -> TestResponse:
    """The provider sends a signed message about a session."""
    event = {"id": "evt_1", "type": COMPLETED, "session_id": session_id, "livemode": False, **differently}
    return client.post(ADDRESS, data=json.dumps(event), headers={"Stripe-Signature": SIGNED})


def test_a_message_about_a_paid_session_settles_it(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    paid_through.pays(session_of(placed))

    answer = sends(client, session_of(placed))

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert standing(placed) == ("confirmed", "paid", "taken")
    assert how_many(PaymentEvent) == 1


def test_a_doubled_message_is_kept_once_and_mails_once(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    paid_through.pays(session_of(placed))

    answers = [sends(client, session_of(placed)).status_code for _ in range(3)]

    assert answers == [200, 200, 200]
    assert how_many(PaymentEvent) == 1
    assert len(mails()) == 1


def test_an_early_message_is_no_reason_to_believe_in_money(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())

    answer = sends(client, session_of(placed))

    assert answer.status_code == 200
    assert standing(placed) == ("created", "placed", "reserved")


def test_a_message_before_the_session_was_noted_is_kept_and_answered(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = bought(now=clock.now())

    answer = sends(client, "cs_test_1")

    assert answer.status_code == 200
    assert how_many(PaymentEvent) == 1
    assert standing(placed) == ("created", "placed", "reserved")


@pytest.mark.parametrize(
    ("session_id", "kind"), [("cs_nobody_knows", COMPLETED), (None, "customer.created"), (None, "x.y.z")]
)
def test_a_message_that_is_none_of_our_business_is_answered_and_kept(
    session_id: str | None, kind: str, app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    answer = sends(client, session_id, type=kind)

    assert answer.status_code == 200
    assert how_many(PaymentEvent) == 1
    assert paid_through.calls == []


def test_a_message_while_the_provider_is_down_is_asked_for_again(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    paid_through.pays(session_of(placed))
    paid_through.is_down = True
    assert sends(client, session_of(placed)).status_code == 503
    assert order_of(placed).status == "placed"

    paid_through.is_down = False
    assert sends(client, session_of(placed)).status_code == 200
    assert order_of(placed).status == "paid"


def test_a_message_about_a_session_the_provider_forgot_is_not_asked_for_again(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    session_id = session_of(placed)
    paid_through.forgets(session_id)

    assert sends(client, session_id).status_code == 200
    assert order_of(placed).status == "placed"


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (b"{}", "somebody else"),
        (b"{}", ""),
        (b"{not json", SIGNED),
        (b"\xff\xfe", SIGNED),
    ],
)
def test_what_is_not_signed_or_not_readable_is_refused_and_not_kept(
    body: bytes, signature: str, app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    answer = client.post(ADDRESS, data=body, headers={"Stripe-Signature": signature})

    assert answer.status_code == 400
    assert how_many(PaymentEvent) == 0


@pytest.mark.parametrize("signature", ["", "t=1,v1=00", "nonsense", "t=99999999999,v1=00"])
def test_the_real_gateway_refuses_forged_signatures_at_the_door(
    signature: str, app: Flask, client: FlaskClient
) -> None:
    app.extensions[NAME] = StripeGateway("sk_test_x", "http://127.0.0.1:9", "whsec_x")

    answer = client.post(ADDRESS, data=b"{}", headers={"Stripe-Signature": signature})

    assert answer.status_code == 400
    assert how_many(PaymentEvent) == 0


def test_the_webhook_is_off_without_a_secret(app: Flask, client: FlaskClient) -> None:
    app.extensions[NAME] = StripeGateway("sk_test_x", "http://127.0.0.1:9", None)

    assert client.post(ADDRESS, data=b"{}").status_code == 404


def test_another_sites_page_can_not_send_messages(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    answer = client.post(
        ADDRESS, data=b"{}", headers={"Stripe-Signature": SIGNED, "Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403


def test_a_message_quicker_than_our_note_of_the_page_finds_its_payment_and_settles_it(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = bought(now=clock.now())
    payment = payment_of(placed)
    key, parameters, uuid = payment.idempotency_key, payment.parameters, payment.uuid
    started = paid_through.start_checkout(idempotency_key=key, parameters=parameters)
    paid_through.pays(started.session_id)

    assert sends(client, started.session_id, reference=uuid).status_code == 200

    assert standing(placed) == ("confirmed", "paid", "taken")
    assert len(paid_through.sessions) == 1


@pytest.mark.parametrize("differently", [{"livemode": True}, {"account": "acct_another"}])
def test_a_message_for_another_shop_is_kept_and_not_acted_on(
    differently: dict[str, Any], app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    paid_through.pays(session_of(placed))
    paid_through.calls.clear()

    assert sends(client, session_of(placed), **differently).status_code == 200

    assert (how_many(PaymentEvent), paid_through.calls) == (1, [])
    assert standing(placed) == ("created", "placed", "reserved")


@pytest.mark.parametrize("kind", ["charge.refunded", "refund.failed", "charge.dispute.created"])
def test_a_message_about_a_charge_settles_its_payment(
    kind: str, app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = paid(paid_through, clock.now())
    paid_through.gives_back(session_of(placed), 1500)

    assert sends(client, None, type=kind, payment_intent="pi_1").status_code == 200

    assert standing(placed)[:2] == ("refunded", "needs_attention")
