"""Decides which pins stand on a map, and which shops share one because their pins would cover each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from shop.stockists.drawing.boxes import Box, Widths, cover
from shop.stockists.drawing.frame import Frame, Point

HEAD = 26.0  # pixels, the height of a pin's head; 24 is the least that a finger is owed
_STEM = 8.0
_PER_LETTER = 8.0
_AROUND_LETTERS = 14.0
_MOST_NUMBERS = 3


@dataclass(frozen=True)
class Shop:
    """A shop to show: its number in the list, its name, where it stands, where its pin leads."""

    number: int
    name: str
    lat: float
    lon: float
    href: str


@dataclass(frozen=True)
class Pin:
    """One pin for one or more shops; `x` and `y` are shares of the map's width and height."""

    shops: tuple[Shop, ...]
    x: float
    y: float

    @property
    def text(self) -> str:
        """`3`, `1–3`, `2, 5` or `1, 4 … 9`."""
        return spans([shop.number for shop in self.shops])

    @property
    def name(self) -> str:
        """What the pin is called aloud: `Shop 3: Harbour Health`."""
        numbers = [shop.number for shop in self.shops]
        names = ", ".join(shop.name for shop in self.shops)
        return f"Shop {numbers[0]}: {names}" if len(numbers) == 1 else f"Shops {said(numbers)}: {names}"

    @property
    def href(self) -> str:
        """The list row of the nearest of its shops."""
        return self.shops[0].href

    @property
    def width(self) -> float:
        """Of its head in pixels."""
        return max(HEAD, _AROUND_LETTERS + _PER_LETTER * len(self.text))

    @property
    def box(self) -> Box:
        """What the pin covers: its point is at the bottom in the middle."""
        half = self.width / 2
        return Box(self.x, self.y, -half, -HEAD - _STEM, half, 0)


def spans(numbers: Sequence[int]) -> str:
    """`1–3` for numbers in a row, `2, 5` for two or three others, `1 … 9` for more."""
    if len(numbers) == 1:
        return str(numbers[0])
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}–{numbers[-1]}"
    if len(numbers) <= _MOST_NUMBERS:
        return ", ".join(map(str, numbers))
    return f"{numbers[0]} … {numbers[-1]}"


def said(numbers: Sequence[int]) -> str:
    """`1`, `2 and 5`, `1 to 10`, `1, 4 and 9`."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]} to {numbers[-1]}"
    words = [str(number) for number in numbers]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def pins(frame: Frame, shops: Sequence[Shop], widths: Widths) -> tuple[Pin, ...]:
    """The pins of the shops within the frame, in the order of the list.

    Pins that would cover each other at the map's narrowest become one, which stands at the first of its
    shops; what grew wider by that may join others in turn, so the end has no two pins that cover each other.
    """
    groups = [Pin((shop,), *spot) for shop in shops if (spot := _spot(frame, shop))]
    while pair := _touching(groups, Widths(widths.narrowest, widths.narrowest)):
        first, second = pair
        shared = tuple(sorted((*first.shops, *second.shops), key=lambda shop: shop.number))
        groups = [
            Pin(shared, first.x, first.y) if pin is first else pin for pin in groups if pin is not second
        ]
    return tuple(groups)


def _spot(frame: Frame, shop: Shop) -> Point | None:
    x, y = frame.place(shop.lat, shop.lon)
    return (round(x, 4), round(y, 4)) if 0 <= x <= 1 and 0 <= y <= 1 else None


def _touching(groups: Sequence[Pin], widths: Widths) -> tuple[Pin, Pin] | None:
    for index, first in enumerate(groups):
        for second in groups[index + 1 :]:
            if cover(first.box, second.box, widths):
                return first, second
    return None
