"""The outbox on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from shop.db import db
from tests import databases, postgres

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgres"))]


@pytest.fixture(params=BOTH)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A stocked shop, once on a SQLite file and once on a PostgreSQL server, with a context pushed."""
    if request.param == "postgresql":
        application = postgres.application(tmp_path, postgres.migrated_database(tmp_path))
    else:
        databases.copy_of(request.getfixturevalue("migrated_database"), tmp_path)
        application = databases.application(databases.settings_for(tmp_path))
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
