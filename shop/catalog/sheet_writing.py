"""Decides how a product sheet is written: the TOML people edit, one short list a line, nothing empty.

The library for writing TOML puts every list item on a line of its own, which doubles the length of a sheet; a
sheet holds only texts, whole numbers, days, true/false, lists of texts and tables, so this is all it takes.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

HEADER = "# Every key is explained in README.md. `flask catalog check` reads this file without loading it.\n"
WIDTH = 110


def write_sheet(sheet: dict[str, Any]) -> str:
    """The TOML text of a sheet as SheetSchema loads it; None and empty lists are left out."""
    return HEADER + "\n".join(_lines(sheet)) + "\n"


def _lines(sheet: dict[str, Any]) -> Iterator[str]:
    given = {key: value for key, value in sheet.items() if value is not None and value != []}
    tables = {key: value for key, value in given.items() if isinstance(value, dict) or _is_tables(value)}
    yield from (_pair(key, value) for key, value in given.items() if key not in tables)
    for key, value in tables.items():
        header, rows = (f"[{key}]", [value]) if isinstance(value, dict) else (f"[[{key}]]", value)
        for row in rows:
            yield ""
            yield header
            yield from (_pair(k, v) for k, v in row.items() if v is not None and v != [])


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and isinstance(value[0], dict)


def _pair(key: str, value: Any) -> str:
    line = f"{key} = {_value(value)}"
    if isinstance(value, list) and len(line) > WIDTH:
        return f"{key} = [\n" + "".join(f"    {_value(item)},\n" for item in value) + "]"
    return line


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    # A JSON string is a TOML basic string, but for the delete character, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
