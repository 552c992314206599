"""A sandbox on a free port of this machine, a shop that takes its webhooks, a clock that goes when told."""

import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

import requests
from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from shop.payments.gateway_values import CheckoutLine, checkout_parameters
from shop.payments.sandbox.app import create_sandbox
from shop.payments.sandbox.settings import SandboxSettings

KEY = "sk_test_sandbox_for_tests"
SECRET = "whsec_for_tests"
MORNING = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
PAYMENT = UUID("5f0c3f0e-8a51-4c5b-9a53-0d1d6a1f7a11")


def order_parameters(**overrides: Any) -> dict[str, Any]:
    """An order of £26.45: two bottles, and delivery."""
    order: dict[str, Any] = {
        "payment": PAYMENT,
        "lines": [CheckoutLine("Valerian root tea & honey", 2, 2300)],
        "delivery": CheckoutLine("Delivery", 1, 345),
        "amount_minor": 2645,
        "email": "ada@example.com",
        "success_url": "http://shop.example/thanks?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://shop.example/basket",
        "placed_at": MORNING,
    }
    return checkout_parameters(**{**order, **overrides})


@dataclass
class Clock:
    """Stands still until it's told to go on."""

    instant: datetime = MORNING

    def __call__(self) -> datetime:
        return self.instant

    def advance(self, **how_long: int) -> None:
        self.instant += timedelta(**how_long)


@dataclass
class ShopWebhook:
    """A shop that notes every webhook; answers 200, or first what is in `answers`."""

    answers: list[int] = field(default_factory=list)
    received: list[tuple[bytes, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                shop.received.append((body, self.headers["Stripe-Signature"]))
                self.send_response(shop.answers.pop(0) if shop.answers else 200)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Tests are quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/webhook"

    @property
    def types(self) -> list[str]:
        return [json.loads(body)["type"] for body, _ in self.received]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class RunningSandbox:
    """The stand-in behind a real HTTP server. Webhooks go out when `deliver` says so."""

    def __init__(self, folder: Path, shop: ShopWebhook, clock: Clock) -> None:
        self._path = folder / "sandbox.sqlite3"
        self.shop = shop
        self.clock = clock
        self._server: BaseWSGIServer | None = None
        self.port = 0
        self.start()

    def start(self) -> None:
        self._server = make_server("127.0.0.1", self.port, Flask("waiting"), threaded=True)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        settings = SandboxSettings(self._path, self.url, self.shop.url, SECRET, KEY)
        self.app = create_sandbox(settings, clock=self.clock)
        self._server.app = self.app
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def deliver(self) -> int:
        return self.app.extensions["payment_sandbox"].courier.deliver_due()

    def switch(self, **switches: int) -> dict[str, Any]:
        answer = requests.post(f"{self.url}/control/switches", json=switches)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def state(self) -> dict[str, Any]:
        return requests.get(f"{self.url}/control/state").json()

    def press(self, page: str, **form: str) -> requests.Response:
        return requests.post(page, data=form, allow_redirects=False)

    def api(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {KEY}", **options.pop("headers", {})}
        return requests.request(method, f"{self.url}{path}", headers=headers, **options)
