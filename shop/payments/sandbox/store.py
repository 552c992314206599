"""Keeps what the stand-in knows in one SQLite file, so that a restart forgets nothing."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shop.payments.sandbox.errors import no_such
from shop.payments.sandbox.settings import SandboxSettings

Document = dict[str, Any]

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    parent TEXT,
    created INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body))
);
CREATE INDEX IF NOT EXISTS documents_by_kind ON documents (kind, sequence);
CREATE INDEX IF NOT EXISTS documents_by_parent ON documents (parent, sequence);
CREATE INDEX IF NOT EXISTS open_sessions ON documents (kind, json_extract(body, '$.status'));
CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    claimed_at INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    status INTEGER,
    body TEXT
);
CREATE TABLE IF NOT EXISTS deliveries (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'delivered', 'failed')),
    due_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    answer TEXT
);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, due_at);
CREATE INDEX IF NOT EXISTS deliveries_by_event ON deliveries (event);
CREATE TABLE IF NOT EXISTS switches (name TEXT PRIMARY KEY, value INTEGER NOT NULL CHECK (value >= 0));
CREATE TABLE IF NOT EXISTS request_counts (endpoint TEXT PRIMARY KEY, requests INTEGER NOT NULL);
"""


class Store:
    """One SQLite file, opened afresh for each transaction: any number of processes may share it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        connection = self._open()
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(SCHEMA)
        finally:
            connection.close()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        connection.row_factory = sqlite3.Row
        return connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One writer's turn: everything inside is kept, or nothing is."""
        connection = self._open()
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
        finally:
            connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A look that takes no lock."""
        connection = self._open()
        try:
            yield connection
        finally:
            connection.close()


@dataclass(frozen=True)
class Work:
    """One transaction of one caller: where to write, what time it is (epoch seconds), and who asked."""

    connection: sqlite3.Connection
    now: int
    settings: SandboxSettings
    request_id: str | None = None
    idempotency_key: str | None = None

    def add(self, body: Document, *, parent: str | None = None) -> Document:
        """Keep a new object under its id; `parent` is the id of what it belongs to."""
        self.connection.execute(
            "INSERT INTO documents (id, kind, parent, created, body) VALUES (?, ?, ?, ?, ?)",
            (body["id"], body["object"], parent, body.get("created", self.now), json.dumps(body)),
        )
        return body

    def save(self, body: Document) -> Document:
        """Keep the changed state of an object that is there already."""
        self.connection.execute("UPDATE documents SET body = ? WHERE id = ?", (json.dumps(body), body["id"]))
        return body

    def find(self, kind: str, wanted: str) -> Document | None:
        """The object of that kind and id, or None."""
        row = self.connection.execute(
            "SELECT body FROM documents WHERE id = ? AND kind = ?", (wanted, kind)
        ).fetchone()
        return None if row is None else json.loads(row["body"])

    def get(self, kind: str, wanted: str, *, param: str = "id", status: int = 404) -> Document:
        """The object of that kind and id; raises ApiError resource_missing."""
        found = self.find(kind, wanted)
        if found is None:
            raise no_such(kind, wanted, param=param, status=status)
        return found

    def children(self, kind: str, parent: str) -> list[Document]:
        """Objects of that kind which belong to `parent`, oldest first."""
        rows = self.connection.execute(
            "SELECT body FROM documents WHERE parent = ? AND kind = ? ORDER BY sequence", (parent, kind)
        )
        return [json.loads(row["body"]) for row in rows]
