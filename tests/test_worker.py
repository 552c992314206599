"""The worker checks the books once a day and says what doesn't balance, of nobody by name."""

import logging
import threading
from datetime import datetime, timedelta

import pytest
from flask import Flask

from shop import worker
from shop.payments.gateway import NAME
from shop.worker import Daily, check_the_books, work_until
from tests.orders.factories import placed, set_stock
from tests.payments.fake_gateway import FakeGateway

DAY = timedelta(days=1)


def test_a_daily_work_is_done_at_once_and_then_no_sooner_than_a_day_later(now: datetime) -> None:
    done: list[str] = []
    daily = Daily(lambda: done.append("done"))

    for after in (timedelta(), timedelta(seconds=2), DAY - timedelta(seconds=1), DAY, DAY + DAY / 2, 2 * DAY):
        work = daily.due(now=now + after)
        if work is not None:
            work()

    assert done == ["done"] * 3


def test_a_daily_work_that_fails_waits_for_its_next_day(now: datetime) -> None:
    def breaks() -> None:
        raise RuntimeError("the database is away")

    daily = Daily(breaks)
    work = daily.due(now=now)
    assert work is not None
    with pytest.raises(RuntimeError, match="away"):
        work()

    assert daily.due(now=now + timedelta(seconds=2)) is None
    assert daily.due(now=now + DAY) is not None


def test_each_fault_in_the_books_is_a_warning_without_anything_personal(
    app: Flask, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    placed(now=now)
    set_stock("ATROSAN-30", 5, reserved=4)
    set_stock("BAMBU-100", 5, reserved=1)

    check_the_books()

    assert [(record.levelno, record.getMessage()) for record in caplog.records] == [
        (logging.WARNING, "books: ATROSAN-30: 4 are reserved, but open orders were promised 1."),
        (logging.WARNING, "books: BAMBU-100: 1 are reserved, but open orders were promised 0."),
    ]


def test_books_that_balance_are_not_worth_a_line(
    app: Flask, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    placed(now=now)

    check_the_books()

    assert caplog.records == []


def test_the_worker_checks_the_books_once_in_its_first_rounds(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.extensions[NAME] = FakeGateway()
    set_stock("BAMBU-100", 5, reserved=1)
    monkeypatch.setattr(worker, "ROUND_SECONDS", 0.0)
    rounds = Rounds(20)

    work_until(app, rounds)

    assert [r.getMessage() for r in caplog.records if r.getMessage().startswith("books: ")] == [
        "books: BAMBU-100: 1 are reserved, but open orders were promised 0."
    ]


class Rounds(threading.Event):
    """Lets the worker go round so often, then tells it to stop."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left

    def wait(self, timeout: float | None = None) -> bool:
        self.left -= 1
        if self.left <= 0:
            self.set()
        return self.is_set()
