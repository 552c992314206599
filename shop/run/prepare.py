"""Decides what must be there before the shop opens: folders, place data, tables, the starter range."""

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect, text

from shop import clock
from shop.catalog.actions import load_starter_range
from shop.catalog.queries import has_products
from shop.catalog.sheets import read_sheets
from shop.db import db, transaction
from shop.settings import ROOT, Settings
from shop.stockists.actions import load_samples
from shop.stockists.places_file import ensure_unpacked
from shop.stockists.queries import has_stockists


def prepare(app: Flask) -> None:
    """Bring this shop's data to where it can open: nothing is touched that is already there."""
    settings: Settings = app.extensions["settings"]
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    ensure_unpacked(settings.data_dir)
    with app.app_context():
        if not is_migrated():
            upgrade()
        load_starters(settings)
        db.session.remove()
        db.engine.dispose()


def newest_revision() -> str:
    """The number of the newest migration, read off the file names: importing Alembic costs half a second."""
    versions = ROOT / "shop" / "migrations" / "versions"
    return max(path.name.partition("_")[0] for path in versions.glob("[0-9]*_*.py"))


def is_migrated() -> bool:
    """Whether the database stands at the newest migration."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        held = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
        return held == [newest_revision()]


def load_starters(settings: Settings) -> None:
    """Load the starter range into an empty catalogue and, in the sandbox, stockists into an empty list.

    A shopkeeper who deletes a product does not find it back after a restart.
    """
    now = clock.now()
    if not has_products():
        sheets = read_sheets()
        with transaction():
            load_starter_range(sheets=sheets, now=now)
    if settings.sandbox and not has_stockists():
        with transaction():
            load_samples(now=now)
