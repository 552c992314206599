"""Starts the whole shop as `make run` does, on free ports and in a folder of its own, for the journeys."""

import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from shop.settings import ROOT

READY_WITHIN_SECONDS = 90


@dataclass(frozen=True)
class RunningShop:
    """A shop that answers."""

    url: str
    data_dir: Path
    process: "subprocess.Popen[str]"
    reader: threading.Thread

    def stop(self) -> int:
        """End it as Ctrl-C does; returns the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(20)
        self.reader.join(5)
        return code


def free_port() -> int:
    """A port nobody holds at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data_dir: Path, **environ: str) -> RunningShop:
    """Start every process and wait for the line that says which address to open.

    Raises AssertionError with what was printed when that line doesn't come.
    """
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "shop.run"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATA_DIR": str(data_dir),
            "PORT": str(port),
            "SANDBOX_PORT": str(free_port()),
            "WEB_WORKERS": "1",
            **environ,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    watchdog = threading.Timer(READY_WITHIN_SECONDS, process.kill)
    watchdog.start()
    printed = []
    for line in process.stdout:
        printed.append(line)
        if "Open http://" in line:
            break
    else:
        raise AssertionError("the shop did not open:\n" + "".join(printed))
    watchdog.cancel()
    # Nobody reads on, so what is printed later must not fill the pipe and stop the shop.
    reader = threading.Thread(target=_read_to_the_end, args=(process.stdout,), daemon=True)
    reader.start()
    return RunningShop(f"http://localhost:{port}", data_dir, process, reader)


def _read_to_the_end(stream: IO[str]) -> None:
    with stream:
        stream.read()
