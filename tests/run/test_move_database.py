"""A shop moves from one database to the other with everything in it, in both directions, or not at all."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from shop.catalog.actions import receive
from shop.catalog.models import Product
from shop.db import db, transaction
from shop.orders.queries import get_order_by_secret
from shop.payments.books import check_books
from shop.run import move_database
from shop.run.move_database import main
from tests import databases, postgres
from tests.orders.factories import placed

OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


def empty(kind: str, folder: Path) -> str:
    return postgres.empty_database() if kind == "postgresql" else f"sqlite:///{folder / 'moved.sqlite3'}"


def address_of(app: Flask) -> str:
    return str(app.extensions["settings"].database_url)


def moved_shop(address: str, folder: Path) -> Flask:
    return databases.application(databases.settings_for(folder, DATABASE_URL=address))


def test_everything_arrives_and_the_shop_goes_on_where_it_stopped(
    app: Flask, tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = placed(now=now).secret
    db.session.remove()
    target = empty(OTHER[db.engine.dialect.name], tmp_path)

    assert main(["--from", address_of(app), "--to", target]) == 0

    assert "tables moved and proved." in capsys.readouterr().out
    new = moved_shop(target, tmp_path)
    with new.app_context():
        assert (
            db.engine.dialect.name
            == OTHER[app.extensions["settings"].database_url.split(":")[0].split("+")[0]]
        )
        assert check_books() == []
        assert get_order_by_secret(secret).number == 100_001
        # New rows get new ids, and the next order the next number.
        assert placed(now=now, attempt="b" * 32).number == 100_002
        with transaction():
            receive(sku="ATROSAN-30", quantity=1, why="delivery", now=now)
        assert check_books() == []
        db.session.remove()
        db.engine.dispose()


def test_a_target_that_holds_anything_is_refused_and_left_alone(
    app: Flask, tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    target = empty(OTHER[db.engine.dialect.name], tmp_path)
    assert main(["--from", address_of(app), "--to", target]) == 0

    assert main(["--from", address_of(app), "--to", target]) == 1

    assert "The target is not empty:" in capsys.readouterr().err


def test_a_copy_that_differs_is_undone_whole(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = empty(OTHER[db.engine.dialect.name], tmp_path)
    honest = move_database._copy

    def forgetful(table, source, given):  # type: ignore[no-untyped-def]
        copied = honest(table, source, given)
        if table.name == "product":
            given.execute(update(Product).values(name="x"))
        return copied

    monkeypatch.setattr(move_database, "_copy", forgetful)
    assert main(["--from", address_of(app), "--to", target]) == 1

    assert "product differs after the copy (name). Nothing was moved." in capsys.readouterr().err
    new = moved_shop(target, tmp_path)
    with new.app_context():
        assert db.session.scalars(select(Product)).all() == []
        db.session.remove()
        db.engine.dispose()
    monkeypatch.undo()
    assert main(["--from", address_of(app), "--to", target]) == 0


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("sqlite:///{0}/none.sqlite3", "sqlite:///{0}/b.sqlite3", "not at the newest migration"),
        ("sqlite:///{0}/a.sqlite3", "sqlite:///{0}/a.sqlite3", "are the same database"),
        ("mysql://host/a", "sqlite:///{0}/b.sqlite3", "must begin with sqlite:// or postgresql://"),
    ],
)
def test_what_cannot_be_moved_is_said(
    source: str, target: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--from", source.format(tmp_path), "--to", target.format(tmp_path)]) == 1

    assert told in capsys.readouterr().err
