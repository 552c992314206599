"""Reads the small language that the lexicon is written in, and spells a pattern out into plain sequences."""

import re
from collections.abc import Iterable, Mapping
from itertools import product

_PIECE = re.compile(r"\{[a-z0-9_.#<>=-]+\}\??|\(|\)\??|\||\.\.\d*|[^\s(){}|?]+\??")
MOST = 4000
"""Sequences one pattern may spell out to; more is a slip."""

GAP = 3
"""Words that `..` may leap over."""

Sequence = tuple[str, ...]


class PatternError(ValueError):
    """A pattern can't be read; the message says what is wrong in it."""


def spell_out(pattern: str) -> tuple[Sequence, ...]:
    """Every sequence of symbols a pattern stands for: `(not|never) sleep~` stands for two.

    Raises PatternError for a bracket without its partner, an empty pattern or far too many sequences.
    """
    pieces = _PIECE.findall(pattern)
    if "".join(pieces) != "".join(pattern.split()):
        raise PatternError("holds a character that means nothing here")
    found, rest = _either(pieces, 0)
    if rest != len(pieces):
        raise PatternError("has a bracket without its partner")
    kept = tuple(dict.fromkeys(_tidy(sequence) for sequence in found))
    if not all(kept):
        raise PatternError("must hold a word that is not left out")
    return kept


def _tidy(sequence: Sequence) -> Sequence:
    """The sequence without gaps at its ends and with one where two meet, as left-out parts leave them."""
    kept: list[str] = []
    for piece in sequence:
        if not (piece.startswith("..") and (not kept or kept[-1].startswith(".."))):
            kept.append(piece)
    while kept and kept[-1].startswith(".."):
        kept.pop()
    return tuple(kept)


def _either(pieces: list[str], at: int) -> tuple[list[Sequence], int]:
    """Sequences of `a b | c`, up to a closing bracket or the end."""
    found: list[Sequence] = []
    parts: list[list[Sequence]] = []
    while at < len(pieces) and not pieces[at].startswith(")"):
        piece = pieces[at]
        at += 1
        if piece == "|":
            found += _joined(parts)
            parts = []
            continue
        if piece == "(":
            inner, at = _either(pieces, at)
            if at == len(pieces):
                raise PatternError("has a bracket without its partner")
            parts.append([*inner, ()] if pieces[at].endswith("?") else inner)
            at += 1
            continue
        alone: list[Sequence] = [(piece.removesuffix("?"),)]
        parts.append([*alone, ()] if piece.endswith("?") else alone)
    return found + _joined(parts), at


def _joined(parts: list[list[Sequence]]) -> list[Sequence]:
    many = 1
    for part in parts:
        many *= len(part)
    if many > MOST:
        raise PatternError(f"spells out to more than {MOST} sequences")
    return [tuple(symbol for part in choice for symbol in part) for choice in product(*parts)]


def forms(word: str, irregular: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Every form of a word marked `~` (a verb) or `+` (a noun); an unmarked word has one."""
    if word.endswith("~"):
        return _verb(word[:-1], irregular)
    if word.endswith("+"):
        return (word[:-1], _plural(word[:-1]))
    return (word,)


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh", "z")) else "s")


def _verb(verb: str, irregular: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    stem = verb
    if verb.endswith("e") and not verb.endswith(("ee", "ye")):
        stem = verb[:-1]
    elif re.fullmatch(r".*[^aeiou][aeiou][bdgklmnprt]", verb) and len(verb) < 5:
        stem = verb + verb[-1]
    past = [stem + "ed"] if not (verb.endswith("y") and verb[-2] not in "aeiou") else [verb[:-1] + "ied"]
    return tuple(dict.fromkeys((verb, _plural(verb), *(irregular.get(verb) or (stem + "ing", *past)))))
