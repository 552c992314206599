"""Finds Chromium for the browser tests, else installs it, else says in a sentence what is missing.

`python -m tests.chromium` prints its path; the tests ask `path()`.
"""

import os
import shutil
import subprocess
import sys
from functools import cache

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# A browser of a test asks nobody outside for anything, and runs as root too.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class ChromiumMissing(Exception):
    """No browser was found and none could be installed."""


def path() -> str:
    """Where Chromium is on this machine; raises ChromiumMissing when it is nowhere."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not _runs(named):
            raise ChromiumMissing(
                f"CHROMIUM names {named}, which can't be run. Name Chromium's program or unset it."
            )
        return named
    for name in NAMES:
        found = shutil.which(name)
        # Ubuntu puts a program of this name on the PATH that only says how to install the real one.
        if found and _runs(found):
            return found
    return _playwrights_own()


def _playwrights_own() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if os.path.exists(own) and _runs(own):
        return own
    raise ChromiumMissing(
        "The browser tests need Chromium. Install it (Debian and Ubuntu: apt-get install chromium; anywhere: "
        ".venv/bin/playwright install chromium) or name it: CHROMIUM=/path/to/chromium make test"
    )


def install() -> None:
    """Install Chromium: playwright's own build, else Debian's package where this is root."""
    print("Chromium was not found; installing it ...", flush=True)
    own = [sys.executable, "-m", "playwright", "install", "chromium"]
    if _succeeds(own, seconds=300):
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _succeeds(["apt-get", "update", "-q"], seconds=300, environ=environ)
        _succeeds(
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"],
            seconds=900,
            environ=environ,
        )


@cache
def _runs(program: str) -> bool:
    return _succeeds([program, "--version"], seconds=30)


def _succeeds(command: list[str], *, seconds: int, environ: dict[str, str] | None = None) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False, env=environ)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main() -> int:
    """Make sure there is a browser; the exit code says whether there is."""
    try:
        path()
    except ChromiumMissing:
        install()
        try:
            path()
        except ChromiumMissing as missing:
            print(missing, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
