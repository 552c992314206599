"""The packed places file is opened out once, whole, and again only when it has changed."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from shop.stockists import places_file
from shop.stockists.gazetteer import Gazetteer
from shop.stockists.places import Place, locate
from shop.stockists.places_file import ensure_unpacked


def test_a_missing_file_is_opened_out_with_its_folder(tmp_path: Path) -> None:
    path = ensure_unpacked(tmp_path / "new" / "folder")

    assert path == tmp_path / "new" / "folder" / "places.sqlite3"
    assert isinstance(locate("ZE1 0AA", Gazetteer(path)), Place)
    assert [p.name for p in path.parent.iterdir()] == ["places.sqlite3"]


def test_a_file_that_is_there_is_left_alone(tmp_path: Path, places_path: Path) -> None:
    shutil.copy(places_path, tmp_path / "places.sqlite3")
    before = (tmp_path / "places.sqlite3").stat()

    ensure_unpacked(tmp_path)

    after = (tmp_path / "places.sqlite3").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to look at its first page" * 100])
def test_a_broken_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "places.sqlite3").write_bytes(content)

    path = ensure_unpacked(tmp_path)

    assert path.stat().st_size > 13_000_000


def test_a_file_made_from_another_packed_file_is_replaced(tmp_path: Path, places_path: Path) -> None:
    stale = Path(shutil.copy(places_path, tmp_path / "places.sqlite3"))
    connection = sqlite3.connect(stale)
    stamp = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.execute(f"PRAGMA user_version = {stamp ^ 1}")
    connection.close()
    inode = stale.stat().st_ino

    ensure_unpacked(tmp_path)

    assert stale.stat().st_ino != inode
    assert stale.read_bytes() == places_path.read_bytes()


def test_an_interrupted_write_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torn = tmp_path / "torn.xz"
    torn.write_bytes(places_file.PACKED.read_bytes()[:100_000])
    monkeypatch.setattr(places_file, "PACKED", torn)
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "places.sqlite3").write_bytes(b"old")

    with pytest.raises(EOFError):
        ensure_unpacked(folder)

    assert [(p.name, p.read_bytes()) for p in folder.iterdir()] == [("places.sqlite3", b"old")]
