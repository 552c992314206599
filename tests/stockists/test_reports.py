"""A visitor tells us that a shop isn't as we say: kept once, without a word about the visitor."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.db import db, transaction
from shop.stockists import actions
from shop.stockists.models import Stockist, StockistReport


@pytest.fixture
def harbour(app: Flask, stockist) -> Stockist:  # type: ignore[no-untyped-def]
    """A real shop that stocks Atrosan."""
    with transaction() as session:
        made: Stockist = stockist(slug="harbour-health", name="Harbour Health", stocks=("atrosan",))
        session.add(made)
    return made


def kept() -> list[tuple[str, str | None]]:
    rows = db.session().scalars(select(StockistReport).order_by(StockistReport.id))
    return [(row.what, row.product_slug) for row in rows]


def test_a_report_is_kept_once_however_often_it_is_sent(client: FlaskClient, harbour: Stockist) -> None:
    said = {"what": "not-stocked", "product": "atrosan"}

    answers = [client.post("/stockists/harbour-health/report", data=said) for _ in range(3)]

    assert [answer.location for answer in answers] == ["/stockists/harbour-health/thanks"] * 3
    assert kept() == [("not-stocked", "atrosan")]
    assert "Thank you" in client.get("/stockists/harbour-health/thanks").text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Say what is wrong: choose one."),
        ({"what": "<script>"}, "Say what is wrong: choose one."),
        ({"what": "not-stocked"}, "Say which product it doesn’t stock any more."),
        ({"what": "not-stocked", "product": "bambu"}, "Say which product it doesn’t stock any more."),
    ],
)
def test_a_report_that_says_too_little_is_asked_for_the_rest(
    said: dict[str, str], words: str, client: FlaskClient, harbour: Stockist
) -> None:
    page = client.post("/stockists/harbour-health/report", data=said).text

    assert words in page
    assert "<script>" not in page.partition("<main")[2]
    assert kept() == []


def test_the_form_is_reached_from_the_shop_and_names_the_product_that_was_looked_for(
    client: FlaskClient, harbour: Stockist
) -> None:
    assert 'href="/stockists/harbour-health/report"' in client.get("/stockists/harbour-health").text
    form = client.get("/stockists/harbour-health/report?product=atrosan").text
    assert '<option value="atrosan" selected>' in form


def test_staff_list_reports_and_settle_them(app: Flask, harbour: Stockist, client: FlaskClient) -> None:
    client.post("/stockists/harbour-health/report", data={"what": "closed-down"})
    runner = app.test_cli_runner()

    listed = runner.invoke(args=["stockists", "reports"]).output
    settled = runner.invoke(args=["stockists", "settle", listed.split()[0]])
    again = runner.invoke(args=["stockists", "settle", "99"])

    assert "/stockists/harbour-health  closed-down\n1 reports." in listed
    assert settled.exit_code == 0
    assert (again.exit_code, "There is no report 99." in again.output) == (1, True)
    assert kept() == []


def test_removing_a_shop_takes_its_reports_along(app: Flask, harbour: Stockist, client: FlaskClient) -> None:
    client.post("/stockists/harbour-health/report", data={"what": "closed-down"})

    with transaction() as session:
        session.delete(session.get(Stockist, harbour.id))
        actions.remove_samples()

    assert kept() == []
