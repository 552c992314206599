"""Decides which squares of the country count as built up, from how many postcodes lie in each."""

import lzma
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import floor
from pathlib import Path

PACKED = Path(__file__).parent.parent / "data" / "built_up.xz"
SOUTH, WEST = 49.0, -9.0  # the corner from which squares are counted; all of Great Britain lies beyond it
STEP_LAT, STEP_LON = 0.0025, 0.0042  # about 278 m by 270 m in the middle of England
COLUMNS = 4096  # numbers kept for each row of squares: 17 degrees, so that rows never run into one another
LEVELS = 6  # each has squares twice as wide as the level before
# Postcodes in a square of the finest level; a wider square needs as many for its size, but for the gaps
# between villages: those would leave nothing of a wide square.
BUILT, DENSE = 2, 18
_THINNING = 0.8


@dataclass(frozen=True)
class Grid:
    """Sorted numbers (row · COLUMNS + column) of one level's squares that are built up, or densely so."""

    level: int
    built: "array[int]"
    dense: "array[int]"

    @property
    def step_lat(self) -> float:
        """Height of a square in degrees."""
        return STEP_LAT * float(1 << self.level)

    @property
    def step_lon(self) -> float:
        """Width of a square in degrees."""
        return STEP_LON * float(1 << self.level)


def make_grids(points: Iterable[tuple[float, float]]) -> tuple[Grid, ...]:
    """The grids of all levels, from the latitude and longitude of every full postcode."""
    counts = Counter(
        floor((lat - SOUTH) / STEP_LAT) * COLUMNS + floor((lon - WEST) / STEP_LON) for lat, lon in points
    )
    grids = []
    for level in range(LEVELS):
        share = (4 * _THINNING) ** level
        built, dense = (
            array("I", sorted(n for n, count in counts.items() if count >= least * share))
            for least in (BUILT, DENSE)
        )
        grids.append(Grid(level, built, dense))
        wider: Counter[int] = Counter()
        for number, count in counts.items():
            wider[number // COLUMNS // 2 * COLUMNS + number % COLUMNS // 2] += count
        counts = wider
    return tuple(grids)


def pack(grids: Iterable[Grid]) -> bytes:
    """As kept in the file: for each list its length, then the steps from number to number."""
    numbers = array("I")
    for grid in grids:
        for squares in (grid.built, grid.dense):
            numbers.append(len(squares))
            numbers.extend(b - a for a, b in zip([0, *squares[:-1]], squares, strict=True))
    if sys.byteorder == "big":
        numbers.byteswap()
    return lzma.compress(numbers.tobytes(), preset=9 | lzma.PRESET_EXTREME)


def unpack(packed: bytes) -> tuple[Grid, ...]:
    """The grids of a packed file; raises lzma.LZMAError for bytes that are none."""
    numbers = array("I", lzma.decompress(packed))
    if sys.byteorder == "big":
        numbers.byteswap()
    lists = list(_lists(numbers))
    return tuple(Grid(level, *pair) for level, pair in enumerate(zip(lists[::2], lists[1::2], strict=True)))


def _lists(numbers: "array[int]") -> Iterator["array[int]"]:
    at = 0
    while at < len(numbers):
        end = at + 1 + numbers[at]
        yield array("I", accumulate(numbers[at + 1 : end]))
        at = end


@lru_cache(maxsize=1)
def grids() -> tuple[Grid, ...]:
    """The grids that come with the shop, read once."""
    return unpack(PACKED.read_bytes())
