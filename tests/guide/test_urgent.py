"""Who may need a doctor is answered first, whatever else is missing, wrong or broken."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from shop.catalog.models import Product
from shop.db import db, transaction
from tests.guide.forms import form


def test_who_must_call_999_is_given_no_tips_and_nothing_to_read(client: FlaskClient) -> None:
    page = client.post("/guide/about", data=form(signs__1=["breath_swallow"])).text

    assert "What you can do" not in page
    assert "What to read" not in page
    assert "Rest, relax" not in page


@pytest.mark.parametrize(
    "slip",
    [
        {"age": "999"},
        {"age": "9" * 5_000},
        {"pregnant": "zz"},
        {"takes_medicines": "yes", "medicines": "\n".join(f"medicine {n}" for n in range(70))},
        {"takes_medicines": "yes", "medicines": "x" * 200},
        {"conditions__1": ["zz"]},
        {"cause": None},
        {"cause": ["zz"]},
        {"signs__2": None, "signs__3": None},
        {"signs__1": ["none", "seizure"]},
    ],
)
@pytest.mark.parametrize("page", ["about", "check", "answer"])
def test_no_slip_anywhere_holds_up_an_emergency(
    client: FlaskClient, page: str, slip: dict[str, str | list[str] | None]
) -> None:
    answer = client.post(f"/guide/{page}", data=form(**{"signs__1": ["seizure"], **slip}))

    assert answer.status_code == 200
    assert "care--emergency" in answer.text
    assert 'href="tel:999"' in answer.text


def test_a_slip_beside_a_gp_sign_is_no_fault_of_ours(client: FlaskClient) -> None:
    answer = client.post("/guide/answer", data=form(signs__4=["two_weeks"], age="999"))

    assert answer.status_code == 200
    assert "care--gp" in answer.text


def test_a_ticked_illness_counts_even_when_the_list_was_not_finished(client: FlaskClient) -> None:
    page = client.post(
        "/guide/answer", data=form(conditions__1=["kidney_disease"], conditions_checked=None)
    ).text

    assert "care--gp" in page
    assert 'class="offer"' not in page


def test_a_name_beside_i_am_not_sure_is_not_the_whole_list(client: FlaskClient) -> None:
    page = client.post("/guide/answer", data=form(takes_medicines="unsure", medicines="atorvastatin")).text

    assert 'class="offer"' not in page


def test_an_emergency_is_answered_while_the_database_is_away(app: Flask, client: FlaskClient) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE served_need"))

    answer = client.post("/guide/about", data=form(signs__1=["seizure"]))

    assert answer.status_code == 200
    assert "care--emergency" in answer.text


def test_a_product_the_recommender_cannot_judge_is_left_out_and_the_guide_goes_on(
    client: FlaskClient,
) -> None:
    with transaction() as session:
        product = session.scalars(select(Product).where(Product.slug == "dormeasan")).one()
        facts = json.loads(json.dumps(product.facts))
        facts["cautions"][0]["condition"] = "kidney_diseas"
        product.facts = facts

    page = client.post("/guide/answer", data=form())

    assert page.status_code == 200
    assert 'class="offer"' not in page.text
