"""Decides what must be there before the shop opens: folders, place data, tables, the starter range."""

from flask import Flask
from flask_migrate import upgrade

from shop import clock
from shop.catalog.actions import load_starter_range
from shop.catalog.queries import has_products
from shop.catalog.sheets import read_sheets
from shop.db import db, is_migrated, transaction
from shop.settings import Settings
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
