"""Shoppers come back from the payment page: paid, not yet paid, by "back", or by the button of an order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop import clock
from shop.basket import cookie
from shop.payments.models import Payment
from tests.orders.factories import set_stock, stock
from tests.payments.factories import (
    at_the_payment_page,
    bought,
    how_many,
    mails,
    order_of,
    payment_of,
    session_of,
    standing,
)
from tests.payments.fake_gateway import FakeGateway


def put_aside(client: FlaskClient, *skus: str) -> None:
    for sku in skus:
        assert client.post("/basket/items", data={"sku": sku, "quantity": "1"}).status_code == 303


def in_the_basket(client: FlaskClient) -> bool:
    return client.get_cookie(cookie.NAME) is not None


def test_coming_back_paid_settles_empties_the_basket_and_shows_the_order(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    put_aside(client, "ATROSAN-30")
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    paid_through.pays(session_of(placed))

    answer = client.get(f"/payments/return?session_id={session_of(placed)}")

    assert (answer.status_code, answer.location) == (303, f"/orders/{placed.secret}")
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert standing(placed) == ("confirmed", "paid", "taken")
    assert not in_the_basket(client)
    assert len(mails()) == 1


def test_what_was_put_aside_in_another_tab_meanwhile_stays(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    put_aside(client, "ATROSAN-30")
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    put_aside(client, "BAMBU-100")
    paid_through.pays(session_of(placed))

    client.get(f"/payments/return?session_id={session_of(placed)}")

    page = client.get("/basket").text
    assert "Bambu" in page
    assert "Atrosan" not in page


def test_coming_back_before_the_money_keeps_the_basket(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    put_aside(client, "ATROSAN-30")
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())

    answer = client.get(f"/payments/return?session_id={session_of(placed)}")

    assert answer.location == f"/orders/{placed.secret}"
    assert in_the_basket(client)
    assert standing(placed) == ("created", "placed", "reserved")


def test_coming_back_while_the_provider_is_down_still_shows_the_order(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    paid_through.is_down = True

    answer = client.get(f"/payments/return?session_id={session_of(placed)}")

    assert (answer.status_code, answer.location) == (303, f"/orders/{placed.secret}")


@pytest.mark.parametrize("query", ["?session_id=cs_nobody", "", "?session_id=%00", "?session_id=%ff"])
def test_coming_back_with_a_session_nobody_knows_says_so(query: str, shop: Flask) -> None:
    assert shop.test_client().get(f"/payments/return{query}").status_code == 404


def test_going_back_closes_the_page_and_keeps_the_basket(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    set_stock("ATROSAN-30", 5)
    put_aside(client, "ATROSAN-30")
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())

    answers = [client.get(f"/payments/cancelled/{placed.secret}") for _ in range(2)]

    assert [(a.status_code, a.location) for a in answers] == [(303, "/basket"), (303, "/basket")]
    assert paid_through.sessions[session_of(placed)].status == "expired"
    assert standing(placed) == ("cancelled", "expired", "released")
    assert stock("ATROSAN-30") == (5, 0)
    assert in_the_basket(client)


def test_going_back_after_paying_shows_the_paid_order(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    put_aside(client, "ATROSAN-30")
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    paid_through.pays(session_of(placed))

    answers = [client.get(f"/payments/cancelled/{placed.secret}") for _ in range(2)]

    assert {a.location for a in answers} == {f"/orders/{placed.secret}"}
    assert standing(placed) == ("confirmed", "paid", "taken")
    assert not in_the_basket(client)


def test_going_back_while_the_provider_is_down_leads_to_the_order_and_not_to_the_basket(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    paid_through.is_down = True

    answer = client.get(f"/payments/cancelled/{placed.secret}")

    assert (answer.status_code, answer.location) == (303, f"/orders/{placed.secret}?notice=page-open")
    assert standing(placed) == ("created", "placed", "reserved")
    page = client.get(answer.location).text
    assert "Your payment page may still be open" in page
    assert f'href="/payments/cancelled/{placed.secret}"' in page

    paid_through.is_down = False
    assert client.get(f"/payments/cancelled/{placed.secret}").location == "/basket"
    assert standing(placed) == ("cancelled", "expired", "released")


def test_going_back_from_a_page_the_provider_does_not_know_leads_to_the_order(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    paid_through.forgets(session_of(placed))

    answer = client.get(f"/payments/cancelled/{placed.secret}")

    assert answer.location == f"/orders/{placed.secret}?notice=page-open"
    assert standing(placed) == ("created", "placed", "reserved")


def test_going_back_from_a_page_that_is_not_ours_leads_to_the_order(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    session_id = session_of(placed)
    paid_through.sessions[session_id] = replace(paid_through.sessions[session_id], livemode=True)

    answer = client.get(f"/payments/cancelled/{placed.secret}")

    assert answer.location == f"/orders/{placed.secret}"
    assert standing(placed) == ("created", "needs_attention", "reserved")


def test_an_order_whose_money_came_says_nothing_of_an_open_page(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    paid_through.pays(session_of(placed))
    client.get(f"/payments/return?session_id={session_of(placed)}")

    page = client.get(f"/orders/{placed.secret}?notice=page-open").text

    assert "may still be open" not in page


def test_paying_again_leads_to_the_same_page(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())

    answer = client.post(f"/orders/{placed.secret}/pay")

    assert (answer.status_code, answer.location) == (303, "https://pay.example/cs_test_1")
    assert how_many(Payment) == 1


def test_paying_again_after_an_outage_uses_the_stored_key(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = bought(now=clock.now())
    paid_through.is_down = True
    down = client.post(f"/orders/{placed.secret}/pay")
    assert down.location == f"/orders/{placed.secret}?notice=not-started"
    assert "We could not open the payment page" in client.get(down.location).text

    paid_through.is_down = False
    answer = client.post(f"/orders/{placed.secret}/pay")

    assert answer.location == "https://pay.example/cs_test_1"
    assert list(paid_through.started) == [payment_of(placed).idempotency_key]


def test_paying_again_after_a_refusal_uses_a_new_key(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = bought(now=clock.now())
    paid_through.refuses = True
    assert client.post(f"/orders/{placed.secret}/pay").location.endswith("?notice=not-started")

    paid_through.refuses = False
    answer = client.post(f"/orders/{placed.secret}/pay")

    assert answer.location == "https://pay.example/cs_test_1"
    assert how_many(Payment) == 2


def test_an_email_the_provider_refuses_does_not_stop_the_shopper_from_paying(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    paid_through.refuses_email = True
    placed = bought(now=clock.now())

    answer = client.post(f"/orders/{placed.secret}/pay")

    assert (answer.status_code, answer.location) == (303, "https://pay.example/cs_test_1")
    [(_, sent)] = paid_through.started.values()
    assert "customer_email" not in sent
    assert payment_of(placed).status == "failed"
    assert how_many(Payment) == 2


def test_paying_a_paid_order_shows_the_order_and_takes_nothing(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())
    paid_through.pays(session_of(placed))

    answers = [client.post(f"/orders/{placed.secret}/pay").location for _ in range(2)]

    assert answers == [f"/orders/{placed.secret}"] * 2
    assert order_of(placed).status == "paid"
    assert how_many(Payment) == 1


def test_paying_a_closed_order_shows_that_it_is_closed(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now() - timedelta(hours=1))
    client.get(f"/payments/cancelled/{placed.secret}")

    answer = client.post(f"/orders/{placed.secret}/pay")

    assert answer.location == f"/orders/{placed.secret}"
    assert "This order was closed without payment" in client.get(answer.location).text


def test_another_sites_page_can_not_start_a_payment(
    app: Flask, client: FlaskClient, paid_through: FakeGateway
) -> None:
    placed = bought(now=clock.now())

    answer = client.post(f"/orders/{placed.secret}/pay", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert paid_through.calls == []
