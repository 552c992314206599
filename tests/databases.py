"""Makes databases for tests: migrated once, then copied for every test that asks."""

import os
import shutil
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from shop.app import create_app
from shop.db import db
from shop.settings import Settings, from_environment
from shop.stockists.places_file import ensure_unpacked


def settings_for(folder: Path, **environ: str) -> Settings:
    """Sandbox settings whose every file lies in `folder`; `environ` overrides."""
    return from_environment({"DATA_DIR": str(folder), "PORT": "8000", **environ})


def application(settings: Settings) -> Flask:
    """The application as tests use it: changes to public content show at once."""
    app = create_app(settings, version_check_seconds=0.0)
    app.testing = True
    return app


def migrate(app: Flask) -> None:
    """Bring the application's database from nothing to the newest migration."""
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


def migrated_file(folder: Path) -> Path:
    """A SQLite file with all tables and the starter range, made once for each test process."""
    settings = settings_for(folder)
    ensure_unpacked(folder)
    app = application(settings)
    migrate(app)
    stock(app)
    return folder / "shop.sqlite3"


def stock(app: Flask) -> None:
    """Load the starter range and the sample stockists."""
    from shop.run.prepare import load_starters

    with app.app_context():
        load_starters(app.extensions["settings"])
        db.session.remove()
        db.engine.dispose()


def copy_of(template: Path, folder: Path) -> Path:
    """A fresh copy of a migrated file in another folder, with the place data beside it."""
    os.link(template.parent / "places.sqlite3", folder / "places.sqlite3")
    return Path(shutil.copyfile(template, folder / "shop.sqlite3"))
