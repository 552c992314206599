"""Moves a whole shop from one database to another: `python -m shop.run.move_database --from … --to …`.

All rows are copied in one transaction on the target, which must be new or hold nothing yet, and proved
before it commits: every table must have as many rows, and every column must come to the same sum. The source
is only read. Stop the shop first: what is ordered meanwhile would be left behind.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Flask-Migrate before the application, which only then knows the migrations.
import flask_migrate
from flask import Flask
from sqlalchemy import Connection, Integer, String, Table, func, insert, inspect, select, text

from shop.app import create_app
from shop.db import db, is_migrated
from shop.settings import SettingsError, from_environment

# What the migrations put into new tables, and the copy puts anew.
SEEDED = ("content_version", "order_counter")
ROWS_AT_ONCE = 1000


class CannotMove(Exception):
    """The move was not begun, or it was undone; the message says why and what would be right."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How many rows of how many tables were copied and proved."""

    tables: int
    rows: int


def move(*, source: str, target: str) -> Moved:
    """Copy every row of the database at `source` to the one at `target`. Raises CannotMove, SettingsError."""
    if source == target:
        raise CannotMove("--from and --to are the same database.")
    old, new = _shop_at(source), _shop_at(target)
    try:
        with old.app_context():
            if not is_migrated():
                raise CannotMove(
                    "The source is not at the newest migration. Run `flask db upgrade` on it first."
                )
        with new.app_context():
            _make_ready()
        return _copy_all(old, new)
    finally:
        for app in (old, new):
            with app.app_context():
                db.engine.dispose()


def _shop_at(address: str) -> Flask:
    return create_app(from_environment({"DATABASE_URL": address}))


def _make_ready() -> None:
    """Tables in a new target; refuses one that holds anything."""
    with db.engine.connect() as connection:
        there = set(inspect(connection).get_table_names())
    if not there:
        flask_migrate.upgrade()
    elif not is_migrated():
        raise CannotMove(
            "The target has tables already, and they are not this shop's. Give an empty database."
        )
    with db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            if table.name not in SEEDED and connection.execute(select(table).limit(1)).first() is not None:
                raise CannotMove(f"The target is not empty: {table.name} has rows. Give an empty database.")


def _copy_all(old: Flask, new: Flask) -> Moved:
    rows = 0
    with old.app_context():
        reading = db.engine
    with new.app_context():
        writing = db.engine
    with reading.connect() as asked, writing.connect() as given:
        # A moment of its own on the source, and the only writer of the target, until all is proved.
        options: dict[str, Any] = {"isolation_level": "REPEATABLE READ"} if _is_postgres(asked) else {}
        source = asked.execution_options(sqlite_begin="IMMEDIATE", **options)
        target = given.execution_options(sqlite_begin="IMMEDIATE")
        with source.begin(), target.begin():
            for table in db.metadata.sorted_tables:
                rows += _copy(table, source, target)
            for table in db.metadata.sorted_tables:
                _prove(table, source, target)
                _number_on(table, target)
    return Moved(len(db.metadata.sorted_tables), rows)


def _copy(table: Table, source: Connection, target: Connection) -> int:
    if table.name in SEEDED:
        target.execute(table.delete())
    copied = 0
    found = source.execution_options(yield_per=ROWS_AT_ONCE).execute(
        select(table).order_by(*table.primary_key)
    )
    for batch in found.mappings().partitions():
        target.execute(insert(table), [dict(row) for row in batch])
        copied += len(batch)
    return copied


def _prove(table: Table, source: Connection, target: Connection) -> None:
    before, after = _sums(table, source), _sums(table, target)
    if before != after:
        wrong = ", ".join(name for name, value in before.items() if after[name] != value)
        raise CannotMove(f"{table.name} differs after the copy ({wrong}). Nothing was moved.")


def _sums(table: Table, connection: Connection) -> Mapping[str, Any]:
    """The number of rows, the sum of each column of numbers and the length of all texts of each other one."""
    columns = [func.count().label("rows")]
    for column in table.columns:
        if isinstance(column.type, Integer):
            columns.append(func.sum(column).label(column.name))
        elif isinstance(column.type, String):
            columns.append(func.sum(func.length(column)).label(column.name))
        else:
            columns.append(func.count(column).label(column.name))
    row = connection.execute(select(*columns).select_from(table)).mappings().one()
    return {name: None if value is None else int(value) for name, value in row.items()}


def _number_on(table: Table, target: Connection) -> None:
    """PostgreSQL counts ids beside the table: go on after the highest that was copied."""
    if not _is_postgres(target):
        return
    for column in table.primary_key:
        named = target.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"),
            {"table": f'"{table.name}"', "column": column.name},
        ).scalar_one()
        highest = target.execute(select(func.max(column))).scalar_one()
        if named is not None and highest is not None:
            target.execute(text("SELECT setval(:named, :highest)"), {"named": named, "highest": highest})


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def main(words: Sequence[str] | None = None) -> int:
    """The command; 0 when everything was moved, 1 when nothing was."""
    parser = argparse.ArgumentParser(prog="python -m shop.run.move_database", description=__doc__)
    parser.add_argument("--from", dest="source", required=True, help="sqlite:///file or postgresql://…")
    parser.add_argument("--to", dest="target", required=True, help="a database that holds nothing yet")
    asked = parser.parse_args(words)
    try:
        moved = move(source=asked.source, target=asked.target)
    except (CannotMove, SettingsError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(
        f"{moved.rows} rows of {moved.tables} tables moved and proved. Set DATABASE_URL and start the shop."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
