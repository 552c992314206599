"""Decides when the packed places file is opened out again, for the start-up and for the tests."""

import lzma
import os
import shutil
import sqlite3
import tempfile
import zlib
from pathlib import Path

PACKED = Path(__file__).parent / "data" / "places.sqlite3.xz"
NAME = "places.sqlite3"


def ensure_unpacked(data_dir: Path) -> Path:
    """The open places file `<data_dir>/places.sqlite3`, written first where it is missing or stale.

    The new file is written beside the old one and renamed over it, so a reader sees the old file or the
    whole new one, also when two processes start at once. Raises OSError if the folder can't be written.
    """
    target = Path(data_dir) / NAME
    wanted = _stamp_of(PACKED)
    if _stamp_in(target) == wanted:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=NAME, suffix=".new", dir=target.parent)
    os.close(handle)
    try:
        _unpack(Path(unfinished), wanted)
        os.replace(unfinished, target)
    finally:
        Path(unfinished).unlink(missing_ok=True)
    return target


def _unpack(unfinished: Path, stamp: int) -> None:
    with lzma.open(PACKED) as packed, unfinished.open("wb") as out:
        shutil.copyfileobj(packed, out, 1 << 20)
    unfinished.chmod(0o644)
    connection = sqlite3.connect(unfinished)
    try:
        connection.execute(f"PRAGMA user_version = {stamp}")
    finally:
        connection.close()
    with unfinished.open("rb") as written:
        os.fsync(written.fileno())


def _stamp_of(packed: Path) -> int:
    """The packed file's check sum, cut to the 31 bits that fit in SQLite's user_version."""
    return zlib.crc32(packed.read_bytes()) & 0x7FFFFFFF


def _stamp_in(target: Path) -> int | None:
    """The stamp inside an open file: it travels with the bytes, so the two can't disagree."""
    if not target.exists():
        return None
    connection = sqlite3.connect(f"{target.resolve().as_uri()}?mode=ro", uri=True)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError:
        return None
    finally:
        connection.close()
