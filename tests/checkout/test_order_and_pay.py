"""The button that orders: what it writes down, what it checks again, and what it refuses."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shop.basket import cookie
from shop.catalog.models import Variant
from shop.db import db, transaction
from shop.orders.models import Order
from shop.orders.queries import get_order
from shop.payments.models import Payment
from tests.checkout.shopping import hidden, orders, puts_aside, reviews
from tests.orders.factories import set_stock, stock
from tests.payments.factories import how_many
from tests.payments.fake_gateway import FakeGateway


def the_order() -> Order:
    db.session.rollback()
    return get_order(db.session.execute(select(Order.id)).scalar_one())


def set_price(sku: str, price_minor: int) -> None:
    with transaction() as session:
        session.execute(update(Variant).where(Variant.sku == sku).values(price_minor=price_minor))


def assert_nothing_was_ordered(gateway: FakeGateway) -> None:
    assert (how_many(Order), how_many(Payment), gateway.calls) == (0, 0, [])


def test_the_button_orders_and_leads_to_the_payment_page(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    set_stock("ATROSAN-30", 5)
    puts_aside(client, ATROSAN_30=1, BAMBU_100=2)

    answer = orders(client, reviews(client).text)

    assert (answer.status_code, answer.location) == (303, "https://pay.example/cs_test_1")
    order = the_order()
    assert (order.status, order.total_minor, order.age_confirmed) == ("placed", 2650, True)
    assert order.terms_version == "2026-11"
    assert order.address() == ["Ada Lovelace", "12 St James's Square", "London", "SW1Y 4JH"]
    assert stock("ATROSAN-30") == (5, 1)
    # The basket is kept until the money is in, so that going back costs nothing.
    assert client.get_cookie(cookie.NAME) is not None


def test_pressing_twice_gives_one_order_and_the_same_payment_page(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    set_stock("ATROSAN-30", 5)
    puts_aside(client, ATROSAN_30=1)
    page = reviews(client).text

    locations = [orders(client, page).location for _ in range(3)]

    assert set(locations) == {"https://pay.example/cs_test_1"}
    assert (how_many(Order), how_many(Payment), len(paid_through.sessions)) == (1, 1, 1)
    assert stock("ATROSAN-30") == (5, 1)


def test_pressing_again_after_the_basket_changed_in_another_tab_still_pays_for_what_was_ordered(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    puts_aside(client, ATROSAN_30=1)
    page = reviews(client).text
    orders(client, page)
    puts_aside(client, BAMBU_100=2)

    assert orders(client, page).location == "https://pay.example/cs_test_1"
    assert the_order().total_minor == 1500


def test_pressing_again_once_it_is_paid_shows_the_order(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    puts_aside(client, ATROSAN_30=1)
    page = reviews(client).text
    orders(client, page)
    paid_through.pays("cs_test_1")
    client.get("/payments/return?session_id=cs_test_1")

    answer = orders(client, page)

    assert answer.location == f"/orders/{the_order().secret}"
    assert how_many(Payment) == 1


def test_a_changed_price_is_shown_before_anything_is_ordered(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    puts_aside(client, ATROSAN_30=1)
    page = reviews(client).text
    set_price("ATROSAN-30", 1250)

    answer = orders(client, page)

    assert answer.status_code == 409
    assert "<title>Error: Check your order ·" in answer.text
    assert "now costs £12.50. It was £11.50." in answer.text
    assert "The total is now £16.00." in answer.text
    assert_nothing_was_ordered(paid_through)

    assert orders(client, answer.text).status_code == 303
    assert the_order().total_minor == 1600


def test_a_basket_changed_in_another_tab_is_shown_before_anything_is_ordered(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    puts_aside(client, ATROSAN_30=1)
    page = reviews(client).text
    puts_aside(client, ATROSAN_30=1, BAMBU_100=1)

    answer = orders(client, page)

    assert answer.status_code == 409
    assert "your basket now holds 2. It was 1." in answer.text
    assert "is new in your basket." in answer.text
    assert_nothing_was_ordered(paid_through)


def test_other_goods_for_the_same_total_are_noticed(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    set_price("BAMBU-100", 1150)
    puts_aside(client, ATROSAN_30=1)
    page = reviews(client).text
    client.post("/basket/items/ATROSAN-30", data={"quantity": "0"})
    puts_aside(client, BAMBU_100=1)

    answer = orders(client, page)

    assert answer.status_code == 409
    assert "Something is no longer in your basket." in answer.text
    assert_nothing_was_ordered(paid_through)


def test_a_cheap_total_sent_with_a_dear_basket_orders_nothing(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    puts_aside(client, ATROSAN_30=1)
    page = reviews(client).text
    shown = hidden(page)["shown"].replace("1150", "1").replace("1500", "351")

    assert orders(client, page, shown=shown).status_code == 409
    assert orders(client, page, shown=None).status_code == 409
    assert orders(client, page, shown="|" * 50).status_code == 409
    assert_nothing_was_ordered(paid_through)


def test_a_page_without_its_token_is_shown_again(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    puts_aside(client, ATROSAN_30=1)

    answer = orders(client, reviews(client).text, attempt=None)

    assert answer.status_code == 409
    assert "This page was too old to order from." in answer.text
    assert_nothing_was_ordered(paid_through)


def test_a_medicine_needs_both_ticks(app: Flask, client: FlaskClient, paid_through: FakeGateway) -> None:
    puts_aside(client, ATROSAN_30=1)
    page = reviews(client).text

    answer = orders(client, page, age=None, leaflet=None)

    assert answer.status_code == 400
    assert "<title>Error: Check your order ·" in answer.text
    assert '<a href="#age">Tick the box about age.' in answer.text
    assert '<a href="#leaflet">Read who should not take this, then tick the box.</a>' in answer.text
    assert 'id="age"' in answer.text
    assert orders(client, page, leaflet=None).status_code == 400
    assert orders(client, page, age="no").status_code == 400
    assert_nothing_was_ordered(paid_through)


def test_what_was_ticked_stays_ticked(app: Flask, client: FlaskClient, paid_through: FakeGateway) -> None:
    puts_aside(client, ATROSAN_30=1)

    answer = orders(client, reviews(client).text, leaflet=None)

    assert 'id="age" name="age" value="yes" checked' in answer.text
    assert 'id="leaflet" name="leaflet" value="yes">' in answer.text


def test_food_alone_is_ordered_without_ticks(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    puts_aside(client, BAMBU_100=1)

    answer = orders(client, reviews(client).text, age=None, leaflet=None)

    assert answer.status_code == 303
    assert the_order().age_confirmed is False


def test_the_last_box_gone_meanwhile_is_said_and_nothing_ordered(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    puts_aside(client, ATROSAN_30=1)
    page = reviews(client).text
    set_stock("ATROSAN-30", 0)

    answer = orders(client, page)

    assert answer.status_code == 409
    assert "This is out of stock just now." in answer.text
    assert_nothing_was_ordered(paid_through)


def test_details_spoiled_on_the_way_lead_back_to_the_form(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    puts_aside(client, ATROSAN_30=1)

    answer = orders(client, reviews(client).text, email="ada@example.com\nBcc: eve@example.com")

    assert answer.status_code == 400
    assert "Error: Where to send your order" in answer.text
    assert_nothing_was_ordered(paid_through)


def test_a_provider_that_is_down_keeps_the_order_and_offers_to_try_again(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    puts_aside(client, ATROSAN_30=1)
    paid_through.is_down = True

    answer = orders(client, reviews(client).text)

    secret = the_order().secret
    assert answer.location == f"/orders/{secret}?notice=not-started"
    page = client.get(answer.location).text
    assert "We could not open the payment page" in page
    assert "Try paying again: £15.00" in page

    paid_through.is_down = False
    assert client.post(f"/orders/{secret}/pay").location == "https://pay.example/cs_test_1"
    assert how_many(Payment) == 1


def test_an_email_the_provider_refuses_still_leads_to_a_payment_page(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    puts_aside(client, ATROSAN_30=1)
    paid_through.refuses_email = True

    answer = orders(client, reviews(client).text)

    assert (answer.status_code, answer.location) == (303, "https://pay.example/cs_test_1")
    assert (how_many(Order), how_many(Payment)) == (1, 2)


def test_another_sites_page_can_not_order(app: Flask, client: FlaskClient, paid_through: FakeGateway) -> None:
    puts_aside(client, ATROSAN_30=1)
    form = hidden(reviews(client).text)

    for path in ("/checkout", "/checkout/review", "/checkout/details"):
        answer = client.post(path, data=form, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403

    assert_nothing_was_ordered(paid_through)


def test_two_valerian_products_can_not_be_ordered_together(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    with app.test_request_context():
        response = app.response_class()
        both = cookie.Basket((cookie.Line("DORMEASAN-15", 1, 550), cookie.Line("STRESS-RELIEF-15", 1, 550)))
        cookie.store(response, both)
    for value in response.headers.getlist("Set-Cookie"):
        name, _, rest = value.partition("=")
        client.set_cookie(name, rest.partition(";")[0])

    answer = client.get("/checkout")

    assert answer.status_code == 409
    assert "They must not be taken together" in answer.text
    assert_nothing_was_ordered(paid_through)
