"""Reads JSON that strangers send, and refuses what a lenient reader would let through."""

import json
from typing import Any, NoReturn

LARGEST = 1_000_000
"""Bytes in one text; a full report has about two thousand."""


class NotJSONError(ValueError):
    """The bytes are not JSON we accept; the message says why in one line."""


def read_json(raw: bytes, largest: int = LARGEST) -> Any:
    """The JSON value in `raw`: UTF-8, finite numbers, no key twice in one object, at most `largest` bytes."""
    if len(raw) > largest:
        raise NotJSONError(f"must be at most {largest} bytes")
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise NotJSONError("must be UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotJSONError(f"must be JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise NotJSONError("must not be nested so deeply") from None
    except NotJSONError:
        raise
    except ValueError:  # an integer with more digits than Python converts
        raise NotJSONError("must not hold such a long number") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise NotJSONError(f'must not hold the key "{key[:40]}" twice')
        found[key] = value
    return found


def _no_number(word: str) -> NoReturn:
    raise NotJSONError(f"must not hold {word}, which is not a number in JSON")
