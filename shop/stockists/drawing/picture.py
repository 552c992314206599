"""Puts the layers of a map together: sea and land, towns, names and pins for a phone and for a wide page."""

from collections.abc import Sequence
from dataclasses import dataclass

from shop.stockists.distance import KM_PER_MILE
from shop.stockists.drawing.boxes import Box, Widths
from shop.stockists.drawing.built_up import Shading, shading
from shop.stockists.drawing.frame import Frame, Point
from shop.stockists.drawing.grid import grids
from shop.stockists.drawing.names import Name, beside, first_free, names
from shop.stockists.drawing.outline import HEIGHT, WIDTH, coast
from shop.stockists.drawing.pins import Pin, Shop, pins
from shop.stockists.gazetteer import Gazetteer, Town

PHONE, PAGE = Widths(270, 520), Widths(520, 800)
_MOST_NAMES = {"phone": 12, "page": 26}
_TOWNS = 120
# People on a square kilometre of a town whose postcodes are not known; it is drawn as a disc of that size.
_PEOPLE_PER_KM2 = 3000
_WITHOUT_UNITS = frozenset({"Northern Ireland", "Jersey", "Guernsey", "Isle of Man"})
_LENGTHS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200)
_MOST_SCALE = 0.26
_YOU = 9.0  # pixels from the visitor's point to the edge of its mark


@dataclass(frozen=True)
class You:
    """Where the visitor looks from, and what that is called on the map."""

    lat: float
    lon: float
    label: str


@dataclass(frozen=True)
class Lettering:
    """What is written on a map shown within some span of widths. `kind` is "phone" or "page"."""

    kind: str
    pins: tuple[Pin, ...]
    names: tuple[Name, ...]
    you: Point | None
    you_name: Name | None


@dataclass(frozen=True)
class Disc:
    """A town drawn as a disc: middle and radius in units of the sheet."""

    x: int
    y: int
    radius: int


@dataclass(frozen=True)
class Scale:
    """A length to measure by: `share` of the map's width is `miles`."""

    miles: float
    share: float

    @property
    def text(self) -> str:
        """`1 mile`, `0.5 miles`."""
        return f"{self.miles:g} {'mile' if self.miles == 1 else 'miles'}"


@dataclass(frozen=True)
class Picture:
    """Everything on one map; paths are on a sheet of `width` by `height` units."""

    frame: Frame
    land: str
    neighbours: str
    towns: Shading
    discs: tuple[Disc, ...]
    scale: Scale
    letterings: tuple[Lettering, ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def numbers(self) -> list[int]:
        """Of the shops on the map."""
        return sorted(shop.number for pin in self.letterings[0].pins for shop in pin.shops)


def draw(frame: Frame, you: You | None, shops: Sequence[Shop], gazetteer: Gazetteer) -> Picture:
    """The map of a frame with the shops that lie in it."""
    towns = gazetteer.towns_within(*frame.box(), limit=_TOWNS)
    return Picture(
        frame=frame,
        land=coast(frame, ours=True),
        neighbours=coast(frame, ours=False),
        towns=shading(frame, grids(), gazetteer),
        discs=tuple(_discs(frame, towns)),
        scale=scale_of(frame),
        letterings=(
            _letter("phone", frame, you, shops, towns, PHONE),
            _letter("page", frame, you, shops, towns, PAGE),
        ),
    )


def _letter(
    kind: str, frame: Frame, you: You | None, shops: Sequence[Shop], towns: Sequence[Town], widths: Widths
) -> Lettering:
    stuck = pins(frame, shops, widths)
    taken = [pin.box for pin in stuck]
    spot = frame.place(you.lat, you.lon) if you else None
    you_name = None
    if you and spot and 0 <= spot[0] <= 1 and 0 <= spot[1] <= 1:
        spot = round(spot[0], 4), round(spot[1], 4)
        taken.append(Box(*spot, -_YOU, -_YOU, _YOU, _YOU))
        you_name = first_free(beside(you.label, "town", *spot, _YOU + 3), taken, widths)
        taken += [you_name.box] if you_name else []
    else:
        spot = None
    written = names(frame, towns, taken, widths, most=_MOST_NAMES[kind])
    return Lettering(kind, stuck, written, spot, you_name)


def _discs(frame: Frame, towns: Sequence[Town]) -> list[Disc]:
    discs = []
    for town in towns:
        if town.nation not in _WITHOUT_UNITS:
            continue
        x, y = frame.place(town.lat, town.lon)
        radius_km = (town.population / _PEOPLE_PER_KM2 / 3.14159) ** 0.5
        radius = round(radius_km / frame.half_km * WIDTH / 2)
        if radius:
            discs.append(Disc(round(x * WIDTH), round(y * HEIGHT), radius))
    return discs


def scale_of(frame: Frame) -> Scale:
    """The longest round length that takes about a quarter of the map's width."""
    shares = [(miles, miles * KM_PER_MILE / (2 * frame.half_km)) for miles in _LENGTHS]
    fitting = [pair for pair in shares if pair[1] <= _MOST_SCALE] or shares[:1]
    miles, share = fitting[-1]
    return Scale(miles, round(share, 4))
