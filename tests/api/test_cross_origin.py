"""Which sites' pages a browser lets read the API: those the owner named, and no other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from shop.db import db
from shop.guide.api import PATH
from shop.settings import SettingsError
from tests import databases

CLINIC = "https://clinic.example"
RIGHT = "write it as https://clinic.example, without a path"


@pytest.fixture
def client(migrated_database: Path, tmp_path: Path) -> Iterator[FlaskClient]:
    """Somebody asking a shop that lets one other site in."""
    databases.copy_of(migrated_database, tmp_path)
    app = databases.application(
        databases.settings_for(tmp_path, API_ORIGINS=f"{CLINIC} http://localhost:9000")
    )
    with app.app_context():
        yield app.test_client()
        db.session.remove()
        db.engine.dispose()


def headers_of(origin: str) -> dict[str, str]:
    return {"Origin": origin, "Sec-Fetch-Site": "cross-site"}


def test_a_named_site_may_ask_and_read(client: FlaskClient) -> None:
    answer = client.post(PATH, json={}, headers=headers_of(CLINIC))

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == CLINIC
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Origin" in answer.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_named_site_may_read_what_is_wrong(client: FlaskClient) -> None:
    answer = client.post(PATH, json=[], headers=headers_of(CLINIC))

    assert answer.status_code == 422
    assert answer.headers["Access-Control-Allow-Origin"] == CLINIC


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://clinic.example", f"{CLINIC}.evil.example", "", f"{CLINIC}:444"],
)
def test_any_other_site_is_refused_and_reads_nothing(client: FlaskClient, origin: str) -> None:
    answer = client.post(PATH, json={}, headers=headers_of(origin))

    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [name for name in answer.headers if name[0].startswith("Access-Control")] == []


def test_the_browsers_question_beforehand_is_answered_for_a_named_site(client: FlaskClient) -> None:
    answer = client.options(PATH, headers={**headers_of(CLINIC), "Access-Control-Request-Method": "POST"})

    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == CLINIC
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, POST, OPTIONS"
    assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type"


def test_the_browsers_question_gets_nothing_for_another_site(client: FlaskClient) -> None:
    answer = client.options(
        PATH, headers={**headers_of("https://evil.example"), "Access-Control-Request-Method": "POST"}
    )

    assert [name for name in answer.headers if name[0].startswith("Access-Control")] == []


@pytest.mark.parametrize("path", ["/basket/items", "/guide/answer", "/api/openapi.json", "/apiary"])
def test_a_named_site_may_use_nothing_but_the_api(client: FlaskClient, path: str) -> None:
    answer = client.post(path, headers=headers_of(CLINIC))

    assert answer.status_code == 403
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("*", "must name each site; * would let every site in"),
        ("clinic.example", "clinic.example is no origin; write it as https://clinic.example, without a path"),
        (
            "https://clinic.example/page",
            f"https://clinic.example/page is more than an origin; {RIGHT}",
        ),
        (
            "https://clinic.example:port",
            f"https://clinic.example:port can't be read as an origin; {RIGHT}",
        ),
    ],
)
def test_a_wrong_origin_is_said_at_start(tmp_path: Path, written: str, problem: str) -> None:
    with pytest.raises(SettingsError) as raised:
        databases.settings_for(tmp_path, API_ORIGINS=written)

    assert raised.value.problems == [("API_ORIGINS", problem)]
