"""Decides whether a request was answered before: one key, one piece of work, one answer."""

import hashlib
import sqlite3
from dataclasses import dataclass

from shop.payments.sandbox.errors import ApiError

LONGEST_KEY = 255
# https://docs.stripe.com/api/idempotent_requests: keys may be removed once they're at least 24 hours old
KEPT_SECONDS = 24 * 60 * 60
# a claim this old belongs to a process that died at work
ABANDONED_SECONDS = 60


@dataclass(frozen=True)
class KeptAnswer:
    """What a key was answered the first time."""

    status: int
    body: str
    request_id: str


def fingerprint(method: str, path: str, encoded: bytes) -> str:
    """What two requests must share to be the same request."""
    return hashlib.sha256(f"{method} {path}\n".encode() + encoded).hexdigest()


def claim(
    connection: sqlite3.Connection, key: str, print_: str, *, now: int, request_id: str
) -> KeptAnswer | None:
    """The kept answer, or None when the work is the caller's to do; call it in a transaction of its own.

    Raises ApiError idempotency_error (400) for the same key with another request, and 409 while another
    request is at work under this key.
    """
    if len(key) > LONGEST_KEY:
        raise ApiError(f"Idempotency keys hold at most {LONGEST_KEY} characters.", kind="idempotency_error")
    connection.execute("DELETE FROM idempotency WHERE claimed_at <= ?", (now - KEPT_SECONDS,))
    kept = connection.execute("SELECT * FROM idempotency WHERE key = ?", (key,)).fetchone()
    if kept is not None and kept["fingerprint"] != print_:
        raise ApiError(
            "Keys for idempotent requests can only be used with the same parameters they were first used "
            f"with. Try using a key other than '{key}' if you meant to execute a different request.",
            kind="idempotency_error",
        )
    if kept is not None and kept["status"] is not None:
        return KeptAnswer(status=kept["status"], body=kept["body"], request_id=kept["request_id"])
    if kept is not None and kept["claimed_at"] > now - ABANDONED_SECONDS:
        raise ApiError(
            "There is currently another in-progress request using this Idempotent Key (that probably means "
            f"you submitted twice, and the other request is still going through): {key}. Please try again "
            "later.",
            status=409,
            code="idempotency_key_in_use",
        )
    connection.execute(
        "INSERT OR REPLACE INTO idempotency (key, fingerprint, claimed_at, request_id) VALUES (?, ?, ?, ?)",
        (key, print_, now, request_id),
    )
    return None


def keep(connection: sqlite3.Connection, key: str, request_id: str, status: int, body: str) -> None:
    """Keep the answer, in the same transaction as the work itself.

    Raises ApiError 409, and so undoes the work, when the claim was taken over meanwhile.
    """
    kept = connection.execute(
        "UPDATE idempotency SET status = ?, body = ? WHERE key = ? AND request_id = ?",
        (status, body, key, request_id),
    )
    if kept.rowcount == 0:
        raise ApiError("Another request took over this key.", status=409, code="idempotency_key_in_use")


def release(connection: sqlite3.Connection, key: str, request_id: str) -> None:
    """The request never got past the checks, so the key is as good as new."""
    connection.execute(
        "DELETE FROM idempotency WHERE key = ? AND request_id = ? AND status IS NULL", (key, request_id)
    )
