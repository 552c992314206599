"""Times `recommend` in process: the seven products of the starter range, and a range of 200."""

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import replace

from bench.servers import ROOT
from recommender import Item, Topic, load_topic, parse_items, parse_report, recommend

REPORTS = [
    {"causes": ["sleep", "stress"], "signs": [], "about_you": {
        "age": 45, "pregnant": False, "breastfeeding": False, "conditions": [], "medicines": []}},
    {"causes": ["exercise", "dehydration"], "signs": [], "about_you": {
        "age": 30, "pregnant": False, "breastfeeding": False, "conditions": ["lactose_intolerance"],
        "medicines": ["ibuprofen"]}},
    {"causes": ["caffeine_alcohol", "nutrition"], "signs": ["two_weeks"], "about_you": {"age": 70}},
]  # fmt: skip


def time_recommender(environ: dict[str, str], *, calls: int = 3_000) -> None:
    """Print median and 95th percentile of one call in microseconds."""
    topic = load_topic()
    items = tuple(parse_items(_starter_range(environ), topic))
    many = tuple(replace(items[n % len(items)], id=f"item-{n:03}") for n in range(200))
    print(f"\n{'recommend':22}{'p50 µs':>10}{'p95 µs':>10}")
    for label, shelf in (("7 items", items), ("200 items", many)):
        times = sorted(_times(shelf, topic, calls))
        print(f"{label:22}{statistics.median(times):10.0f}{times[int(len(times) * 0.95)]:10.0f}")


def _starter_range(environ: dict[str, str]) -> object:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "guide", "items"]
    found = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ, **environ}
    )
    return json.loads(found.stdout)["items"]


def _times(items: tuple[Item, ...], topic: Topic, calls: int) -> list[float]:
    reports = [parse_report(report, topic) for report in REPORTS]
    times = []
    for number in range(calls):
        report = reports[number % len(reports)]
        started = time.perf_counter()
        recommend(report, items, topic)
        times.append(1e6 * (time.perf_counter() - started))
    return times
