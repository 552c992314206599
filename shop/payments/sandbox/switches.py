"""Decides which faults are switched on: what goes wrong next, and how often, for people who test a shop."""

import sqlite3

# counted down: each strikes that many of the coming requests
COUNTED = {
    "api_500": "the API answers 500 before doing anything",
    "api_409": "the API answers 409, as if another request held the same key",
    "api_429": "the API answers 429, too many requests",
    "api_slow": "the API takes `slow_seconds` to answer",
    "api_lost": "the API does the work and the answer gets lost (504)",
    "refund_pending": "a refund stays pending until it is settled by hand",
}
# 0 is off, 1 is on
MODES = {
    "webhooks_withheld": "no webhook is posted; switching this off releases them",
    "webhooks_doubled": "every new event is posted twice",
    "webhooks_reordered": "waiting webhooks are posted newest first",
}
AMOUNTS = {"slow_seconds": 5}
LARGEST = 1_000


def read(connection: sqlite3.Connection, name: str) -> int:
    """What a switch stands at; 0 or its default when nobody touched it."""
    row = connection.execute("SELECT value FROM switches WHERE name = ?", (name,)).fetchone()
    return AMOUNTS.get(name, 0) if row is None else int(row["value"])


def read_all(connection: sqlite3.Connection) -> dict[str, int]:
    """Every switch by name."""
    return {name: read(connection, name) for name in (*COUNTED, *MODES, *AMOUNTS)}


def turn(connection: sqlite3.Connection, name: str, value: int) -> None:
    """Set a switch. Raises ValueError for one that doesn't exist or a value outside its range."""
    if name not in {*COUNTED, *MODES, *AMOUNTS}:
        raise ValueError(f"there is no switch named {name}")
    if not 0 <= value <= (1 if name in MODES else LARGEST):
        raise ValueError(f"{name} can't be {value}")
    connection.execute(
        "INSERT INTO switches (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def strikes(connection: sqlite3.Connection, name: str) -> bool:
    """Whether this fault strikes now; counted down in the same statement, so no two requests share one."""
    changed = connection.execute(
        "UPDATE switches SET value = value - 1 WHERE name = ? AND value > 0", (name,)
    )
    return changed.rowcount == 1


def clear(connection: sqlite3.Connection) -> None:
    """Everything works again, and the request counts start from nothing."""
    connection.execute("DELETE FROM switches")
    connection.execute("DELETE FROM request_counts")


def count_request(connection: sqlite3.Connection, endpoint: str) -> None:
    """Note that an endpoint, as `POST /v1/refunds`, was asked once more."""
    connection.execute(
        "INSERT INTO request_counts (endpoint, requests) VALUES (?, 1)"
        " ON CONFLICT (endpoint) DO UPDATE SET requests = requests + 1",
        (endpoint,),
    )


def request_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How often each endpoint was asked since the last clearing."""
    rows = connection.execute("SELECT endpoint, requests FROM request_counts ORDER BY endpoint")
    return {row["endpoint"]: row["requests"] for row in rows}
