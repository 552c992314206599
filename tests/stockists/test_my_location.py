"""The button "Use my location" writes a rounded point into the field, and the search reads it."""

import pytest

from shop.stockists.gazetteer import Gazetteer
from shop.stockists.places import NotAPlace, Place, locate


@pytest.mark.parametrize(
    ("typed", "lat", "lon"), [("55.608, -4.684", 55.608, -4.684), ("49.18,-2.11", 49.18, -2.11)]
)
def test_a_rounded_point_is_the_visitors_location(
    typed: str, lat: float, lon: float, gazetteer: Gazetteer
) -> None:
    assert locate(typed, gazetteer) == Place("your location", lat, lon, "sector")


def test_a_point_outside_the_country_is_told_so(gazetteer: Gazetteer) -> None:
    assert locate("40.713, -74.006", gazetteer) == NotAPlace(
        "Your location is not in the UK, and our shops are. "
        "Type a full postcode, such as KA11 5BW, or the name of a town."
    )
