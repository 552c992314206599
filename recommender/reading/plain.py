"""Makes any text plain for reading: small letters, straight quotes, no markup, each with its place."""

import re
import unicodedata
from functools import lru_cache
from html import unescape
from typing import NamedTuple

_MARKUP = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]{0,15})(?:\s[^<>]{0,300})?/?>|<!--.{0,300}?-->", re.DOTALL)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_NEW_LINE = frozenset(("br", "p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3"))
_APOSTROPHES = "'’‘‛`´ʼʻ′＇"
_USUAL = str.maketrans("‘’“”–—…\u00a0", "''\"\"--. ")
"""What typing on a telephone leaves in plain English, each one letter for one."""

_LEFT_OUT = frozenset(("Cf", "Mn", "Me", "Cs"))
"""Unicode categories of marks that can't be seen: zero-width characters, direction marks, combining accents,
half surrogate pairs."""


class Plain(NamedTuple):
    """`letters[k]` stands for `text[starts[k]:ends[k]]`; without lists each for its own place."""

    letters: str
    starts: list[int] | None
    ends: list[int] | None


def plain(text: str) -> Plain:
    """The text as it is read. A plain English text takes one step, any other is mapped letter by letter."""
    usual = text if text.isascii() else text.translate(_USUAL)
    if usual.isascii() and "<" not in text and "&" not in text and "`" not in text:
        return Plain(usual.lower(), None, None)
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, read_as in _pieces(text):
        for letter in read_as:
            letters.append(letter)
            starts.append(start)
            ends.append(end)
    return Plain("".join(letters), starts, ends)


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """Each piece of the text with what it reads as; what can't be seen reads as nothing."""
    pieces: list[tuple[int, int, str]] = []
    at = 0
    for start, end, read_as in _marked(text):
        if start < at:
            continue
        pieces += [(place, place + 1, _letter(text[place])) for place in range(at, start)]
        pieces.append((start, end, read_as))
        at = end
    pieces += [(place, place + 1, _letter(text[place])) for place in range(at, len(text))]
    return pieces


def _marked(text: str) -> list[tuple[int, int, str]]:
    found = []
    if "<" in text:
        for tag in _MARKUP.finditer(text):
            name = (tag[1] or "").lstrip("/").lower()
            found.append((tag.start(), tag.end(), "\n" if name in _NEW_LINE else " " if not tag[1] else ""))
    if "&" in text:
        for entity in _ENTITY.finditer(text):
            meant = unescape(entity[0])
            if meant != entity[0]:
                found.append((entity.start(), entity.end(), "".join(_letter(each) for each in meant)))
    found.sort()
    return found


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    """One character as it is read: `É` as `e`, `’` as `'`, a zero-width space as nothing."""
    if letter in _APOSTROPHES:
        return "'"
    if letter in "\n\r\u2028\u2029\x0b\x0c\x85":
        return "\n"
    if letter.isspace():
        return " "
    if unicodedata.category(letter) in _LEFT_OUT:
        return ""
    apart = unicodedata.normalize("NFKD", letter)
    kept = "".join(each for each in apart if not unicodedata.combining(each))
    return kept.lower() or " "
