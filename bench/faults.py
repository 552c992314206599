"""`make faults`: kills the shop at every step of a sale, hundreds of times, and looks whether money got lost.

Each sale runs in a process of its own, several at once, against one database file and the payment sandbox in
another process. Round every commit and every call to the provider lies a point at which the process may get
SIGKILL; the production code knows nothing of that. In the end reconciliation runs, and everything must agree.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select

from bench import servers
from bench.agreements import SKU, agreed_by
from shop import clock
from shop.app import create_app
from shop.catalog.actions import receive
from shop.catalog.models import PUT_BACK, StockMovement, Variant
from shop.checkout.actions import buy
from shop.db import db, transaction
from shop.errors import Refusal
from shop.orders.models import Order, OrderLine
from shop.orders.queries import get_order_by_secret
from shop.payments import gateway as door
from shop.payments.actions import start_payment
from shop.payments.books import check_books, check_with_provider
from shop.payments.cancelling import cancel_order
from shop.payments.gateway import Gateway
from shop.payments.models import Payment
from shop.payments.reconcile import reconcile
from shop.payments.refund_sending import send_refund
from shop.payments.refunds import Wanted, ask_refund
from shop.payments.settling import settle
from shop.payments.till import current_till
from shop.run.prepare import prepare
from shop.settings import from_environment

PACKS = 3
AT_ONCE = 4
# A whole sale with a refund passes about this many points; a kill beyond its end kills nobody.
MOST_POINTS = 26
CALLS = ("start_checkout", "fetch_checkout", "expire_checkout", "create_refund", "list_refunds")
ENDS = ("paid", "paid", "refunded in part", "refunded", "called off", "left")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a run came to."""

    sales: int
    kills: int
    by_point: dict[str, int]
    lost: int
    doubled: int
    oversold: int
    faults: list[str]

    @property
    def is_clean(self) -> bool:
        """Whether no money and no pack went astray."""
        return not (self.lost or self.doubled or self.oversold or self.faults)


class Doom:
    """Counts the points a process passes and ends it at the one it was told."""

    def __init__(self, point: int, told: int) -> None:
        self._left, self._told = point, told

    def passes(self, name: str) -> None:
        """Die here, if it is time; what was said before is all anybody hears."""
        self._left -= 1
        if self._left == 0:
            os.write(self._told, name.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, gateway: Gateway) -> None:
        """Put points round every commit and every call to the provider."""
        event.listen(db.engine, "commit", lambda _connection: self.passes("before a commit"))
        event.listen(db.engine, "checkin", lambda *_: self.passes("after a transaction"))
        for name in CALLS:
            object.__setattr__(gateway, name, self._round(name, getattr(gateway, name)))

    def _round(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **words: Any) -> Any:
            self.passes(f"before {name}")
            answer = call(*args, **words)
            self.passes(f"after {name}")
            return answer

        return called


def sale(app: Flask, number: int, end: str) -> None:
    """One shopper and what becomes of the order; a refusal by the shop ends it early."""
    with app.app_context(), suppress(Refusal):
        gateway, now = door.current(), clock.now()
        agreed = agreed_by(number, quantity=1 + number % PACKS)
        placed = buy(agreement=agreed, till=current_till(), sandbox=True, now=now)
        started = start_payment(payment_id=placed.payment_id, gateway=gateway)
        if end == "left" or started.url is None:
            return
        _pays(started.url)
        settle(payment_id=placed.payment_id, gateway=gateway, now=now)
        order_id = get_order_by_secret(placed.secret).id
        if end == "called off":
            cancel_order(order_id=order_id, gateway=gateway, restock=True, why="a test", now=now)
        elif end.startswith("refunded"):
            packs = {SKU: 1} if end.endswith("part") else {}
            wanted = Wanted(packs=packs, restock=True)
            refund_id = ask_refund(order_id=order_id, wanted=wanted, why="a test", now=now)
            send_refund(refund_id=refund_id, gateway=gateway, now=now)


def _pays(url: str) -> None:
    form = urllib.parse.urlencode({"choice": "pay"}).encode()
    opener = urllib.request.build_opener(_StayHere)
    with suppress(urllib.error.HTTPError):
        opener.open(url, form, timeout=20).close()


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """The shopper never comes back: whatever the shop learns, it learns by asking."""


def run(*, kills: int, seed: int, folder: Path) -> Figures:
    """Sales until so many processes were killed, then reconciliation; the same seed kills the same ones."""
    with shop_and_provider(folder) as app:
        with app.app_context():
            with transaction():
                receive(sku=SKU, quantity=2 * kills, why="a test", now=clock.now())
            stocked = _on_shelf()
            _forget()
        chance, killed, number = random.Random(seed), Counter[str](), 0
        while sum(killed.values()) < kills and number < 20 * kills:
            batch = []
            for _ in range(AT_ONCE):
                number += 1
                batch.append(_start(app, number, chance.choice(ENDS), chance.randint(1, MOST_POINTS)))
            killed.update(point for point in map(_ended, batch) if point)
        with app.app_context():
            _reconcile(clock.now())
            return _figures(number, killed, stocked)


