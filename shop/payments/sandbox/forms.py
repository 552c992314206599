"""Reads the bracketed form encoding of the API, as `line_items[0][price_data][currency]=gbp`, into a tree."""

import re
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from shop.payments.sandbox.errors import ApiError, invalid_parameter

Tree: TypeAlias = dict[str, Any]  # values are text or trees again

MOST_FIELDS = 2_000
MOST_DEPTH = 10
NAME = re.compile(r"(?P<first>[^\[\]]+)(?P<rest>(?:\[[^\[\]]*\])*)")


def decode(encoded: bytes) -> Tree:
    """A form body or a query string as nested dicts of text; lists are dicts with the keys "0", "1", …

    `a[]=x&a[]=y` counts up by itself, and `a[][b]=1&a[][c]=2` is one entry until a key comes twice, as in
    Rack. Of a name sent twice the last counts. Raises ApiError for bad UTF-8, broken names, and forms too big
    or too deep.
    """
    tree: Tree = {}
    for name, value in _pairs(encoded):
        match = NAME.fullmatch(name)
        if match is None:
            raise invalid_parameter(name, f"Invalid parameter name: {name}")
        keys = [match["first"], *re.findall(r"\[([^\[\]]*)\]", match["rest"])]
        if len(keys) > MOST_DEPTH:
            raise invalid_parameter(name, f"Parameters may be nested {MOST_DEPTH} deep: {name}")
        _put(tree, keys, value, name)
    return tree


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        text = encoded.decode("utf-8")
        return parse_qsl(
            text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS
        )
    except UnicodeDecodeError:
        raise ApiError("Invalid UTF-8 in the request parameters.") from None
    except ValueError:
        raise ApiError(f"A request may hold at most {MOST_FIELDS} parameters.") from None


def _put(tree: Tree, keys: list[str], value: str, name: str) -> None:
    here = tree
    for position, written in enumerate(keys):
        key = _next_index(here, keys[position + 1 :]) if written == "" else written
        if position == len(keys) - 1:
            if isinstance(here.get(key), dict):
                raise invalid_parameter(name, f"Invalid parameter: {name} is both a value and a group")
            here[key] = value
            return
        below = here.setdefault(key, {})
        if isinstance(below, str):
            raise invalid_parameter(name, f"Invalid parameter: {name} is both a value and a group")
        here = below


def _next_index(here: Tree, following: list[str]) -> str:
    """Where `[]` points: the entry begun last while the key after it is still free there, else a new one."""
    last = str(len(here) - 1)
    if following and following[0] and isinstance(entry := here.get(last), dict) and following[0] not in entry:
        return last
    return str(len(here))
