"""Somebody waits for a pack: they say yes in a mail, are told once, and are forgotten."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.alerts.actions import ask, confirm, forget_old, tell_who_waits
from shop.alerts.models import StockAlert
from shop.catalog.queries import variants_by_sku
from shop.db import db, transaction
from shop.mail.models import OutboxMessage
from tests.crowds import all_at_once
from tests.shelves import set_shelf

SKU = "ATROSAN-30"
ASK = "/shop/atrosan/back-in-stock"


def mails() -> list[OutboxMessage]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def waiting() -> list[tuple[str, bool]]:
    db.session.rollback()
    rows = db.session.scalars(select(StockAlert).order_by(StockAlert.id))
    return [(row.email, row.confirmed_at is not None) for row in rows]


def link_in(mail: OutboxMessage) -> str:
    found = re.search(r"/alerts/[A-Za-z0-9_-]+", mail.text)
    assert found is not None
    return found.group()


def asks(client: FlaskClient, email: str = "Ada@example.com") -> str:
    """Asks on the page of a sold-out pack; gives the link of the mail."""
    answer = client.post(ASK, data={"sku": SKU, "email": email})
    assert answer.status_code == 200
    assert "Check your email" in answer.text
    return link_in(mails()[-1])


def test_a_sold_out_pack_offers_a_form_and_a_pack_in_stock_none(client: FlaskClient) -> None:
    assert ASK not in client.get("/shop/atrosan").text

    set_shelf(SKU, 0)

    page = client.get("/shop/atrosan")
    assert page.text.count(f'action="{ASK}"') == 1
    assert page.text.count(f'name="sku" value="{SKU}"') == 1
    assert page.headers["ETag"]


def test_who_said_yes_gets_one_mail_when_the_pack_is_back_and_is_forgotten(
    client: FlaskClient, now: datetime
) -> None:
    set_shelf(SKU, 0)
    link = asks(client)
    assert waiting() == [("ada@example.com", False)]
    assert "Yes, write to me once" in client.get(link).text
    assert waiting() == [("ada@example.com", False)], "following the link alone says nothing"

    assert "You will hear from us once" in client.post(f"{link}/confirm").text
    with transaction():
        assert tell_who_waits(now=now) == 0
    set_shelf(SKU, 3)
    for expected in (1, 0):
        with transaction():
            assert tell_who_waits(now=now) == expected

    asked, told = mails()
    assert asked.to == "Ada@example.com"
    assert told.subject == "In stock again: A.Vogel Atrosan Devil's Claw tablets, 30 tablets"
    assert "Always read the leaflet." in told.text
    assert "£" not in told.text
    assert waiting() == []
    assert client.get(link).status_code == 404


def test_who_never_said_yes_hears_nothing_and_is_forgotten_after_two_days(
    client: FlaskClient, now: datetime
) -> None:
    set_shelf(SKU, 0)
    with transaction():
        ask(variant=variants_by_sku([SKU])[SKU], email="ada@example.com", now=now)
    set_shelf(SKU, 3)

    with transaction():
        assert tell_who_waits(now=now) == 0
        assert forget_old(now=now + timedelta(days=2)) == 0
        assert forget_old(now=now + timedelta(days=2, seconds=1)) == 1

    assert waiting() == []


def test_the_link_takes_off_the_list_before_and_after_the_yes(client: FlaskClient) -> None:
    set_shelf(SKU, 0)
    for yes in (False, True):
        link = asks(client)
        if yes:
            client.post(f"{link}/confirm")

        assert "Your address is deleted" in client.post(f"{link}/stop").text

        assert waiting() == []
        assert client.post(f"{link}/confirm").status_code == 404


def test_asking_again_sends_nothing_and_says_the_same(client: FlaskClient) -> None:
    set_shelf(SKU, 0)
    asks(client)

    again = client.post(ASK, data={"sku": SKU, "email": "ada@EXAMPLE.com"})

    assert "Check your email" in again.text
    assert len(mails()) == 1


def test_only_the_hash_of_the_key_is_kept(client: FlaskClient) -> None:
    set_shelf(SKU, 0)
    token = asks(client).removeprefix("/alerts/")

    kept = db.session.scalars(select(StockAlert)).one()

    assert token != kept.token_hash
    assert re.fullmatch("[0-9a-f]{64}", kept.token_hash)


def test_one_address_may_ask_five_times_a_minute(client: FlaskClient) -> None:
    set_shelf(SKU, 0)

    answers = [
        client.post(ASK, data={"sku": SKU, "email": f"a{number}@example.com"}).status_code
        for number in range(6)
    ]

    assert answers == [200] * 5 + [429]
    assert len(mails()) == 5


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@example", "a@b.c, d@e.f", "a\r\nBcc: b@c.de@x.yz", "a@b." + "c" * 300]
)
def test_what_is_no_address_is_said_beside_the_field(client: FlaskClient, email: str) -> None:
    set_shelf(SKU, 0)

    answer = client.post(ASK, data={"sku": SKU, "email": email})

    assert answer.status_code == 400
    assert answer.text.count("Enter an email address, like name@example.com.") == 2
    assert mails() == []


@pytest.mark.parametrize("sku", ["", "BAMBU-100", "NOTHING-1", "\0", "x" * 100])
def test_a_pack_of_another_page_is_refused(client: FlaskClient, sku: str) -> None:
    assert client.post(ASK, data={"sku": sku, "email": "ada@example.com"}).status_code == 404


def test_a_pack_that_is_back_already_keeps_no_address(client: FlaskClient) -> None:
    answer = client.post(ASK, data={"sku": SKU, "email": "ada@example.com"})

    assert "It is back already" in answer.text
    assert waiting() == []


@pytest.mark.parametrize("token", ["x", "é" * 43, "a" * 43, "%00"])
def test_a_key_nobody_has_leads_nowhere(client: FlaskClient, token: str) -> None:
    assert client.get(f"/alerts/{token}").status_code == 404
    assert client.post(f"/alerts/{token}/stop").status_code == 404


def test_twenty_workers_at_once_send_one_mail(app: Flask, now: datetime) -> None:
    set_shelf(SKU, 0)
    with transaction():
        ask(variant=variants_by_sku([SKU])[SKU], email="ada@example.com", now=now)
    token = link_in(mails()[0]).removeprefix("/alerts/")
    with transaction():
        confirm(token=token, now=now)
    set_shelf(SKU, 1)

    def tell(_number: int) -> int:
        with transaction():
            return tell_who_waits(now=now)

    assert sorted(all_at_once(app, 20, tell)) == [0] * 19 + [1]
    assert len(mails()) == 2
