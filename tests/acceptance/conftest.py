"""The range as the shop exports it, once as it is and once with every open fact confirmed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.db import db
from tests import databases
from tests.acceptance import command_line


@pytest.fixture(scope="session")
def exported(migrated_database: Path) -> dict[str, Any]:
    """What `flask guide items` prints."""
    done = command_line.shop("guide", "items", DATA_DIR=str(migrated_database.parent))
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.fixture(scope="session")
def items_file(exported: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exported range as a file, unchanged."""
    path = tmp_path_factory.mktemp("range") / "items.json"
    path.write_text(json.dumps(exported))
    return path


@pytest.fixture(scope="session")
def confirmed_files(exported: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each product a file with it alone, as if what is open were confirmed; all of them as `all`."""
    folder = tmp_path_factory.mktemp("confirmed")
    items = json.loads(json.dumps(exported["items"]))
    for item in items:
        if item["kind"] == "unknown":
            item["kind"] = "food-supplement"
        for served in item["serves"]:
            served["confirmed"] = True
    made = {}
    for name, chosen in [("all", items), *((item["id"], [item]) for item in items)]:
        made[name] = folder / f"{name}.json"
        made[name].write_text(json.dumps({"items": chosen}))
    return made


@pytest.fixture(scope="module")
def shared_app(migrated_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One shop for a whole file of tests that change nothing they look at."""
    folder = tmp_path_factory.mktemp("shared")
    databases.copy_of(migrated_database, folder)
    app = databases.application(databases.settings_for(folder))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def visitor(shared_app: Flask) -> FlaskClient:
    """A visitor with no cookies yet, to the shared shop."""
    return shared_app.test_client()
