"""Small words for the catalogue's tests: sheets with one slip, packs with few facts, counted queries."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile

from sqlalchemy import event

from shop.catalog.vocabulary import PRODUCTS
from shop.db import db


def sheet_with(folder: Path, slip: dict[str, str], *, name: str = "bambu") -> Path:
    """A copy of a starter sheet in `folder`, each key of `slip` replaced by its value, once."""
    text = (PRODUCTS / f"{name}.toml").read_text(encoding="utf-8")
    for old, new in slip.items():
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def starter_copy(folder: Path) -> Path:
    """All starter sheets, copied into `folder`."""
    for sheet in PRODUCTS.glob("*.toml"):
        copyfile(sheet, folder / sheet.name)
    return folder


@dataclass(kw_only=True)
class FakeProduct:
    is_medicine: bool = False
    most_per_order: int | None = None
    most_per_order_reason: str = ""
    is_kind_confirmed: bool = True
    is_registration_confirmed: bool = True
    is_every_need_confirmed: bool = True


@dataclass(kw_only=True)
class FakePack:
    available: int = 5
    price_sample: bool = False
    product: FakeProduct = field(default_factory=FakeProduct)


@contextmanager
def queries() -> Iterator[list[str]]:
    """The SELECTs run inside the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
