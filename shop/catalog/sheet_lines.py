"""Decides on which line of a TOML sheet a key stands, so that a mistake can be pointed at."""

import re

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([\w-]+)\s*=(.*)$")
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')


def lines_of(text: str) -> dict[Path, int]:
    """The line, from 1, of every table, array entry and key: `("packs", 0, "sku") -> 12`.

    Reads the TOML that tomllib accepted; keys inside an inline array or table count as on the line it begins.
    """
    found: dict[Path, int] = {(): 1}
    counts: dict[str, int] = {}
    table: Path = ()
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        bare = _QUOTED.sub('""', line).split("#")[0]
        if depth == 0 and (header := _HEADER.match(bare)):
            table = _table(header.group(1) == "[[", header.group(2), counts)
            found.setdefault(table[:1], number)
            found[table] = number
        elif depth == 0 and (key := _KEY.match(bare)):
            found[(*table, key.group(1))] = number
            depth += _opened(key.group(2))
        else:
            depth += _opened(bare)
    return found


def line_of(path: Path, lines: dict[Path, int]) -> int:
    """The line of `path`, or of the nearest thing around it that stands in the file."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


def _table(repeated: bool, name: str, counts: dict[str, int]) -> Path:
    if not repeated:
        return tuple(name.split("."))
    index = counts.get(name, -1) + 1
    counts[name] = index
    return (*name.split("."), index)


def _opened(value: str) -> int:
    return value.count("[") + value.count("{") - value.count("]") - value.count("}")
