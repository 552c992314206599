"""Starts and stops the servers of a measurement, each with one worker: ratios compare like with like."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port nobody holds at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def granian(app: str, port: int) -> list[str]:
    """The command the shop itself is served with, on one worker."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning",
        "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "1", app,
    ]  # fmt: skip


def gunicorn(app: str, port: int) -> list[str]:
    """The same application on gunicorn, one synchronous worker that keeps connections (gthread)."""
    return [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "16",
        "--worker-class", "gthread", "--keep-alive", "75", "--log-level", "error", app,
    ]  # fmt: skip


@contextmanager
def serving(command: list[str], *, port: int, path: str, environ: dict[str, str]) -> Iterator[int]:
    """A server that answers on `path`; yields its process id and stops it in the end."""
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ}, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}{path}", process)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(address: str, process: "subprocess.Popen[bytes]", seconds: float = 30) -> None:
    """Return when the address answers; raises RuntimeError when it never does."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it answered {address}")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"{address} did not answer within {seconds} s")


def worker_memory_mb(server: int) -> float:
    """Resident memory of the server's largest child process, which is its worker (Linux; 0 elsewhere)."""
    largest = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            facts = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if facts.get("PPid", "").strip() == str(server):
            largest = max(largest, int(facts.get("VmRSS", "0 kB").split()[0]))
    return largest / 1024
