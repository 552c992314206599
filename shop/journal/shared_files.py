"""Reads the two files every article leans on: where its facts come from, and when to get help."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from shop.journal.mistakes import Mistake
from shop.journal.models import URGENCIES, CareCard, CareLevel, Reference

REFERENCES = "references.toml"
CARE = "care.toml"


def read_references(folder: Path) -> tuple[dict[str, Reference], list[Mistake]]:
    """Reads `references.toml`: a table per key with title, address and if wished note."""
    tables, mistakes = _read(folder, REFERENCES)
    references = {}
    for key, table in tables.items():
        wrong = list(_wrong_keys(REFERENCES, key, table, needed=("title", "address"), allowed=("note",)))
        if not wrong and not str(table["address"]).startswith(("https://", "http://")):
            wrong = [Mistake(REFERENCES, f"{key}.address", "must begin with https:// or http://")]
        mistakes += wrong
        if not wrong:
            references[key] = Reference(key, table["title"], table["address"], table.get("note", ""))
    return references, mistakes


def read_care_cards(folder: Path) -> tuple[dict[str, CareCard], list[Mistake]]:
    """Reads `care.toml`: a table per card with title and [[levels]] of urgency, action and signs."""
    tables, mistakes = _read(folder, CARE)
    cards = {}
    for name, table in tables.items():
        wrong = list(_wrong_keys(CARE, name, table, needed=("title", "levels")))
        if not wrong:
            wrong = list(_wrong_levels(name, table["levels"]))
        mistakes += wrong
        if not wrong:
            levels = (
                CareLevel(level["urgency"], level["action"], tuple(level["signs"]))
                for level in table["levels"]
            )
            cards[name] = CareCard(name, table["title"], tuple(levels))
    return cards, mistakes


def _read(folder: Path, name: str) -> tuple[dict[str, Any], list[Mistake]]:
    path = folder / name
    if not path.is_file():
        return {}, [Mistake(name, name, f"is missing from {folder.name}/")]
    try:
        return tomllib.loads(path.read_text("utf-8")), []
    except tomllib.TOMLDecodeError as error:
        return {}, [Mistake(name, name, f"is not TOML: {error}")]


def _wrong_levels(name: str, levels: Any) -> Iterable[Mistake]:
    for position, level in enumerate(levels, start=1):
        where = f"{name}.levels[{position}]"
        wrong = list(_wrong_keys(CARE, where, level, needed=("urgency", "action", "signs")))
        yield from wrong
        if not wrong and level["urgency"] not in URGENCIES:
            yield Mistake(CARE, f"{where}.urgency", f"must be one of {', '.join(URGENCIES)}")
    ranks = [URGENCIES.index(level.get("urgency")) for level in levels if level.get("urgency") in URGENCIES]
    if ranks != sorted(ranks):
        yield Mistake(CARE, f"{name}.levels", "must stand with the most urgent first")


def _wrong_keys(
    file: str, where: str, table: Any, *, needed: tuple[str, ...], allowed: tuple[str, ...] = ()
) -> Iterable[Mistake]:
    if not isinstance(table, dict):
        yield Mistake(file, where, f"must be a table with {', '.join(needed)}")
        return
    for key in needed:
        if not table.get(key):
            yield Mistake(file, f"{where}.{key}", "is missing")
    for key in table.keys() - set(needed) - set(allowed):
        yield Mistake(
            file, f"{where}.{key}", f"is not a key we know; right are {', '.join(needed + allowed)}"
        )
