"""Decides how the shop talks to its database: one handle, one commit, and when public pages are stale."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CheckConstraint, DateTime, MetaData, event, inspect, text
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

# Named constraints, so that a migration can name what it changes on both databases.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

db = SQLAlchemy(metadata=MetaData(naming_convention=NAMES), session_options={"autoflush": False})

MIGRATIONS = Path(__file__).resolve().parent / "migrations" / "versions"

# How long a writer waits for another before it gives up, in milliseconds.
BUSY_TIMEOUT_MS = 10_000


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC. SQLite keeps no zone, so it is stored bare and given back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone is ambiguous; give an aware datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class ContentVersion(db.Model):
    """One row: the number that goes up whenever something the public pages show has changed."""

    __tablename__ = "content_version"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]


class _Changes:
    """Counts the bumps this process committed, so its own pages are renewed at once."""

    committed = 0


changes = _Changes()


@contextmanager
def transaction() -> Iterator[Session]:
    """The only commit in the shop: all of it happens, or none.

    On SQLite it begins IMMEDIATE, so that two writers queue at the start instead of failing at the end.
    Anything read before in this session is forgotten first, since it may be out of date by then.
    """
    session = db.session()
    if session.in_transaction():
        session.rollback()
    session.expire_all()
    session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        session.info.pop("content_changed", None)
        raise
    if session.info.pop("content_changed", False):
        changes.committed += 1


def touch_public_content() -> None:
    """Say, inside a transaction, that public pages must be rendered anew."""
    _raise_version(db.session())


def _raise_version(session: Session) -> None:
    if not session.info.get("content_changed"):
        session.info["content_changed"] = True
        session.execute(text("UPDATE content_version SET version = version + 1"))


def content_version(engine: Engine) -> int:
    """The number of the public content, read on a connection of its own."""
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT version FROM content_version")).scalar_one())


def newest_revision() -> str:
    """The number of the newest migration, read off the file names: importing Alembic costs half a second."""
    return max(path.name.partition("_")[0] for path in MIGRATIONS.glob("[0-9]*_*.py"))


def is_migrated() -> bool:
    """Whether the database answers and stands at the newest migration."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        held = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return list(held) == [newest_revision()]


def engine_options(url: str) -> dict[str, Any]:
    """Options of the engine for a database address: a pool that notices dead connections on PostgreSQL."""
    # A failed statement is logged without its values: they may be somebody's name and address.
    options: dict[str, Any] = {"hide_parameters": True}
    if url.startswith("postgresql"):
        return options | {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 5}
    return options | {"connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False}}


@event.listens_for(Session, "before_flush")
def _notice_public_changes(session: Session, *_: object) -> None:
    touched = [*session.new, *session.deleted, *(o for o in session.dirty if session.is_modified(o))]
    if any(getattr(each, "__public__", False) for each in touched):
        _raise_version(session)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(raw: Any, _record: object) -> None:
    if not isinstance(raw, SqliteConnection):
        return
    # The driver must not open transactions by itself: `_begin` does, and says which kind.
    raw.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
    ):
        raw.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")
