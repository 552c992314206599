"""Decides which route planners a visitor is sent to; nothing is asked of them before the link is followed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Directions:
    """A route planner's name and its address for one destination."""

    planner: str
    href: str


def directions(lat: float, lon: float) -> tuple[Directions, ...]:
    """Links to the way to a point in degrees. The visitor's own place is not passed on."""
    point = f"{lat:.5f},{lon:.5f}"
    return (
        Directions("Google Maps", f"https://www.google.com/maps/dir/?api=1&destination={point}"),
        Directions("Apple Maps", f"https://maps.apple.com/?daddr={point}"),
        Directions("OpenStreetMap", f"https://www.openstreetmap.org/directions?to={point}"),
    )
