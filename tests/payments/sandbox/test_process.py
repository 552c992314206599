"""The stand-in as its own process, and what keeps it from starting."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from shop.payments.sandbox.settings import SandboxSettings, WrongSettings, settings_from
from shop.payments.stripe_gateway import StripeGateway
from tests.payments.sandbox.running import KEY, SECRET, ShopWebhook, order_parameters

# Never made: its folder only has to exist.
FILE = Path(__file__).with_name("sandbox.sqlite3")
ENVIRONMENT = {
    "SANDBOX_DATABASE": str(FILE),
    "SANDBOX_URL": "http://127.0.0.1:8001/",
    "SANDBOX_WEBHOOK_TARGET": "http://127.0.0.1:8000/payments/stripe/webhook",
    "STRIPE_WEBHOOK_SECRET": SECRET,
    "STRIPE_API_KEY": KEY,
}


def test_settings_come_from_the_environment() -> None:
    assert settings_from(ENVIRONMENT) == SandboxSettings(
        FILE,
        "http://127.0.0.1:8001",
        "http://127.0.0.1:8000/payments/stripe/webhook",
        SECRET,
        KEY,
    )


def test_everything_missing_is_named_in_one_line() -> None:
    with pytest.raises(WrongSettings) as caught:
        settings_from({"SANDBOX_URL": "http://127.0.0.1:8001", "STRIPE_API_KEY": " "})

    assert str(caught.value) == (
        "The payment sandbox can't start: SANDBOX_DATABASE, SANDBOX_WEBHOOK_TARGET, STRIPE_WEBHOOK_SECRET, "
        "STRIPE_API_KEY must be set."
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STRIPE_API_KEY", "sk_live_51Habc"),
        ("STRIPE_API_KEY", "sk_test_51Habc"),
        ("STRIPE_API_KEY", "rk_test_sandbox"),
        ("STRIPE_API_KEY", "sk_test_sandbox\u00e9"),
        ("SANDBOX_URL", "127.0.0.1:8001"),
        ("SANDBOX_URL", "http://127.0.0.1:99999"),
        ("SANDBOX_WEBHOOK_TARGET", "file:///etc/passwd"),
        ("SANDBOX_DATABASE", "/nowhere/at/all/sandbox.sqlite3"),
    ],
)
def test_a_wrong_setting_keeps_it_from_starting(name: str, value: str) -> None:
    with pytest.raises(WrongSettings, match=name) as caught:
        settings_from({**ENVIRONMENT, name: value})

    assert "\n" not in str(caught.value)


def test_secrets_are_not_shown() -> None:
    shown = repr(settings_from(ENVIRONMENT))

    assert SECRET not in shown
    assert KEY not in shown


def test_beside_a_real_key_the_process_ends_with_one_line() -> None:
    environment = {**os.environ, **ENVIRONMENT, "STRIPE_API_KEY": "sk_live_51Habc"}

    ended = subprocess.run(
        [sys.executable, "-c", "import shop.payments.sandbox.wsgi"],
        env=environment, capture_output=True, text=True, timeout=30,
    )  # fmt: skip

    assert ended.returncode == 1
    assert ended.stderr.startswith(
        "The payment sandbox can't start: STRIPE_API_KEY must begin with sk_test_sandbox"
    )
    assert ended.stderr.count("\n") == 1


@pytest.fixture
def served(tmp_path: Path, shop_webhook: ShopWebhook) -> Iterator[str]:
    """The address of a sandbox which granian serves, as in earnest."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        **ENVIRONMENT,
        "SANDBOX_DATABASE": str(tmp_path / "sandbox.sqlite3"),
        "SANDBOX_URL": url,
        "SANDBOX_WEBHOOK_TARGET": shop_webhook.url,
    }
    command = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "2"]
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *command, "shop.payments.sandbox.wsgi:app"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(f"{url}/healthz")
        yield url
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            if requests.get(url, timeout=1).status_code == 200:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError(f"{url} never answered")


def test_a_customer_pays_and_the_shop_hears_of_it(served: str, shop_webhook: ShopWebhook) -> None:
    gateway = StripeGateway(KEY, served, SECRET)
    now = datetime.now(UTC)
    started = gateway.start_checkout(idempotency_key="order-1", parameters=order_parameters(placed_at=now))

    answer = requests.post(started.url, data={"choice": "pay"}, allow_redirects=False)

    assert answer.headers["Location"] == f"http://shop.example/thanks?session={started.session_id}"
    assert gateway.fetch_checkout(started.session_id).payment_status == "paid"
    for _ in range(100):
        if "checkout.session.completed" in shop_webhook.types:
            break
        time.sleep(0.1)
    body, header = shop_webhook.received[shop_webhook.types.index("checkout.session.completed")]
    assert gateway.parse_event(body, header, now=datetime.now(UTC)).session_id == started.session_id
