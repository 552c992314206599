"""A provider in memory behind the shop."""

from collections.abc import Callable

import pytest
from flask import Flask

from shop.db import db, transaction
from shop.payments.gateway import NAME
from shop.payments.models import Payment
from shop.payments.queries import get_payment
from tests.payments.fake_gateway import FakeGateway


@pytest.fixture
def gateway() -> FakeGateway:
    """A provider with no sessions yet."""
    return FakeGateway()


@pytest.fixture
def paid_through(app: Flask, gateway: FakeGateway) -> FakeGateway:
    """The provider that the shop's own pages speak to."""
    app.extensions[NAME] = gateway
    return gateway


@pytest.fixture
def second_payment(gateway: FakeGateway) -> Callable[[int], int]:
    """Makes another paid payment of the same order, as a person with a hand in the database would."""
    return lambda payment_id: _second_payment(payment_id, gateway)


def _second_payment(payment_id: int, gateway: FakeGateway) -> int:
    """Another paid payment of the same order, as a person with a hand in the database would make it."""
    first = get_payment(payment_id)
    parameters = {**first.parameters, "client_reference_id": "second"}
    values = {"order_id": first.order_id, "amount_minor": first.amount_minor, "at": first.created_at}
    key, expires_at = "payment-second", first.expires_at
    started = gateway.start_checkout(idempotency_key=key, parameters=parameters)
    with transaction():
        payment = Payment(
            **values,
            uuid="second",
            provider="stripe",
            idempotency_key=key,
            parameters=parameters,
            currency="gbp",
            livemode=False,
            reference=started.session_id,
            url=started.url,
            expires_at=expires_at,
        )
        db.session.add(payment)
        db.session.flush()
        second = payment.id
    gateway.pays(started.session_id)
    return second
