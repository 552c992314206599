"""Decides whether two things on a map cover each other at any width the map may be shown in."""

from collections.abc import Iterable
from dataclasses import dataclass

from shop.stockists.drawing.frame import ASPECT


@dataclass(frozen=True)
class Widths:
    """The narrowest and the widest a map may be shown, in pixels."""

    narrowest: float
    widest: float


@dataclass(frozen=True)
class Box:
    """Something of a fixed size in pixels, tied to a point of the map.

    `x` and `y` are the point as shares of the map's width and height; the four sides are pixels from it.
    """

    x: float
    y: float
    left: float
    top: float
    right: float
    bottom: float

    def sides(self, width: float) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in pixels when the map is `width` pixels wide."""
        x, y = self.x * width, self.y * width * ASPECT
        return x + self.left, y + self.top, x + self.right, y + self.bottom


def cover(a: Box, b: Box, widths: Widths) -> bool:
    """Whether the boxes overlap at some width.

    A wider map moves the points apart but not the sides, so boxes that are clear of each other when narrow
    may meet when wide. Each of the four conditions for an overlap holds on one span of widths; the boxes
    overlap where the four spans meet.
    """
    low, high = widths.narrowest, widths.widest
    across, down = (b.x - a.x), (b.y - a.y) * ASPECT
    # Most boxes are clear of each other when narrow and move further apart: told by two sums.
    if (down * low + b.top - a.bottom if down >= 0 else a.top - b.bottom - down * low) >= 0:
        return False
    if (across * low + b.left - a.right if across >= 0 else a.left - b.right - across * low) >= 0:
        return False
    conditions = (
        (across, b.left - a.right),
        (-across, a.left - b.right),
        (down, b.top - a.bottom),
        (-down, a.top - b.bottom),
    )
    for slope, start in conditions:  # the sides overlap while slope · width + start < 0
        at_low, at_high = slope * low + start, slope * high + start
        if at_low >= 0 and at_high >= 0:
            return False
        if at_high > 0:
            high = -start / slope
        elif at_low > 0:
            low = -start / slope
    return low < high or (low == high and _overlap(a.sides(low), b.sides(low)))


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def is_free(box: Box, others: Iterable[Box], widths: Widths) -> bool:
    """Whether a box lies within the map and covers none of the others at any width."""
    return is_inside(box, widths) and not any(cover(box, other, widths) for other in others)


def is_inside(box: Box, widths: Widths) -> bool:
    """Whether a box lies within the map at every width: sides move evenly, so the two ends tell."""
    for width in (widths.narrowest, widths.widest):
        left, top, right, bottom = box.sides(width)
        if left < 0 or top < 0 or right > width or bottom > width * ASPECT:
            return False
    return True
