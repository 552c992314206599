"""One visitor after another: nothing that the first said is in what the second sees, or kept by the shop."""

import gc

from flask import Flask
from flask.testing import FlaskClient

from shop.guide.answers import Answers
from tests.guide.forms import form

# What only the first visitor says: words of their own, and choices the second didn't make.
FIRST = {"takes_medicines": "yes", "medicines": "zyxomycin forte", "near": "KA11 5BW", "age": "83"}


def test_the_second_visitor_sees_nothing_of_the_first(client: FlaskClient) -> None:
    alone = client.post("/guide/answer", data=form()).text

    first = client.post("/guide/answer", data=form(cause=["stress", "caffeine_alcohol"], **FIRST)).text
    second = client.post("/guide/answer", data=form()).text

    assert "zyxomycin forte" in first
    assert second == alone


def test_the_second_visitor_sees_no_urgency_of_the_first(client: FlaskClient) -> None:
    alone = client.post("/guide/answer", data=form()).text

    first = client.post("/guide/answer", data=form(signs__1=["seizure"])).text
    second = client.post("/guide/answer", data=form()).text

    assert "care--emergency" in first
    assert second == alone


def test_what_is_made_once_is_the_same_before_and_after_a_visitor(app: Flask, client: FlaskClient) -> None:
    client.post("/guide/answer", data=form())
    ready, shelf = (repr(app.extensions[name]) for name in ("guide_ready_made", "guide_shelf"))

    client.post("/guide/answer", data=form(cause=["stress", "caffeine_alcohol"], **FIRST))

    assert repr(app.extensions["guide_ready_made"]) == ready
    assert repr(app.extensions["guide_shelf"]) == shelf
    assert "zyxomycin" not in ready + shelf


def test_no_answers_are_alive_once_the_page_is_sent(client: FlaskClient) -> None:
    client.post("/guide/answer", data=form(**FIRST))

    gc.collect()

    assert [
        each for each in gc.get_objects() if isinstance(each, Answers) and each.given.get("medicines")
    ] == []
