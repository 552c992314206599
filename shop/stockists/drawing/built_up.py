"""Decides how towns are shaded: the squares in which postcodes lie, drawn as bands along each row."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

from shop.stockists.drawing.frame import Frame
from shop.stockists.drawing.grid import COLUMNS, SOUTH, WEST, Grid
from shop.stockists.drawing.outline import HEIGHT, WIDTH
from shop.stockists.gazetteer import Gazetteer

MOST_ACROSS = 150  # squares along a row: finer ones would only make the page heavier
STREETS_KM = 3.0  # up to this half-width single postcodes are drawn
_STREET_SQUARES = 100
_SHORE_KM, _SHORE_REACH_KM = 60.0, 0.6


@dataclass(frozen=True)
class Shading:
    """Path data of bands along rows of squares, each as wide as `stroke` units of the sheet; "" for none."""

    built: str
    dense: str
    stroke: float
    shore: float  # the same for the land under the towns; 0 where towns end at the coast


def shading(frame: Frame, grids: Sequence[Grid], gazetteer: Gazetteer) -> Shading:
    """Built-up land in the frame: single postcodes when it is small, otherwise squares of a fitting grid."""
    if frame.half_km <= STREETS_KM:
        return _streets(frame, gazetteer)
    grid = next((g for g in grids if 2 * frame.half_lon / g.step_lon <= MOST_ACROSS), grids[-1])
    stroke = HEIGHT * grid.step_lat / (2 * frame.half_lat)
    return Shading(
        bands(frame, grid, grid.built),
        bands(frame, grid, grid.dense),
        round(stroke * 1.2, 1),
        _shore(frame, stroke),
    )


def bands(frame: Frame, grid: Grid, squares: Sequence[int]) -> str:
    """The bands of a grid's squares within the frame."""
    south, north, west, east = frame.box()
    first, last = (max(0, floor((edge - WEST) / grid.step_lon)) for edge in (west, east))
    rows = (max(0, floor((edge - SOUTH) / grid.step_lat)) for edge in (south, north))
    start_x = frame.place(0, WEST + 0.5 * grid.step_lon)[0] * WIDTH
    step_x = grid.step_lon / (2 * frame.half_lon) * WIDTH
    parts = []
    for row in range(next(rows), next(rows) + 1):
        start = bisect_left(squares, row * COLUMNS + first)
        end = bisect_left(squares, row * COLUMNS + last + 1, start)
        if start == end:
            continue
        y = round(frame.place(SOUTH + (row + 0.5) * grid.step_lat, 0)[1] * HEIGHT)
        columns = (number - row * COLUMNS for number in squares[start:end])
        for left, right in runs(columns):
            x = round(start_x + left * step_x)
            parts.append(f"M{x} {y}h{round(start_x + right * step_x) - x}")
    return "".join(parts)


def _streets(frame: Frame, gazetteer: Gazetteer) -> Shading:
    side = WIDTH / _STREET_SQUARES
    rows: dict[int, set[int]] = {}
    lat, lon = frame.lat, frame.lon
    across, up = _STREET_SQUARES / (2 * frame.half_lon), HEIGHT / side / (2 * frame.half_lat)
    middle_x, middle_y = _STREET_SQUARES / 2, HEIGHT / side / 2
    for unit_lat, unit_lon in gazetteer.units_within(*frame.box(1.15)):
        column = floor(middle_x + (unit_lon - lon) * across)
        row = floor(middle_y - (unit_lat - lat) * up)
        if 0 <= column < _STREET_SQUARES and 0 <= row * side < HEIGHT:
            rows.setdefault(row, set()).add(column)
    parts = [
        f"M{round((left + 0.5) * side)} {round((row + 0.5) * side)}h{round((right - left) * side)}"
        for row in sorted(rows)
        for left, right in runs(sorted(rows[row]))
    ]
    return Shading("".join(parts), "", side, _shore(frame, side))


def _shore(frame: Frame, stroke: float) -> float:
    """Towns and small islands lie beyond a coast that is good to a kilometre: there is land under them."""
    if frame.half_km > _SHORE_KM:
        return 0
    return round(stroke + _SHORE_REACH_KM * WIDTH / frame.half_km, 1)


def runs(columns: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each run of rising numbers without a gap."""
    found: list[tuple[int, int]] = []
    for column in columns:
        if found and column - found[-1][1] == 1:
            found[-1] = (found[-1][0], column)
        else:
            found.append((column, column))
    return found
