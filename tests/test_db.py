"""One commit: all of it or nothing, and public pages hear of every change."""

import threading

import pytest
from flask import Flask
from sqlalchemy import text

from shop.db import UtcDateTime, content_version, db, touch_public_content, transaction


def test_a_failure_inside_a_transaction_undoes_all_of_it(app: Flask) -> None:
    before = content_version(db.engine)

    def fail_half_way() -> None:
        with transaction():
            touch_public_content()
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        fail_half_way()

    assert content_version(db.engine) == before


def test_a_change_to_public_content_raises_the_version_once_for_each_transaction(app: Flask) -> None:
    before = content_version(db.engine)

    with transaction():
        touch_public_content()
        touch_public_content()

    assert content_version(db.engine) == before + 1


def test_two_writers_queue_and_neither_fails(app: Flask) -> None:
    before = content_version(db.engine)
    failures: list[Exception] = []

    def write() -> None:
        with app.app_context():
            try:
                for _ in range(10):
                    with transaction():
                        touch_public_content()
            except Exception as error:
                failures.append(error)
            finally:
                db.session.remove()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert failures == []
    assert content_version(db.engine) == before + 40


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_sqlite_keeps_its_promises_on_every_connection(app: Flask) -> None:
    with db.engine.connect() as connection:
        held = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("foreign_keys", "journal_mode", "busy_timeout")
        }

    assert held == {"foreign_keys": 1, "journal_mode": "wal", "busy_timeout": 10_000}


def test_an_instant_without_a_zone_is_refused(app: Flask) -> None:
    from datetime import datetime

    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 11, 25, 9, 30), db.engine.dialect)  # noqa: DTZ001
