"""What browsers are told to refuse, and what the shop refuses itself."""

import pytest
from flask import Flask
from flask.testing import FlaskClient


def test_a_form_from_another_site_is_refused_with_words(client: FlaskClient) -> None:
    answer = client.post("/basket/items", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert "That request came from another site" in answer.text


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Origin": "http://localhost"}, False),
        ({"Origin": "http://evil.example"}, True),
        ({"Origin": "null"}, True),
        ({}, False),
    ],
)
def test_where_an_unsafe_request_may_come_from(
    client: FlaskClient, headers: dict[str, str], refused: bool
) -> None:
    answer = client.post("/basket/items", headers=headers)

    assert (answer.status_code == 403) is refused


def test_every_answer_forbids_inline_script_and_foreign_origins(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]

    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["form-action"] == "'self' http://localhost:8001"
    assert "unsafe" not in policy


def test_what_is_not_public_is_not_stored_anywhere(client: FlaskClient) -> None:
    assert client.get("/basket").headers["Cache-Control"] == "no-store"


def test_a_missing_page_is_told_helpfully(client: FlaskClient) -> None:
    answer = client.get("/nothing-here")

    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text
    assert 'href="/guide"' in answer.text


def test_a_fault_of_ours_shows_no_traceback(app: Flask) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken() -> None:
        raise RuntimeError("secret detail")

    app.add_url_rule("/broken", view_func=broken)
    answer = app.test_client().get("/broken")

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "secret detail" not in answer.text


def test_a_form_larger_than_any_of_ours_is_refused(client: FlaskClient) -> None:
    answer = client.post("/basket/items", data={"sku": "x" * 70_000})

    assert answer.status_code == 413
    assert "That is too much" in answer.text
