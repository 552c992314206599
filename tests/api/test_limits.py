"""How often one address may ask, and that one address's haste is nobody else's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from shop.db import db
from shop.guide.api import PATH
from shop.settings import SettingsError
from tests import databases


@pytest.fixture
def hurried(migrated_database: Path, tmp_path: Path) -> Iterator[Flask]:
    """A shop that lets each address ask three times in a minute."""
    databases.copy_of(migrated_database, tmp_path)
    app = databases.application(databases.settings_for(tmp_path, API_PER_MINUTE="3"))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def ask(app: Flask, address: str) -> int:
    return app.test_client().post(PATH, json={}, environ_overrides={"REMOTE_ADDR": address}).status_code


def test_one_too_many_is_told_how_long_to_wait(hurried: Flask) -> None:
    assert [ask(hurried, "192.0.2.1") for _ in range(4)] == [200, 200, 200, 429]

    answer = hurried.test_client().post(PATH, json={}, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.get_json()["type"] == "http://localhost:8000/api#too-many-requests"
    assert "You may ask 3 times in a minute." in answer.get_json()["detail"]


def test_another_address_is_not_held_up(hurried: Flask) -> None:
    for _ in range(5):
        ask(hurried, "192.0.2.1")

    assert ask(hurried, "192.0.2.2") == 200


def test_neighbours_in_one_ipv6_network_count_as_one(hurried: Flask) -> None:
    asked = [ask(hurried, f"2001:db8::{number}") for number in range(1, 5)]

    assert asked == [200, 200, 200, 429]
    assert ask(hurried, "2001:db8:0:1::1") == 200


def test_a_wrong_request_counts_too(hurried: Flask) -> None:
    client = hurried.test_client()
    for _ in range(3):
        client.post(PATH, data=b"{", content_type="application/json")

    assert client.post(PATH, json={}).status_code == 429


def test_a_store_that_cannot_be_used_is_said_at_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        databases.settings_for(tmp_path, RATE_LIMIT_STORE="file:///srv/counts")

    assert raised.value.problems == [("RATE_LIMIT_STORE", "must be memory:// or redis://host:6379")]
