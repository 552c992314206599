"""`python -m bench.orders`: how many orders two processes place and settle in a second, on each database.

What is measured is the shop's own part of a checkout: asking everything again, taking stock, writing order
and payment, then handing the goods over once the money is in. Each is a transaction the web processes run.
The network and the payment provider are left out, since they don't wait for the database.
"""

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from shop import clock
from shop.db import db, transaction
from shop.orders.actions import mark_paid
from shop.orders.queries import lock_order
from shop.payments.queries import get_payment
from tests import databases, postgres
from tests.orders.factories import ADA, COFFEE
from tests.payments.factories import bought
from tests.shelves import set_shelf

PROCESSES = 2
THREADS = 2
PLENTY = 1_000_000


def shop_until(
    address: str, folder: str, seconds: float, mark: int, results: "multiprocessing.Queue"
) -> None:  # type: ignore[type-arg]
    """One web process: its threads place and settle orders until the time is up; sends what each took."""
    app = databases.application(databases.settings_for(Path(folder), DATABASE_URL=address))
    placing: list[float] = []
    settling: list[float] = []
    ends = time.monotonic() + seconds

    def one(thread: int) -> None:
        number = 0
        while time.monotonic() < ends:
            number += 1
            name = f"{mark}-{thread}-{number}"
            with app.app_context():
                started = time.perf_counter()
                shopper = replace(ADA, email=f"{name}@example.com")
                placed = bought(COFFEE, now=clock.now(), attempt=f"{name:x>32}", shopper=shopper)
                placing.append(time.perf_counter() - started)
                started = time.perf_counter()
                with transaction():
                    order = lock_order(get_payment(placed.payment_id).order_id)
                    assert mark_paid(order=order, now=clock.now())
                settling.append(time.perf_counter() - started)
                db.session.remove()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put((placing, settling))


def measure(name: str, address: str, folder: Path, seconds: float) -> None:
    """Two processes on one database; prints a line."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    started = time.monotonic()
    workers = [
        context.Process(target=shop_until, args=(address, str(folder), seconds, mark, results))
        for mark in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    gathered = [results.get(timeout=seconds + 120) for _ in workers]
    for worker in workers:
        worker.join()
    placing = sorted(took for each, _ in gathered for took in each)
    settling = sorted(took for _, each in gathered for took in each)
    if not placing:
        sys.exit(f"{name}: nothing was ordered in {time.monotonic() - started:.0f} s")
    p99 = [1000 * took[int(0.99 * (len(took) - 1))] for took in (placing, settling)]
    p50 = 1000 * statistics.median(placing)
    print(f"{name:12}{len(settling) / seconds:10.1f}{p50:14.1f}{p99[0]:14.1f}{p99[1]:14.1f}")


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(prog="python -m bench.orders", description=__doc__)
    words.add_argument("--seconds", type=float, default=10.0, help="how long each measurement lasts")
    asked = words.parse_args()
    print(f"{'database':12}{'orders/s':>10}{'placing p50':>14}{'placing p99':>14}{'settling p99':>14}  (ms)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = databases.migrated_file(folder)
        kinds = {
            "sqlite": f"sqlite:///{template}",
            "postgresql": postgres.address(postgres.migrated_copy(folder)),
        }
        for kind, address in kinds.items():
            app = databases.application(databases.settings_for(folder, DATABASE_URL=address))
            with app.app_context():
                set_shelf(COFFEE.sku, PLENTY)
                db.session.remove()
                db.engine.dispose()
            measure(kind, address, folder, asked.seconds)


if __name__ == "__main__":
    main()
