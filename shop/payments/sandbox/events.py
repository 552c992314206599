"""Records what happened, as it was at that moment, and puts each event in the queue for the shop."""

import sqlite3
from typing import Any

from shop.payments.sandbox import switches
from shop.payments.sandbox.declarations import API_VERSION
from shop.payments.sandbox.identifiers import new_id
from shop.payments.sandbox.store import Document, Work


def record(work: Work, kind: str, about: Document) -> Document:
    """Keep an event of that kind with a snapshot of `about`, to be posted to the shop's webhook."""
    event = work.add(
        {
            "id": new_id("evt_"),
            "object": "event",
            "api_version": API_VERSION,
            "created": work.now,
            "data": {"object": dict(about)},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": work.request_id, "idempotency_key": work.idempotency_key},
            "type": kind,
        },
        parent=about["id"],
    )
    copies = 2 if switches.read(work.connection, "webhooks_doubled") else 1
    for _ in range(copies):
        queue(work, event["id"])
    return event


def queue(work: Work, event_id: str) -> None:
    """Post this event (again) as soon as may be."""
    work.connection.execute(
        "INSERT INTO deliveries (event, state, due_at) VALUES (?, 'waiting', ?)", (event_id, work.now)
    )


def with_pending(connection: sqlite3.Connection, event: Document) -> Document:
    """The event with the number of posts that the shop has yet to accept."""
    row = connection.execute(
        "SELECT count(*) AS pending FROM deliveries WHERE event = ? AND state IN ('waiting', 'sending')",
        (event["id"],),
    ).fetchone()
    return {**event, "pending_webhooks": row["pending"]}


def retrieve(work: Work, parameters: dict[str, Any], event_id: str) -> Document:
    """GET /v1/events/{id}."""
    return with_pending(work.connection, work.get("event", event_id))
