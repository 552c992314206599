"""Decides what may stand in the head of a mail, so that no one can add a line or an addressee."""

import re
import unicodedata

from shop.errors import BadInput

MAX_ADDRESS = 320
MAX_LINE = 200

_ADDRESS = re.compile(r"[^\s,;:<>()\[\]\"\\@]+@[^\s,;:<>()\[\]\"\\@]+")
# Control characters, line and paragraph separators, halves of a character.
_UNSAFE = frozenset({"Cc", "Zl", "Zp", "Cs"})


class UnsafeHeader(BadInput):
    """An address or a subject that would say more than it should."""

    title = "That can't stand in a mail"


def checked_address(value: str) -> str:
    """One plain address, as it was given; raises UnsafeHeader for anything else."""
    if len(value) > MAX_ADDRESS or not _ADDRESS.fullmatch(value) or not _is_one_line(value):
        raise UnsafeHeader(
            "Give one email address, such as name@example.com.", fields={"email": "Give one email address."}
        )
    return value


def checked_line(value: str) -> str:
    """One line of text for a subject, up to 200 characters; raises UnsafeHeader for anything else."""
    if not value.strip() or len(value) > MAX_LINE or not _is_one_line(value):
        raise UnsafeHeader(f"A subject is one line of 1 to {MAX_LINE} characters.")
    return value


def _is_one_line(value: str) -> bool:
    return all(unicodedata.category(character) not in _UNSAFE for character in value)
