from flask import Flask

from shop.payments.gateway import NAME
from tests.checkout.shopping import orders, puts_aside, reviews
from tests.orders.factories import set_stock, stock
from tests.payments.factories import mails
from tests.payments.fake_gateway import FakeGateway


def test_from_basket_to_paid_order_on_both_databases(shop: Flask, gateway: FakeGateway) -> None:
    shop.extensions[NAME] = gateway
    set_stock("ATROSAN-30", 5)
    client = shop.test_client()

    puts_aside(client, ATROSAN_30=1, BAMBU_100=2)
    to_pay = orders(client, reviews(client).text)
    gateway.pays("cs_test_1")
    back = client.get("/payments/return?session_id=cs_test_1")
    page = client.get(back.location)

    assert to_pay.location == "https://pay.example/cs_test_1"
    assert "Thank you. Your order is paid for" in page.text
    assert "Your basket is empty" in client.get("/basket").text
    assert stock("ATROSAN-30") == (4, 0)
    assert len(mails()) == 1
