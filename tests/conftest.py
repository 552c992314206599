"""What every test may ask for: an application on a fresh copy of a migrated, stocked database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.db import db
from tests import databases


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the migrations applied and the starter range loaded."""
    return databases.migrated_file(tmp_path_factory.mktemp("migrated"))


@pytest.fixture
def app(migrated_database: Path, tmp_path: Path) -> Iterator[Flask]:
    """The shop in its sandbox, with an application context pushed."""
    databases.copy_of(migrated_database, tmp_path)
    application = databases.application(databases.settings_for(tmp_path))
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without a browser."""
    return app.test_client()


@pytest.fixture
def now() -> datetime:
    """A Wednesday morning, for actions that are told the time."""
    return datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
