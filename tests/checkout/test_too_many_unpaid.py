from flask import Flask
from flask.testing import FlaskClient

from shop.orders.models import Order
from shop.payments.models import Payment
from tests.checkout.shopping import orders, puts_aside, reviews
from tests.orders.factories import set_stock, stock
from tests.payments.factories import how_many
from tests.payments.fake_gateway import FakeGateway


def test_a_sixth_unpaid_order_for_one_email_is_refused_and_nothing_is_written(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    set_stock("BAMBU-100", 50)
    puts_aside(client, BAMBU_100=1)
    for _ in range(5):
        assert orders(client, reviews(client).text).status_code == 303

    answer = orders(client, reviews(client, email="ADA@Example.com").text)

    assert answer.status_code == 429
    assert "Pay for one of them" in answer.text
    assert (how_many(Order), how_many(Payment), len(paid_through.sessions)) == (5, 5, 5)
    assert stock("BAMBU-100") == (50, 5)
    assert orders(client, reviews(client, email="grace@example.com").text).status_code == 303
