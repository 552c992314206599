"""`python -m shop.run`: prepare, start every process, say which address to open, stop all of it on Ctrl-C."""

import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from honcho.manager import SYSTEM_PRINTER_NAME, Manager
from honcho.printer import Message, Printer

from shop.run.fast_path import is_prepared
from shop.settings import ROOT, Settings, SettingsError, from_environment

READY_WITHIN_SECONDS = 60
FORKED_AFTER_SECONDS = 0.3


class QuietPrinter(Printer):
    """Prints what the parts say, not what the manager says of them."""

    def write(self, message: Message) -> None:
        """Pass on a line of a part."""
        if message.name != SYSTEM_PRINTER_NAME:
            super().write(message)


@dataclass(frozen=True)
class Part:
    """One process of the shop: its name in the log, its command and what its environment needs besides."""

    name: str
    command: str
    environ: dict[str, str]


def parts(settings: Settings) -> Iterator[Part]:
    """Every process of this shop; the payment sandbox only where no payment key is set."""
    python = sys.executable
    options = "--interface wsgi --no-ws --log-level warning --host {host} --port {port}"
    serve = f"exec {python} -m granian {options}"
    web = serve.format(host=settings.host, port=settings.port)
    yield Part("web", f"{web} --workers {settings.web_workers} --blocking-threads 1 wsgi:app", {})
    # The worker starts behind the others: nobody waits for it.
    yield Part("worker", f"exec nice -n 5 {python} -m shop.worker", {})
    if settings.sandbox:
        stand_in = serve.format(host="127.0.0.1", port=settings.sandbox_port)
        yield Part(
            "sandbox",
            f"{stand_in} --workers 1 --blocking-threads 4 shop.payments.sandbox.wsgi:app",
            {
                "SANDBOX_DATABASE": str(settings.data_dir / "sandbox.sqlite3"),
                "SANDBOX_URL": settings.sandbox_url,
                "SANDBOX_WEBHOOK_TARGET": f"http://127.0.0.1:{settings.port}/payments/stripe/webhook",
                "STRIPE_WEBHOOK_SECRET": settings.stripe_webhook_secret,
                "STRIPE_API_KEY": settings.stripe_api_key,
            },
        )


def busy_ports(settings: Settings) -> list[int]:
    """The ports the shop needs that another program holds."""
    needed = [(settings.host, settings.port)]
    if settings.sandbox:
        needed.append(("127.0.0.1", settings.sandbox_port))
    return [port for host, port in needed if _is_taken(host, port)]


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def say_when_ready(settings: Settings, stopped: threading.Event) -> None:
    """Print the one line that matters, once the shop and its sandbox answer."""
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104 - a comparison
    waiting = [f"http://{host}:{settings.port}/readyz"]
    if settings.sandbox:
        waiting.append(f"http://127.0.0.1:{settings.sandbox_port}/healthz")
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    # The processes are forked while this thread does nothing but sleep.
    stopped.wait(FORKED_AFTER_SECONDS)
    while waiting and not stopped.is_set():
        if time.monotonic() > deadline:
            print(
                f"The shop did not answer within {READY_WITHIN_SECONDS} s; see the lines above.", flush=True
            )
            return
        waiting = [address for address in waiting if not _answers(address)]
        stopped.wait(0.05 if waiting else 0)
    if not stopped.is_set():
        kind = "Sandbox: nothing is really sold. " if settings.sandbox else ""
        print(f"{kind}Open {settings.shop_url}  (Ctrl-C stops it)", flush=True)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def run(settings: Settings) -> int:
    """Start every part and stay until one of them ends or Ctrl-C; returns the exit code."""
    manager = Manager(QuietPrinter(sys.stderr, colour=sys.stderr.isatty()))
    # Parts are started from the project's folder, wherever the command was typed.
    environ = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
    for part in parts(settings):
        # Their own settings come last: the shop's real environment can't reach into the sandbox.
        manager.add_process(part.name, part.command, env={**environ, **part.environ}, cwd=str(ROOT))
    stopped = threading.Event()
    threading.Thread(target=say_when_ready, args=(settings, stopped), daemon=True).start()
    manager.loop()
    stopped.set()
    # A part that Ctrl-C ended did not fail.
    return 0 if manager.returncode in (0, 130, 143, -2, -15) else 1


def main() -> int:
    """Prepare and run; a mistake in the settings, the data or the ports is one clear message."""
    try:
        settings = from_environment(os.environ)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    taken = busy_ports(settings)
    if taken:
        ports = " and ".join(map(str, taken))
        print(
            f"Port {ports} is in use by another program. Choose another: make run PORT=8100", file=sys.stderr
        )
        return 2
    problem = _prepare(settings)
    if problem:
        print(problem, file=sys.stderr)
        return 1
    return run(settings)


def _prepare(settings: Settings) -> str | None:
    if is_prepared(settings):
        return None
    from sqlalchemy.exc import SQLAlchemyError

    from shop.app import create_app
    from shop.catalog.sheets import SheetError
    from shop.run.prepare import prepare

    try:
        Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
        prepare(create_app(settings))
    except SQLAlchemyError as error:
        return (
            f"The database can't be used ({settings.database_url.split('@')[-1]}): {error.__cause__ or error}"
        )
    except SheetError as error:
        return str(error)
    except OSError as error:
        return f"DATA_DIR can't be used: {error}. Name a folder that can be written to."
    return None


if __name__ == "__main__":
    sys.exit(main())
