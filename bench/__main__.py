"""`make bench`: pages, recommender, memory and start-up in one run. Ratios count; times vary."""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from contextlib import ExitStack
from pathlib import Path

from bench import load, servers
from bench.recommender import time_recommender

PAGES = {
    "home": "/",
    "list": "/shop",
    "product": "/shop/dormeasan",
    "article": "/read/eight-causes",
}
ANSWER = "/guide/answer"


def answer_form() -> bytes:
    """A visitor who sleeps badly, has none of the signs, takes nothing: gets an answer with a product."""
    fields = [("cause", "sleep"), ("cause", "stress")]
    fields += [(f"signs-{number}", "none") for number in range(1, 6)]
    fields += [
        ("age", "45"),
        ("pregnant", "no"),
        ("breastfeeding", "no"),
        ("conditions_checked", "yes"),
        ("takes_medicines", "no"),
    ]
    return urllib.parse.urlencode(fields).encode()


def targets(shop: int, bare: int, constant: int) -> dict[str, tuple[load.Target, load.Target, load.Target]]:
    """For each page: the shop's, the bare Flask application's, and the constant answer."""
    found = {}
    for name, path in PAGES.items():
        found[name] = (
            load.Target(f"shop {name}", shop, load.get(path, shop)),
            load.Target(f"flask {name}", bare, load.get(f"/{name}", bare)),
            load.Target(f"constant {name}", constant, load.get(f"/{name}", constant)),
        )
    form = answer_form()
    found["answer"] = (
        load.Target("shop answer", shop, load.post(ANSWER, shop, form)),
        load.Target("flask answer", bare, load.post("/answer", bare, form)),
        load.Target("constant answer", constant, load.post("/answer", constant, form)),
    )
    return found


def keep_bodies(shop: int, folder: Path) -> None:
    """Write each page's plain bytes, for the peers to return."""
    for name, path in PAGES.items():
        request = load.get(path, shop).replace(b"Accept-Encoding: gzip, br\r\n", b"")
        whole = load.answer_of(load.Target(name, shop, request))
        (folder / f"{name}.html").write_bytes(whole.partition(b"\r\n\r\n")[2])
    whole = load.answer_of(load.Target("answer", shop, load.post(ANSWER, shop, answer_form())))
    (folder / "answer.html").write_bytes(whole.partition(b"\r\n\r\n")[2])


def measure(pages: dict[str, tuple[load.Target, ...]], *, rounds: int, seconds: float) -> None:
    """Interleaved rounds, so that a slow minute of the machine hits all three alike; prints medians."""
    heads = ("shop/s", "flask/s", "wsgi/s", "x flask", "x wsgi", "p50 ms", "p99 ms")
    print(f"\n{'page':10}" + "".join(f"{head:>10}" for head in heads))
    for name, trio in pages.items():
        rows = [[load.run(target, seconds=seconds) for target in trio] for _ in range(rounds)]
        rates = [statistics.median(row[i].per_second for row in rows) for i in range(3)]
        to_flask = statistics.median(row[0].per_second / row[1].per_second for row in rows)
        to_wsgi = statistics.median(row[0].per_second / row[2].per_second for row in rows)
        p50 = statistics.median(row[0].p50_ms for row in rows)
        p99 = statistics.median(row[0].p99_ms for row in rows)
        print(
            f"{name:10}{rates[0]:10,.0f}{rates[1]:10,.0f}{rates[2]:10,.0f}"
            f"{to_flask:10.2f}{to_wsgi:10.2f}{p50:10.2f}{p99:10.2f}"
        )


def compare_servers(bodies: Path, *, rounds: int, seconds: float) -> None:
    """granian against gunicorn: a bare Flask page and a constant answer on each."""
    environ = {"BENCH_BODIES": str(bodies)}
    print(f"\n{'server':22}{'granian/s':>10}{'gunicorn/s':>11}{'ratio':>7}")
    for label, app in (
        ("bare Flask page", "bench.peers:flask_app"),
        ("constant WSGI answer", "bench.peers:constant"),
    ):
        with ExitStack() as stack:
            sides = []
            for make in (servers.granian, servers.gunicorn):
                port = servers.free_port()
                stack.enter_context(
                    servers.serving(make(app, port), port=port, path="/home", environ=environ)
                )
                sides.append(load.Target(label, port, load.get("/home", port)))
            pairs = [[load.run(side, seconds=seconds).per_second for side in sides] for _ in range(rounds)]
        rates = [statistics.median(pair[i] for pair in pairs) for i in range(2)]
        ratio = statistics.median(a / b for a, b in pairs)
        print(f"{label:22}{rates[0]:10,.0f}{rates[1]:11,.0f}{ratio:7.2f}")


def time_start(environ: dict[str, str]) -> float:
    """Seconds from the second `python -m shop.run` to the line that says which address to open."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "shop.run"],
        cwd=servers.ROOT,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        process.stdout.readline()
        return time.perf_counter() - started
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    words.add_argument("--seconds", type=float, default=1.0, help="how long each measurement lasts")
    words.add_argument("--rounds", type=int, default=5, help="how often each is repeated; medians are shown")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        bodies = Path(folder) / "bodies"
        bodies.mkdir()
        shop, bare, constant = (servers.free_port() for _ in range(3))
        environ = {"DATA_DIR": f"{folder}/var", "PORT": str(shop), "SANDBOX_PORT": str(servers.free_port())}
        first = time_start(environ)
        again = statistics.median(time_start(environ) for _ in range(3))
        print(f"start: {first:.1f} s from an empty folder, {again:.1f} s again")
        pid = stack.enter_context(
            servers.serving(servers.granian("wsgi:app", shop), port=shop, path="/readyz", environ=environ)
        )
        keep_bodies(shop, bodies)
        peers = {"BENCH_BODIES": str(bodies)}
        for app, port in (("bench.peers:flask_app", bare), ("bench.peers:constant", constant)):
            stack.enter_context(
                servers.serving(servers.granian(app, port), port=port, path="/home", environ=peers)
            )
        measure(targets(shop, bare, constant), rounds=asked.rounds, seconds=asked.seconds)
        print(f"\nmemory of the shop's worker: {servers.worker_memory_mb(pid):.0f} MB")
        time_recommender(environ)
        compare_servers(bodies, rounds=asked.rounds, seconds=asked.seconds)


if __name__ == "__main__":
    main()
