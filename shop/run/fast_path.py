"""Decides, without loading the shop, whether there is anything to prepare: a second start is in a hurry."""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from shop.settings import ROOT, Settings


def is_prepared(settings: Settings) -> bool:
    """Whether the SQLite file stands at the newest migration and holds a range.

    False also means "can't tell", as on another database: then the long way is taken, which changes nothing
    that is already there.
    """
    prefix, _, path = settings.database_url.partition(":///")
    if prefix != "sqlite" or not Path(path).is_file():
        return False
    try:
        with closing(sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True)) as connection:
            revisions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            has_range = connection.execute("SELECT EXISTS (SELECT 1 FROM product)").fetchone()[0]
    except sqlite3.Error:
        return False
    return revisions == [(_newest_revision(),)] and bool(has_range)


def _newest_revision() -> str:
    # As shop.db.newest_revision, which can't be asked without loading the database library.
    versions = ROOT / "shop" / "migrations" / "versions"
    return max(path.name.partition("_")[0] for path in versions.glob("[0-9]*_*.py"))
