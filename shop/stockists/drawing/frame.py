"""Decides which part of the country a map shows, and where in it a point of the Earth lies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import cos, isfinite, radians

from shop.stockists.distance import KM_PER_MILE

KM_PER_DEGREE = 111.195  # along a meridian of the mean sphere
ASPECT = 0.75  # height of a map by its width
LEAST_KM, MOST_KM = 0.3 * KM_PER_MILE, 500 * KM_PER_MILE  # half the width of a map
# Degrees whose coasts we know: a map shows nothing beyond them if it can.
_LATS, _LONS = (49.005, 61.5), (-10.5, 2.6)
_ROOM = 1.3  # by how much a map is wider than what it must hold, so that pins don't touch its edge
_SHIFT = 0.6  # of the width or height: the far part of the old map is the near part of the next

Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """The middle of a map in degrees and half its width in km; true along its middle parallel."""

    lat: float
    lon: float
    half_km: float

    @cached_property
    def half_lat(self) -> float:
        """Half the height in degrees."""
        return self.half_km * ASPECT / KM_PER_DEGREE

    @cached_property
    def half_lon(self) -> float:
        """Half the width in degrees; near a pole, where a degree is no distance, as at 89.4 degrees."""
        return self.half_km / (KM_PER_DEGREE * max(0.01, cos(radians(self.lat))))

    @property
    def miles(self) -> float:
        """Half the width in miles."""
        return self.half_km / KM_PER_MILE

    def place(self, lat: float, lon: float) -> Point:
        """Where a point lies, as shares of the width from the left and of the height from the top edge."""
        return (
            0.5 + (lon - self.lon) / (2 * self.half_lon),
            0.5 - (lat - self.lat) / (2 * self.half_lat),
        )

    def box(self, more: float = 1.0) -> tuple[float, float, float, float]:
        """South, north, west and east edge in degrees, or of a map `more` times as wide."""
        half_lat, half_lon = self.half_lat * more, self.half_lon * more
        return self.lat - half_lat, self.lat + half_lat, self.lon - half_lon, self.lon + half_lon

    def zoomed(self, factor: float) -> "Frame":
        """The same middle, `factor` times as wide, within what may be shown."""
        return _settled(replace(self, half_km=_within(self.half_km * factor, (LEAST_KM, MOST_KM))))

    def moved(self, east: int, north: int) -> "Frame":
        """The next map in a direction, -1, 0 or 1 step east and north; it stays over the country."""
        lat = _within(self.lat + north * _SHIFT * 2 * self.half_lat, _LATS)
        lon = _within(self.lon + east * _SHIFT * 2 * self.half_lon, _LONS)
        return _settled(replace(self, lat=lat, lon=lon))


def frame_around(points: Sequence[Point], *, least_km: float = 0.9) -> Frame:
    """The smallest map that holds these points (latitude, longitude) with room around them.

    Half its width is at least `least_km`, so that a single shop is shown with some streets around it.
    Raises ValueError without a point.
    """
    if not points:
        raise ValueError("a map needs a point to show")
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    middle = Frame((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2, 1.0)
    across = (max(lons) - min(lons)) / 2 / middle.half_lon
    up = (max(lats) - min(lats)) / 2 / middle.half_lat
    return _settled(replace(middle, half_km=_within(max(across, up) * _ROOM, (least_km, MOST_KM))))


def frame_asked(usual: Frame, *, at: str, r: str) -> Frame:
    """The map asked for by an address: `at` the middle ("55.596,-4.608"), `r` half the width in miles.

    What can't be read counts as not given, and then the usual map's is taken; what is too far or too wide is
    brought within what may be shown.
    """
    middle = _numbers(at, 2)
    miles = _numbers(r, 1)
    frame = usual
    if middle:
        frame = replace(frame, lat=_within(middle[0], _LATS), lon=_within(middle[1], _LONS))
    if miles and miles[0] > 0:
        frame = replace(frame, half_km=_within(miles[0] * KM_PER_MILE, (LEAST_KM, MOST_KM)))
    return _settled(frame)


def asking_for(frame: Frame) -> dict[str, str]:
    """What an address says to ask for this map: the middle to about 100 m, half the width to 1 in 100."""
    return {"at": f"{frame.lat:.3f},{frame.lon:.3f}", "r": f"{frame.miles:.3g}"}


def _settled(frame: Frame) -> Frame:
    """The map moved so that it shows no sea where we know no land; too wide a one stays."""
    lat = _slid(frame.lat, frame.half_lat, _LATS)
    return replace(frame, lat=lat, lon=_slid(frame.lon, replace(frame, lat=lat).half_lon, _LONS))


def _slid(middle: float, half: float, span: tuple[float, float]) -> float:
    low, high = span[0] + half, span[1] - half
    return _within(middle, (low, high)) if low <= high else middle


def _numbers(text: str, count: int) -> tuple[float, ...] | None:
    parts = text.split(",")
    if len(text) > 40 or len(parts) != count:
        return None
    try:
        numbers = tuple(float(part) for part in parts)
    except ValueError:
        return None
    return numbers if all(isfinite(n) and abs(n) <= 10_000 for n in numbers) else None


def _within(value: float, span: tuple[float, float]) -> float:
    return min(max(value, span[0]), span[1])
