"""Reads one TOML file and remembers on which line every key stands, for people who must mend it."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KeyPath = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*=""")
_TRIPLE = re.compile(r'"""|\'\'\'')
_SYNTAX_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a topic folder: where, what is wrong, what would be right."""

    file: str
    line: int
    key: str
    wrong: str
    right: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.wrong}; {self.right}"


@dataclass(frozen=True)
class TomlFile:
    """The data of one file with the line of each key; a file that can't be read has no data."""

    name: str
    data: dict[str, Any]
    lines: dict[KeyPath, int]

    def line(self, path: KeyPath) -> int:
        """The line of a key, or of the nearest table around it that is written down."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return 1

    def fault(self, path: KeyPath, wrong: str, right: str) -> Fault:
        return Fault(self.name, self.line(path), written(path), wrong, right)


def written(path: KeyPath) -> str:
    """A key path as it is spoken of: `sign.seizure.urgency`, `self_care[0].text`."""
    parts = ""
    for step in path:
        parts += f"[{step}]" if isinstance(step, int) else f".{step}" if parts else step
    return parts or "the file"


def read_toml(path: Path, name: str, faults: list[Fault]) -> TomlFile:
    """Read the file at `path`, called `name` in messages; what goes wrong is added to `faults`."""
    try:
        text = path.read_bytes().decode("utf-8")
        return TomlFile(name, tomllib.loads(text), key_lines(text))
    except FileNotFoundError:
        faults.append(Fault(name, 1, "the file", "is missing", "every topic needs it"))
    except OSError as error:
        faults.append(Fault(name, 1, "the file", f"can't be read ({error.strerror})", "make it readable"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        faults.append(Fault(name, line, "the file", "is not UTF-8", "save it as UTF-8"))
    except tomllib.TOMLDecodeError as error:
        faults.append(_syntax_fault(name, text, str(error)))
    except RecursionError:
        faults.append(Fault(name, 1, "the file", "is nested too deeply", "use plain tables and lists"))
    return TomlFile(name, {}, {})


def _syntax_fault(name: str, text: str, message: str) -> Fault:
    found = _SYNTAX_LINE.search(message)
    at_line = int(found[1]) if found and found[1] else text.count("\n") + 1
    what = _SYNTAX_LINE.sub("", message).strip()
    return Fault(name, at_line, "the file", f"is not TOML ({what})", "mend the syntax on this line")


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line, from 1, of every table header and key in a TOML text that is known to be well formed."""
    lines: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    in_string = False
    for number, line in enumerate(text.splitlines(), start=1):
        was_in_string, in_string = in_string, in_string ^ bool(len(_TRIPLE.findall(line)) % 2)
        if was_in_string:
            continue
        if header := _HEADER.match(line):
            table = tuple(part.strip().strip("\"'") for part in header[2].split("."))
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, key[1].strip("\"'")), number)
    return lines
