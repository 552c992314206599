"""What every test may ask for: an application on a fresh copy of a migrated, stocked database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.db import db
from tests import databases, postgres


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the migrations applied and the starter range loaded."""
    return databases.migrated_file(tmp_path_factory.mktemp("migrated"))


# Rooms that only read: what their queries do on PostgreSQL is tested with the catalogue and the stockists.
READ_ONLY = ("acceptance", "architecture", "guide", "journal", "pages", "web")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests that touch the database run on SQLite and on PostgreSQL."""
    chosen = {mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")}
    if "app" in metafunc.fixturenames and "app" not in chosen:
        room = metafunc.module.__name__.split(".")[1]
        databases = ["sqlite"] if room in READ_ONLY else ["sqlite", "postgresql"]
        metafunc.parametrize("app", databases, indirect=True)


@pytest.fixture
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The shop in its sandbox, stocked, once on each database, with an application context pushed."""
    name = ""
    if request.param == "postgresql":
        name = postgres.migrated_copy(tmp_path)
        application = postgres.application(tmp_path, postgres.address(name))
    else:
        databases.copy_of(request.getfixturevalue("migrated_database"), tmp_path)
        application = databases.application(databases.settings_for(tmp_path))
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
    if name:
        postgres.drop(name)


@pytest.fixture
def shop(app: Flask) -> Flask:
    """The same, for tests that have the application itself in mind."""
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without a browser."""
    return app.test_client()


@pytest.fixture
def now() -> datetime:
    """A Wednesday morning, for actions that are told the time."""
    return datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
