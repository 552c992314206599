"""Decides what of the coast is drawn: the part within the map, with no more corners than can be seen."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from shop.stockists.drawing.frame import ASPECT, Frame

COAST = Path(__file__).parent.parent / "data" / "coast.json"
WIDTH, HEIGHT = 1000, round(1000 * ASPECT)  # of the sheet that shapes are drawn on
_BLEED = 30.0  # shapes run on beyond the edge, so that no edge of the map is drawn as a coast
_SEEN = 1.6  # a corner nearer than this to the last one can't be seen

Corner = tuple[float, float]


@dataclass(frozen=True)
class Land:
    """An island or a mainland: its corners as (longitude, latitude) and the box around it in degrees."""

    is_ours: bool  # the United Kingdom and the Crown dependencies; otherwise a neighbour
    ring: tuple[Corner, ...]
    south: float
    north: float
    west: float
    east: float


@lru_cache(maxsize=1)
def lands() -> tuple[Land, ...]:
    """The outlines that come with the shop, read once."""
    shapes = json.loads(COAST.read_text(encoding="utf-8"))["shapes"]
    return tuple(_land(shape["land"] != "other", shape["ring"]) for shape in shapes)


def _land(is_ours: bool, ring: Sequence[Sequence[float]]) -> Land:
    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
    corners = tuple((lon, lat) for lon, lat in ring)
    return Land(is_ours, corners, min(lats), max(lats), min(lons), max(lons))


def coast(frame: Frame, *, ours: bool, shapes: Sequence[Land] | None = None) -> str:
    """Path data of all land in the frame, ours or the neighbours', on the sheet; "" where there is none."""
    south, north, west, east = frame.box(1.1)
    step_x, step_y = WIDTH / (2 * frame.half_lon), HEIGHT / (2 * frame.half_lat)
    zero_x, zero_y = WIDTH / 2 - frame.lon * step_x, HEIGHT / 2 + frame.lat * step_y
    parts = []
    for land in lands() if shapes is None else shapes:
        apart = land.north < south or land.south > north or land.east < west or land.west > east
        if land.is_ours != ours or apart:
            continue
        ring = [(zero_x + lon * step_x, zero_y - lat * step_y) for lon, lat in land.ring]
        within = land.south > south and land.north < north and land.west > west and land.east < east
        if not within:
            ring = clipped(ring)
        if (path := path_of(ring)) is not None:
            parts.append(path)
    return "".join(parts)


def clipped(
    ring: Sequence[Corner], bleed: float = _BLEED, width: float = WIDTH, height: float = HEIGHT
) -> list[Corner]:
    """The part of a closed ring within the sheet and `bleed` around it (Sutherland and Hodgman's way).

    Where a shape leaves the sheet and comes back, the parts are joined along the edge, out of sight.
    """
    kept = list(ring)
    for axis, limit, sign in (
        (0, -bleed, 1),
        (0, width + bleed, -1),
        (1, -bleed, 1),
        (1, height + bleed, -1),
    ):
        depths = [(corner[axis] - limit) * sign for corner in kept]
        if not kept or max(depths) < 0:
            return []
        if min(depths) < 0:
            kept = _cut(kept, depths)
    return kept


def _cut(ring: list[Corner], depths: list[float]) -> list[Corner]:
    """The part of a ring on one side of a line; `depths`: how far each corner is within, below 0 beyond."""
    kept: list[Corner] = []
    last, last_depth = ring[-1], depths[-1]
    for corner, depth in zip(ring, depths, strict=True):
        if (depth >= 0) != (last_depth >= 0):
            share = last_depth / (last_depth - depth)
            kept.append((last[0] + (corner[0] - last[0]) * share, last[1] + (corner[1] - last[1]) * share))
        if depth >= 0:
            kept.append(corner)
        last, last_depth = corner, depth
    return kept


def path_of(ring: Sequence[Corner]) -> str | None:
    """A closed path in whole units, without corners too near to tell apart; None for less than a speck."""
    corners: list[tuple[int, int]] = []
    last_x, last_y = -1e9, -1e9
    for x, y in ring:
        if abs(x - last_x) + abs(y - last_y) >= _SEEN:
            last_x, last_y = corner = round(x), round(y)
            corners.append(corner)
    if len(corners) < 3:
        return None
    steps = [f"{x - a}{'' if y < b else ' '}{y - b}" for (a, b), (x, y) in pairwise(corners)]
    return f"M{corners[0][0]} {corners[0][1]}l{' '.join(steps)}z"
