"""Does the work that is due: sends mails, settles and expires payments, checks the books.

Any number may run at once.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask

from shop import clock
from shop.alerts.actions import forget_old, tell_who_waits
from shop.app import create_app
from shop.db import db, transaction
from shop.mail.actions import send_due
from shop.mail.transport import from_settings
from shop.payments.books import check_books
from shop.payments.gateway import current as current_gateway
from shop.payments.reconcile import due_work
from shop.settings import SettingsError, from_environment

# Mails wait at most this long; payments are looked after at the slower pace.
ROUND_SECONDS = 2.0
PAYMENTS_EVERY_ROUNDS = 15
DAY = timedelta(days=1)

log = logging.getLogger("shop.worker")


def send_mails() -> None:
    """Send what waits in the outbox."""
    send_due(transport=from_settings(), now=clock.now())


def look_after_payments() -> None:
    """Settle payments whose news was lost and let go of what was never paid."""
    due_work(gateway=current_gateway(), now=clock.now())


def look_after_alerts() -> None:
    """Write to who waits for a pack that is back, and forget who never said yes."""
    with transaction():
        tell_who_waits(now=clock.now())
        forget_old(now=clock.now())


def check_the_books() -> None:
    """Warn of each thing that orders, payments and shelves don't agree on; packs and order numbers only."""
    for fault in check_books():
        log.warning("books: %s", fault)


class Daily:
    """Work that this process does at most once in 24 hours, however it ends."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._last: datetime | None = None

    def due(self, *, now: datetime) -> Callable[[], None] | None:
        """The work, when its time has come, and None until then; whoever asks has to do it."""
        if self._last is not None and now - self._last < DAY:
            return None
        self._last = now
        return self._work


def attempt(app: Flask, work: Callable[[], None]) -> None:
    """Do one piece of work; a failure is logged and tried again when due, and never stops the others."""
    with app.app_context():
        try:
            work()
        except Exception:  # noqa: BLE001, RUF100 - a worker that dies helps nobody
            log.exception("%s failed and will be tried again", work.__name__)
        finally:
            db.session.remove()


def work_until(app: Flask, stopped: threading.Event) -> None:
    """Rounds of due work until told to stop."""
    rounds, books = 0, Daily(check_the_books)
    while not stopped.is_set():
        attempt(app, send_mails)
        if rounds % PAYMENTS_EVERY_ROUNDS == 0:
            attempt(app, look_after_payments)
            attempt(app, look_after_alerts)
            # After the payments: what they had yet to settle is no fault.
            if due := books.due(now=clock.now()):
                attempt(app, due)
        rounds += 1
        stopped.wait(ROUND_SECONDS)


def main() -> int:
    """Run until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    try:
        app = create_app(from_environment(os.environ))
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201 - speaks to the person at the terminal
        return 2
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    work_until(app, stopped)
    return 0


if __name__ == "__main__":
    sys.exit(main())
