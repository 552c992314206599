"""One command starts all of it, says what is wrong, and stops all of it."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from shop.run.__main__ import parts
from shop.run.fast_path import is_prepared
from shop.settings import ROOT, SettingsError, from_environment
from tests.journeys.running_shop import start


def run(**environ: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "shop.run"],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_wrong_settings_are_told_together_and_nothing_starts(tmp_path: Path) -> None:
    done = run(PORT="abc", WEB_WORKERS="0", DATA_DIR=str(tmp_path))

    assert done.returncode == 2
    assert "PORT: must be a whole number from 1 to 65535" in done.stderr
    assert "WEB_WORKERS: must be a whole number from 1 to 64" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_named_with_a_way_out(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = run(PORT=str(port), SANDBOX_PORT="1", DATA_DIR=str(tmp_path))

    assert done.returncode == 2
    assert f"Port {port}" in done.stderr
    assert "make run PORT=8100" in done.stderr


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    done = run(DATA_DIR=str(tmp_path / "file" / "var"), PORT="8931", SANDBOX_PORT="8932")

    assert done.returncode == 1
    assert "DATA_DIR can't be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_real_key_starts_no_sandbox() -> None:
    with pytest.raises(SettingsError):
        from_environment({"STRIPE_API_KEY": "sk_live_x"})

    assert [part.name for part in parts(from_environment({}))] == ["web", "worker", "sandbox"]


def test_a_new_folder_is_not_prepared_and_a_stocked_one_is(tmp_path: Path, migrated_database: Path) -> None:
    assert is_prepared(from_environment({"DATA_DIR": str(tmp_path)})) is False
    assert is_prepared(from_environment({"DATA_DIR": str(migrated_database.parent)})) is True


@pytest.mark.xdist_group("browser")
def test_ctrl_c_stops_all_of_it_and_the_next_start_finds_what_was_kept(tmp_path: Path) -> None:
    first = start(tmp_path)
    database = tmp_path / "shop.sqlite3"
    made = database.stat().st_ino

    assert first.stop() == 0
    again = start(tmp_path)

    assert again.stop() == 0
    assert database.stat().st_ino == made
