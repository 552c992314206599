"""Decides whether product sheets can be used, and says file, line and key of each mistake."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shop.catalog.lawful_words import blocked_phrases
from shop.catalog.sheet_lines import Path as KeyPath
from shop.catalog.sheet_lines import line_of, lines_of
from shop.catalog.sheet_schema import SheetSchema
from shop.catalog.vocabulary import PRODUCTS

Sheet = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mistake:
    """One thing wrong with a sheet: where it stands, and what would be right."""

    file: str
    line: int
    key: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key} {self.problem}"


class SheetError(Exception):
    """The sheets can't be used; `mistakes` are all of them, by file and line."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = sorted(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


def read_sheets(folder: Path = PRODUCTS) -> list[Sheet]:
    """Every sheet of the folder (the starter range unless told), checked, by position and slug.

    Raises SheetError with every mistake of every file.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        empty = "holds no product sheet (*.toml)"
        raise SheetError([Mistake(file=folder.name, line=1, key="the folder", problem=empty)])
    return check_sheets({file.name: file.read_bytes() for file in files})


def check_sheets(texts: Mapping[str, bytes]) -> list[Sheet]:
    """The sheets written in these texts, by name of file: each checked by itself and beside the others.

    By position and slug. Raises SheetError with every mistake of every text.
    """
    sheets: list[Sheet] = []
    mistakes: list[Mistake] = []
    seen = _Seen()
    for file, text in texts.items():
        sheet, wrong = _read(file, text, seen)
        mistakes += wrong
        if sheet is not None:
            sheets.append(sheet)
    if mistakes:
        raise SheetError(mistakes)
    return sorted(sheets, key=lambda sheet: (sheet["position"], sheet["slug"]))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the sheets before this one hold that must agree with it: file by sku, file and text by group."""

    skus: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, tuple[str, str]] = field(default_factory=dict)


def _read(file: str, content: bytes, seen: _Seen) -> tuple[Sheet | None, list[Mistake]]:
    try:
        text = content.decode("utf-8")
        raw = tomllib.loads(text)
    except UnicodeDecodeError as error:
        return None, [_whole(file, 1, f"must be UTF-8 text ({error.reason})")]
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        return None, [_whole(file, line, f"is not TOML: {error}")]
    problems = list(_problems(raw, file, seen))
    lines = lines_of(text)
    mistakes = [
        Mistake(file=file, line=line_of(path, lines), key=_written(path), problem=problem)
        for path, problem in problems
    ]
    return (None, mistakes) if mistakes else (SheetSchema().load(raw), [])


def _whole(file: str, line: int, problem: str) -> Mistake:
    return Mistake(file=file, line=line, key="the file", problem=problem)


def _problems(raw: Sheet, file: str, seen: _Seen) -> Iterator[tuple[KeyPath, str]]:
    yield from _flat(SheetSchema().validate(raw))
    stem = file.removesuffix(".toml")
    if isinstance(raw.get("slug"), str) and raw["slug"] != stem:
        yield ("slug",), f"must be the name of the file, '{stem}', not '{raw['slug']}'"
    for path, text in _texts(raw):
        if path == ("registered_use", "wording"):
            continue
        for phrase in blocked_phrases(text, _allowed(raw)):
            yield path, f"may not say '{phrase}'; only a registered wording may, letter for letter"
        if (path[0], path[-1]) == ("packs", "sku") and seen.skus.setdefault(text, file) != file:
            yield path, f"'{text}' is taken by {seen.skus[text]}; every pack needs its own"
    match raw.get("exclusive_group"):
        case {"name": str(name), "text": str(said)}:
            other, reason = seen.reasons.setdefault(name, (file, said))
            if said != reason:
                yield ("exclusive_group", "text"), f"must be what {other} says of '{name}', letter for letter"


def _allowed(raw: Sheet) -> list[str]:
    use = raw.get("registered_use")
    wording = use.get("wording") if isinstance(use, dict) else None
    return [text for text in (raw.get("name"), wording) if isinstance(text, str) and text]


def _texts(node: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _texts(value, (*path, index))


def _flat(messages: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(messages, dict):
        for key, value in messages.items():
            # Marshmallow files what concerns a whole table under _schema.
            yield from _flat(value, path if key == "_schema" else (*path, key))
    elif isinstance(messages, list):
        for message in messages:
            yield from _flat(message, path)
    else:
        yield path, str(messages)


def _written(path: KeyPath) -> str:
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
