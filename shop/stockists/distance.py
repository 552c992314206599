"""Decides how far apart two points on the Earth are and which box holds a circle around one of them."""

from dataclasses import dataclass
from math import asin, cos, degrees, isfinite, pi, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius of the ellipsoid, IUGG
HALF_ROUND_KM = pi * EARTH_RADIUS_KM  # nothing is farther away than this
KM_PER_MILE = 1.609344


@dataclass(frozen=True)
class Box:
    """Degrees; a box over the 180th meridian has two spans of longitude."""

    south: float
    north: float
    longitudes: tuple[tuple[float, float], ...]


def check_point(lat: float, lon: float) -> None:
    """Raises ValueError for a point that is not on the Earth: NaN, infinite or out of range."""
    if not (isfinite(lat) and isfinite(lon) and -90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"not a point on the Earth: {lat!r}, {lon!r}")


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Kilometres in a straight line over the sphere (haversine); within 0.5 % of the ellipsoid."""
    phi_a, phi_b = radians(lat_a), radians(lat_b)
    half_lat = sin((phi_b - phi_a) / 2)
    half_lon = sin(radians(lon_b - lon_a) / 2)
    chord = half_lat * half_lat + cos(phi_a) * cos(phi_b) * half_lon * half_lon
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def box_around(lat: float, lon: float, radius_km: float) -> Box:
    """The smallest box in degrees that holds every point within `radius_km`.

    The half-width is asin(sin(r/R) / cos(lat)): the circle is widest away from its own centre's parallel,
    so the usual r / (111 cos lat) leaves points out. A circle over a pole takes every longitude.
    """
    reach = radius_km / EARTH_RADIUS_KM
    south, north = lat - degrees(reach), lat + degrees(reach)
    if south <= -90 or north >= 90 or reach >= pi / 2:
        return Box(max(-90.0, south), min(90.0, north), ((-180.0, 180.0),))
    half_width = degrees(asin(min(1.0, sin(reach) / cos(radians(lat)))))
    west, east = lon - half_width, lon + half_width
    if west < -180:
        return Box(south, north, ((-180.0, east), (west + 360, 180.0)))
    if east > 180:
        return Box(south, north, ((west, 180.0), (-180.0, east - 360)))
    return Box(south, north, ((west, east),))
