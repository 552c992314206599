"""The migrations, applied from nothing, make exactly the tables of the models, and can be taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, Connection, inspect, text

from shop.db import db
from shop.settings import ROOT
from tests import databases, postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application whose database holds nothing at all."""
    if request.param == "postgresql":
        application = postgres.application(tmp_path, postgres.empty_database())
    else:
        application = databases.application(databases.settings_for(tmp_path))
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, db.metadata))


def checks(connection: Connection) -> dict[str, set[str]]:
    """The names of the CHECK constraints of every table; Alembic doesn't compare them."""
    found = inspect(connection)
    return {
        table: {str(check["name"]) for check in found.get_check_constraints(table)}
        for table in db.metadata.tables
    }


def declared_checks() -> dict[str, set[str]]:
    preparer = db.engine.dialect.identifier_preparer
    return {
        name: {
            str(preparer.format_constraint(constraint)).strip('"')
            for constraint in table.constraints
            if isinstance(constraint, CheckConstraint)
        }
        for name, table in db.metadata.tables.items()
    }


def test_migrations_from_nothing_equal_the_models(empty: Flask) -> None:
    upgrade()

    with db.engine.connect() as connection:
        assert differences(connection) == []
        assert checks(connection) == declared_checks()


def test_migrations_can_be_taken_back_to_nothing(empty: Flask) -> None:
    upgrade()
    downgrade(revision="base")

    with db.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one() == 0


def test_migrations_are_numbered_without_a_gap() -> None:
    names = sorted(p.name for p in (ROOT / "shop" / "migrations" / "versions").glob("*.py"))

    assert [name[:5] for name in names] == [f"{number:04}_" for number in range(1, len(names) + 1)]