def _start(app: Flask, number: int, end: str, point: int) -> tuple[int, int]:
    """A process with one sale that will be killed at that point; gives its id and where it says which."""
    hears, told = os.pipe()
    pid = os.fork()
    if pid:
        os.close(told)
        return pid, hears
    code = 0
    try:
        os.close(hears)
        with app.app_context():
            Doom(point, told).watch(door.current())
        sale(app, number, end)
    except BaseException as problem:  # noqa: BLE001, RUF100 - a child must never go on as its parent
        print(f"sale {number}: {problem!r}", file=sys.stderr)
        code = 1
    finally:
        os._exit(code)


def _ended(child: tuple[int, int]) -> str | None:
    """Where the process was killed, or None; raises RuntimeError when it failed by itself."""
    pid, hears = child
    with os.fdopen(hears, "rb") as said:
        point = said.read().decode()
    _, status = os.waitpid(pid, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("a sale failed by itself; see above")
    return point or None


def _reconcile(now: datetime) -> None:
    """What the worker does in the next hour: settle what is paid, then let go of what nobody paid for."""
    for minutes in (2, 4, 40, 42, 44):
        reconcile(gateway=door.current(), now=now + timedelta(minutes=minutes), limit=10_000)
        db.session.remove()


def _figures(sales: int, killed: Counter[str], stocked: int) -> Figures:
    faults = check_books() + check_with_provider(door.current())
    was_paid = Order.paid_at.is_not(None)
    bought = select(func.sum(OrderLine.quantity)).join(Order, Order.id == OrderLine.order_id).where(was_paid)
    back = select(func.sum(StockMovement.on_hand_change)).where(
        StockMovement.kind == PUT_BACK, StockMovement.sku == SKU
    )
    sold = (db.session.execute(bought).scalar() or 0) - (db.session.execute(back).scalar() or 0)
    charges = Counter(
        order_id
        for order_id, reference in db.session.execute(select(Payment.order_id, Payment.reference))
        if reference and door.current().fetch_checkout(reference).payment_status == "paid"
    )
    settled = set(db.session.execute(select(Order.id).where(was_paid)).scalars())
    return Figures(
        sales=sales,
        kills=sum(killed.values()),
        by_point=dict(sorted(killed.items())),
        lost=len(set(charges) - settled),
        doubled=sum(1 for count in charges.values() if count > 1),
        oversold=max(0, sold - (stocked - _on_shelf())),
        faults=faults,
    )


def _on_shelf() -> int:
    return db.session.execute(select(Variant.on_hand).where(Variant.sku == SKU)).scalar_one()


def _forget() -> None:
    """A forked process must not share its parent's connections."""
    db.session.remove()
    db.engine.dispose()


@contextmanager
def shop_and_provider(folder: Path) -> Iterator[Flask]:
    """A stocked shop in that folder, and the payment sandbox in a process of its own."""
    port = servers.free_port()
    settings = from_environment(
        {"DATA_DIR": str(folder), "PORT": str(servers.free_port()), "SANDBOX_PORT": str(port)}
    )
    app = create_app(settings)
    prepare(app)
    environ = {
        "SANDBOX_DATABASE": str(folder / "sandbox.sqlite3"),
        "SANDBOX_URL": f"http://localhost:{port}",
        "SANDBOX_WEBHOOK_TARGET": f"http://127.0.0.1:{settings.port}/payments/stripe/webhook",
        "STRIPE_WEBHOOK_SECRET": settings.stripe_webhook_secret,
        "STRIPE_API_KEY": settings.stripe_api_key,
    }
    command = servers.granian("shop.payments.sandbox.wsgi:app", port)
    command[command.index("--blocking-threads") + 1] = "4"
    with servers.serving(command, port=port, path="/healthz", environ=environ):
        yield app


def main() -> int:
    """Run and print; 1 when anything went astray."""
    words = argparse.ArgumentParser(prog="make faults ARGS=…", description=__doc__)
    words.add_argument("--kills", type=int, default=300)
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        done = run(kills=asked.kills, seed=asked.seed, folder=Path(folder))
    print(f"seed {asked.seed}: {done.sales} sales, {done.kills} processes killed")
    for point, count in done.by_point.items():
        print(f"  {count:4} {point}")
    print(f"{done.lost} paid orders lost, {done.doubled} charged twice, {done.oversold} packs oversold")
    for fault in done.faults or ["The books balance, here and at the provider."]:
        print(fault)
    return 0 if done.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
