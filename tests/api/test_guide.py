"""The guide as a program asks it: the command line's JSON, and every refusal as problem details."""

import json
import logging
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from recommender import as_json, parse_items, parse_report, recommend
from shop.catalog.queries import guide_items
from shop.guide.api import PATH
from shop.guide.api_examples import EXAMPLES, HEALTHY
from shop.guide.topic import current_topic


def ask(client: FlaskClient, report: Any, **headers: str) -> TestResponse:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(PATH, data=json.dumps(report), content_type="application/json", headers=names)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_answer_is_the_recommenders_own(client: FlaskClient, name: str) -> None:
    topic = current_topic()
    items = parse_items(guide_items(), topic)
    report = EXAMPLES[name].report

    answer = ask(client, report)

    assert answer.status_code == 200
    assert answer.json == as_json(recommend(parse_report(report, topic), items, topic))
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_an_emergency_is_answered_while_the_database_is_gone(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise RuntimeError("no database")

    monkeypatch.setattr("shop.guide.api.current_shelf", gone)

    answer = ask(client, {"signs": ["seizure"]})

    assert answer.status_code == 200
    assert answer.get_json()["urgency"] == "emergency"
    assert answer.get_json()["suggestions"] == []


def test_every_fault_is_pointed_to(client: FlaskClient) -> None:
    answer = ask(
        client,
        {"causes": ["sleep", "ghosts"], "about_you": {"age": 130, "medicines": ["ok", ""]}, "colour": 1},
    )

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.get_json()
    assert body["type"] == "http://localhost:8000/api#invalid"
    assert body["title"] == "Something in what you sent isn't right"
    assert body["status"] == 422
    assert {each["pointer"] for each in body["errors"]} == {
        "#/causes/1",
        "#/about_you/age",
        "#/about_you/medicines/1",
        "#/colour",
    }
    assert {each["detail"] for each in body["errors"] if each["pointer"] == "#/about_you/age"} == {
        "must be a whole number from 0 to 120."
    }


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"id": 1, "id": 2}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"id": NaN}', "application/json", 400),
        (b"[" * 60_000, "application/json", 400),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"causes=sleep", "application/x-www-form-urlencoded", 415),
        (b"{}", "text/plain", 415),
        (b"{}", "", 415),
        (b"{}", "application/json; charset=utf-16", 415),
        (b" " * 70_000, "application/json", 413),
    ],
)
def test_what_cannot_be_read_is_refused_as_a_problem(
    client: FlaskClient, body: bytes, content_type: str, status: int
) -> None:
    answer = client.post(PATH, data=body, content_type=content_type)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(answer.get_json()) >= {"type", "title", "status", "detail"}
    assert answer.get_json()["status"] == status


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.get(PATH)

    assert answer.status_code == 405
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "POST" in answer.headers["Allow"]


def test_a_program_that_reads_no_json_is_told_so(client: FlaskClient) -> None:
    assert ask(client, {}, Accept="text/html").status_code == 406
    assert ask(client, {}, Accept="text/html, */*;q=0.1").status_code == 200


def test_an_address_nobody_knows_is_a_problem_too(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_fault_of_ours_is_a_problem_without_a_word_of_what_was_sent(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("broken shelf")

    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("shop.guide.api.current_shelf", broken)

    with caplog.at_level(logging.DEBUG):
        answer = ask(client, {"causes": ["sleep"], "about_you": {"medicines": ["paroxetine"]}})

    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert "broken shelf" not in answer.text
    assert "paroxetine" not in caplog.text


def test_the_range_is_listed_under_the_ids_of_suggestions(client: FlaskClient) -> None:
    found = ask(client, EXAMPLES["poor_sleep"].report).get_json()["suggestions"][0]["item"]

    listed = {each["item"]: each for each in client.get("/api/v1/products").get_json()["products"]}

    assert listed[found] == {
        "item": "dormeasan",
        "name": listed[found]["name"],
        "url": "http://localhost:8000/shop/dormeasan",
    }


@pytest.mark.parametrize(
    ("words", "ticks"),
    [
        ("I sleep badly", {"causes": ["sleep"]}),
        ("I can't breathe and my muscles twitch", {"signs": {"breath_swallow": "yes"}}),
    ],
)
def test_the_same_facts_by_words_or_ticks_get_the_same_answer(
    client: FlaskClient, words: str, ticks: dict[str, Any]
) -> None:
    rest = {"signs": [], "about_you": HEALTHY} if "causes" in ticks else {}

    by_words = ask(client, {"text": words, **rest}).get_json()
    by_ticks = ask(client, {**rest, **ticks}).get_json()

    assert by_words["urgency"] == by_ticks["urgency"]
    assert [each["item"] for each in by_words["suggestions"]] == [
        each["item"] for each in by_ticks["suggestions"]
    ]
    assert by_words["self_care"] == by_ticks["self_care"]
