"""Runs the recommender's and the shop's commands as somebody at a terminal does."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
HEALTHY = {"age": 40, "pregnant": "no", "breastfeeding": "no", "conditions": [], "medicines": []}


def recommender(*arguments: str, given: str | bytes = "") -> "subprocess.CompletedProcess[str]":
    """Run `python -m recommender` with this on its input."""
    wanted = given.encode() if isinstance(given, str) else given
    done = subprocess.run(
        [sys.executable, "-m", "recommender", *arguments],
        input=wanted,
        capture_output=True,
        cwd=ROOT,
        timeout=60,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def shop(*arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Run `flask` on wsgi.py with these settings and no others."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=kept | environ,
        timeout=60,
    )


def answers(reports: Iterable[dict[str, Any]], *arguments: str) -> dict[str, dict[str, Any]]:
    """Send reports in one run; the recommendations by id."""
    lines = "\n".join(json.dumps(report) for report in reports)
    done = recommender("recommend", *arguments, given=lines + "\n")
    assert done.returncode == 0, done.stdout + done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {answer["id"]: answer for answer in found}


def said(done: "subprocess.CompletedProcess[str]") -> str:
    """Everything a command printed; fails when a traceback is in it."""
    everything = done.stdout + done.stderr
    assert "Traceback" not in everything, everything
    return everything
