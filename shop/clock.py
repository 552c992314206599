"""Tells the time to those who may ask: views, workers and commands; everyone else is given `now`."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
