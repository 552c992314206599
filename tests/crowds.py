"""Lets many shoppers do the same thing at the same moment."""

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask

from shop.db import db


def all_at_once(app: Flask, how_many: int, act: Callable[[int], Any]) -> list[Any]:
    """What `act(0)`, `act(1)`, … gave or raised, each called in a thread and database session of its own."""
    start = threading.Barrier(how_many)
    results: list[Any] = [None] * how_many

    def one(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                results[number] = act(number)
            except Exception as problem:  # noqa: BLE001, RUF100 - what was raised is a result here
                results[number] = problem
            finally:
                db.session.remove()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(how_many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
