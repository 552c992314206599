"""Decides which place names stand on a map and where, so that none covers another, a pin or a place's dot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from shop.stockists.drawing.boxes import Box, Widths, is_free
from shop.stockists.drawing.frame import Frame
from shop.stockists.gazetteer import Town

Size = Literal["city", "town", "village"]
Anchor = Literal["start", "middle", "end"]

CITY, TOWN = 100_000, 10_000  # people
# Pixels: height of the letters' line and width of a letter. The widths are those of the widest names of
# the list in the shop's own type, so that a name is never wider than its box.
_HEIGHT = {"city": 18.0, "town": 16.0, "village": 15.0}
_LETTER = {"city": 8.6, "town": 7.2, "village": 6.6}
_DOT = Box(0, 0, -4, -4, 4, 4)
_BESIDE_DOT, _BESIDE_PIN, _BESIDE_WIDE_PIN = 6.0, 17.0, 30.0
_AIR = 2.0


@dataclass(frozen=True)
class Name:
    """A name on the map: the place as shares of width and height, the text's shift from it in pixels."""

    text: str
    size: Size
    x: float
    y: float
    shift_x: float
    shift_y: float
    anchor: Anchor
    has_dot: bool
    box: Box


def names(
    frame: Frame, towns: Iterable[Town], taken: Sequence[Box], widths: Widths, *, most: int
) -> tuple[Name, ...]:
    """At most `most` names of towns, given the most important first, that cover nothing of `taken`.

    A name stands right, left, above or below its dot; where a pin covers the dot, it stands beside the
    pin without one; where nothing is free, it is left out.
    """
    found: list[Name] = []
    boxes = list(taken)
    seen: set[str] = set()
    for town in towns:
        if len(found) == most:
            break
        x, y = frame.place(town.lat, town.lon)
        if town.name in seen or "Borough" in town.name or not (0 <= x <= 1 and 0 <= y <= 1):
            continue
        placed = lettered(town.name, _size(town), round(x, 4), round(y, 4), boxes, widths)
        if placed:
            seen.add(town.name)
            found.append(placed)
            boxes += [placed.box, _at(_DOT, placed.x, placed.y)] if placed.has_dot else [placed.box]
    return tuple(found)


def lettered(text: str, size: Size, x: float, y: float, taken: Sequence[Box], widths: Widths) -> Name | None:
    """A town's name at the first free place by its point; None where no place is free."""
    if is_free(_at(_DOT, x, y), taken, widths):
        choices = beside(text, size, x, y, _BESIDE_DOT, has_dot=True)
    else:
        height, width = _HEIGHT[size], _LETTER[size] * len(text)
        centred = _name(text, size, x, y, 0, "middle", -width / 2, -height / 2, False)
        under = _name(text, size, x, y, 0, "middle", -width / 2, 3, False)
        near = beside(text, size, x, y, _BESIDE_PIN)[:2]
        choices = [centred, *near, under, *beside(text, size, x, y, _BESIDE_WIDE_PIN)]
    return first_free(choices, taken, widths)


def first_free(choices: Iterable[Name], taken: Sequence[Box], widths: Widths) -> Name | None:
    """The first name that covers nothing taken and lies within the map."""
    return next((name for name in choices if is_free(name.box, taken, widths)), None)


def beside(text: str, size: Size, x: float, y: float, away: float, *, has_dot: bool = False) -> list[Name]:
    """A name right of, left of, above and below a mark that reaches `away` pixels from its point."""
    height, width = _HEIGHT[size], _LETTER[size] * len(text)
    return [
        _name(text, size, x, y, away, "start", away, -height / 2, has_dot),
        _name(text, size, x, y, -away, "end", -away - width, -height / 2, has_dot),
        _name(text, size, x, y, 0, "middle", -width / 2, -height - away, has_dot),
        _name(text, size, x, y, 0, "middle", -width / 2, away, has_dot),
    ]


def _name(
    text: str, size: Size, x: float, y: float, shift: float, anchor: Anchor,
    left: float, top: float, has_dot: bool,
) -> Name:  # fmt: skip
    height, width = _HEIGHT[size], _LETTER[size] * len(text)
    box = Box(x, y, left - _AIR, top, left + width + _AIR, top + height)
    return Name(text, size, x, y, shift, round(top + height * 0.76, 1), anchor, has_dot, box)


def _at(box: Box, x: float, y: float) -> Box:
    return Box(x, y, box.left, box.top, box.right, box.bottom)


def _size(town: Town) -> Size:
    return "city" if town.population >= CITY else "town" if town.population >= TOWN else "village"
