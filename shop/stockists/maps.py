"""Decides which map stands on a page of shops, and where its links to other maps lead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from shop import settings
from shop.stockists.drawing.frame import Frame, asking_for, frame_around, frame_asked
from shop.stockists.drawing.picture import Picture, You, draw
from shop.stockists.drawing.pins import Shop, said
from shop.stockists.gazetteer import open_gazetteer
from shop.stockists.models import Stockist
from shop.stockists.queries import StockistSearch

PARAMETERS = ("at", "r")
_AROUND_ONE_SHOP_KM = 2.5
_ROUGHLY_KM = (
    4.0  # where the visitor's place is a town or district, a closer map would look more exact than it is
)

Address = Callable[..., str]


class _Asked(Protocol):
    def get(self, name: str, default: str) -> str: ...


@dataclass(frozen=True)
class Move:
    """A link from this map to another."""

    text: str
    href: str


@dataclass(frozen=True)
class ShopMap:
    """A map for a page: the picture, what to say instead of it, and the ways on from it."""

    picture: Picture
    title: str
    said: str
    moves: tuple[Move, ...]


def map_of_results(search: StockistSearch | None, asked: _Asked, address: Address) -> ShopMap | None:
    """The map of the place searched from and the shops found; None where there is nothing to show.

    `address` makes this page's own address with the further parameters it is given.
    """
    if search is None or search.place is None or not search.rows:
        return None
    place = search.place
    is_exact = place.precision == "unit"
    you = You(place.lat, place.lon, "You are here" if is_exact else "Your search")
    shops = [
        Shop(number, row.stockist.name, row.stockist.lat, row.stockist.lon, f"#shop-{number}")
        for number, row in enumerate(search.rows, 1)
    ]
    points = [(you.lat, you.lon), *((shop.lat, shop.lon) for shop in shops)]
    usual = frame_around(points) if is_exact else frame_around(points, least_km=_ROUGHLY_KM)
    return _map(f"The shops around {place.label} on a map", usual, you, shops, asked, address)


def map_of_shop(shop: Stockist, asked: _Asked, address: Address) -> ShopMap:
    """The map around one shop."""
    usual = frame_around([(shop.lat, shop.lon)], least_km=_AROUND_ONE_SHOP_KM)
    pin = Shop(1, shop.name, shop.lat, shop.lon, "#map")
    return _map(f"{shop.name} on a map", usual, None, [pin], asked, address)


def _map(
    title: str, usual: Frame, you: You | None, shops: list[Shop], asked: _Asked, address: Address
) -> ShopMap:
    frame = frame_asked(usual, at=asked.get("at", ""), r=asked.get("r", ""))
    picture = draw(frame, you, shops, open_gazetteer(settings.current().data_dir))
    return ShopMap(picture, title, _said(picture, shops), _moves(frame, usual, you, address))


def _said(picture: Picture, shops: list[Shop]) -> str:
    """What the map shows, for who can't see it, with the shops that are outside it."""
    across = (
        f"{2 * picture.frame.miles:.2g}" if picture.frame.miles < 50 else f"{2 * picture.frame.miles:.0f}"
    )
    shown = picture.numbers
    outside = [shop.number for shop in shops if shop.number not in shown]
    if len(shops) == 1:
        what = shops[0].name if shown else f"{shops[0].name} is outside it"
        return f"{what}. The map is about {across} miles across."
    parts = [f"The map is about {across} miles across."]
    if shown:
        parts.insert(0, f"{_shops(shown)} from the list.")
    if outside:
        parts.append(f"{_shops(outside)} {'is' if len(outside) == 1 else 'are'} outside it.")
    return " ".join(parts)


def _shops(numbers: list[int]) -> str:
    return f"Shop{'' if len(numbers) == 1 else 's'} {said(numbers)}"


def _moves(frame: Frame, usual: Frame, you: You | None, address: Address) -> tuple[Move, ...]:
    # The usual map's middle lies between the shops; who looks closer means where they are.
    closer = Frame(you.lat, you.lon, frame.half_km) if you and frame == usual else frame
    ways: Mapping[str, Frame] = {
        "Closer": closer.zoomed(0.5),
        "Wider": frame.zoomed(2),
        "North": frame.moved(0, 1),
        "South": frame.moved(0, -1),
        "West": frame.moved(-1, 0),
        "East": frame.moved(1, 0),
    }
    moves = [Move(text, address(**asking_for(to))) for text, to in ways.items() if to != frame]
    return (*moves, Move("Start again", address())) if frame != usual else tuple(moves)
