"""Brings every event to the shop's webhook: signed, in order, again and again until the shop has it."""

import hashlib
import hmac
import http.client
import json
import logging
import sqlite3
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.payments.sandbox import events, sessions, switches
from shop.payments.sandbox.settings import SandboxSettings
from shop.payments.sandbox.store import Store, Work

log = logging.getLogger(__name__)

# Seconds to the next try after each failed one. The provider's own schedule grows the same way, over three
# days (https://docs.stripe.com/webhooks#retries); this one is shorter: nobody waits three days for a test.
WAITS = (1, 2, 4, 8, 15, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 3_600)
MOST_TRIES = len(WAITS) + 1
# Longer than a post may take; a row still being sent after this belongs to a process that died.
SENDING_SECONDS = 60
POST_TIMEOUT = 10
POLL_SECONDS = 0.25

Post = Callable[[str, bytes, dict[str, str]], int]


@dataclass(frozen=True)
class Claim:
    """One post that is this process's to make."""

    sequence: int
    tries: int
    event: dict[str, Any]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """A webhook that answers with a redirect hasn't accepted anything."""
        return


# without a proxy: the shop is next door
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects())


def post_over_http(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The HTTP status which the shop answers; raises OSError or HTTPException when there is no answer."""
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310 - checked settings
    try:
        with _opener.open(request, timeout=POST_TIMEOUT) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def signature(body: bytes, secret: str, timestamp: int) -> str:
    """The Stripe-Signature header (https://docs.stripe.com/webhooks#verify-manually)."""
    signed = hmac.new(secret.encode(), b"%d." % timestamp + body, hashlib.sha256)
    return f"t={timestamp},v1={signed.hexdigest()}"


class Courier:
    """Posts what is due. Any number of couriers, in any number of processes, may share one store."""

    def __init__(
        self,
        store: Store,
        settings: SandboxSettings,
        clock: Callable[[], datetime],
        post: Post = post_over_http,
    ) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock
        self._post = post
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def deliver_due(self) -> int:
        """Post everything that is due now; how many posts were made."""
        made = 0
        while (claim := self._claim()) is not None:
            self._deliver(claim)
            made += 1
        return made

    def start(self) -> None:
        """Deliver in the background, and expire sessions whose time is up, until `stop`."""
        self._thread = threading.Thread(target=self._run, name="sandbox-courier", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the post under way and deliver no more."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._expire_due()
                self.deliver_due()
            except Exception:
                # whatever it was, the next round may work; a dead courier would lose every webhook
                log.exception("a round of the courier failed")
            self._stopped.wait(POLL_SECONDS)

    def _now(self) -> int:
        return int(self._clock().timestamp())

    def _expire_due(self) -> None:
        with self._store.reading() as connection:
            if not sessions.any_due(connection, self._now()):
                return
        with self._store.transaction() as connection:
            sessions.expire_due(Work(connection, self._now(), self._settings))

    def _claim(self) -> Claim | None:
        if self._stopped.is_set():
            return None
        now = self._now()
        with self._store.reading() as connection:
            if _due(connection, now) is None:  # most rounds end here, without keeping a writer waiting
                return None
        with self._store.transaction() as connection:
            row = _due(connection, now)
            if row is None:
                return None
            connection.execute(
                "UPDATE deliveries SET state = 'sending', tries = tries + 1, due_at = ? WHERE sequence = ?",
                (now + SENDING_SECONDS, row["sequence"]),
            )
            work = Work(connection, now, self._settings)
            event = events.with_pending(connection, work.get("event", row["event"]))
            return Claim(sequence=row["sequence"], tries=row["tries"] + 1, event=event)

    def _deliver(self, claim: Claim) -> None:
        body = json.dumps(claim.event, indent=2).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature(body, self._settings.webhook_secret, self._now()),
            "User-Agent": "Stripe/1.0 (payment sandbox; no money moves)",
        }
        try:
            status = self._post(self._settings.shop_webhook_url, body, headers)
            accepted, answer = 200 <= status < 300, str(status)
        except (OSError, http.client.HTTPException) as error:
            accepted, answer = False, type(error).__name__
        self._settle(claim, answer, accepted=accepted)

    def _settle(self, claim: Claim, answer: str, *, accepted: bool) -> None:
        now = self._now()
        if accepted:
            state, due_at = "delivered", now
        elif claim.tries >= MOST_TRIES:
            state, due_at = "failed", now
        else:
            state, due_at = "waiting", now + WAITS[claim.tries - 1]
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE deliveries SET state = ?, due_at = ?, answer = ? WHERE sequence = ? AND tries = ?",
                (state, due_at, answer, claim.sequence, claim.tries),
            )


def _due(connection: sqlite3.Connection, now: int) -> sqlite3.Row | None:
    if switches.read(connection, "webhooks_withheld"):
        return None
    order = "DESC" if switches.read(connection, "webhooks_reordered") else "ASC"
    return connection.execute(
        "SELECT sequence, event, tries FROM deliveries"  # noqa: S608 - ASC or DESC
        f" WHERE state IN ('waiting', 'sending') AND due_at <= ? ORDER BY sequence {order} LIMIT 1",
        (now,),
    ).fetchone()


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many posts stand where."""
    rows = connection.execute("SELECT state, count(*) AS posts FROM deliveries GROUP BY state")
    return {"waiting": 0, "sending": 0, "delivered": 0, "failed": 0} | {
        row["state"]: row["posts"] for row in rows
    }
