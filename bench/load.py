"""A load generator light enough not to be what is measured: waves of requests over kept connections.

Each wave sends one request on every connection, then reads every answer. Latency is from a connection's
send to its last byte. Runs are bounded in time, and only loopback is ever asked.
"""

import socket
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One request to repeat: where, and its exact bytes."""

    name: str
    port: int
    request: bytes


@dataclass(frozen=True)
class Load:
    """What a run showed: requests a second, and latencies in milliseconds."""

    per_second: float
    p50_ms: float
    p99_ms: float


def get(path: str, port: int) -> bytes:
    """A GET as a browser sends it, accepting brotli."""
    head = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: gzip, br\r\n\r\n"
    return head.encode()


def post(path: str, port: int, body: bytes) -> bytes:
    """A form as a browser sends it."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def run(target: Target, *, seconds: float, connections: int = 16) -> Load:
    """Repeat a request for some seconds; raises RuntimeError when an answer isn't 200."""
    sockets = [socket.create_connection(("127.0.0.1", target.port)) for _ in range(connections)]
    try:
        size = _first_answer(sockets[0], target)
        latencies: list[float] = []
        started = time.perf_counter()
        while time.perf_counter() - started < seconds:
            _wave(sockets, target, size, latencies)
        took = time.perf_counter() - started
    finally:
        for each in sockets:
            each.close()
    latencies.sort()
    return Load(
        per_second=len(latencies) / took,
        p50_ms=1000 * latencies[len(latencies) // 2],
        p99_ms=1000 * latencies[int(len(latencies) * 0.99)],
    )


def answer_of(target: Target) -> bytes:
    """The whole answer to one request, head and body."""
    with socket.create_connection(("127.0.0.1", target.port)) as one:
        one.sendall(target.request)
        received = one.recv(65536)
        while b"\r\n\r\n" not in received:
            received += one.recv(65536)
        head, _, body = received.partition(b"\r\n\r\n")
        length = _content_length(head)
        while len(body) < length:
            body += one.recv(65536)
    return head + b"\r\n\r\n" + body


def _first_answer(one: socket.socket, target: Target) -> int:
    whole = answer_of(target)
    if not whole.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{target.name} answered {whole[:60]!r}")
    return len(whole)


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise RuntimeError(f"no length in {head!r}")


def _wave(sockets: list[socket.socket], target: Target, size: int, latencies: list[float]) -> None:
    sent = []
    for each in sockets:
        sent.append(time.perf_counter())
        each.sendall(target.request)
    for each, at in zip(sockets, sent, strict=True):
        missing = size
        while missing > 0:
            got = len(each.recv(missing))
            if not got:
                raise RuntimeError(f"{target.name} closed the connection")
            missing -= got
        latencies.append(time.perf_counter() - at)
