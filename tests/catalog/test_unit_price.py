"""Unit prices by the Price Marking Order, in whole pence, half up."""

import pytest

from shop.catalog.sheets import read_sheets
from shop.catalog.unit_price import unit_price_minor, unit_price_text


@pytest.mark.parametrize(
    ("price_minor", "size", "unit", "expected"),
    [
        (1150, 30, "tablet", 38),
        (1250, 50, "ml", 2500),
        (550, 15, "ml", 3667),
        (975, 200, "g", 488),
        (1, 2, "tablet", 1),
        (1, 3, "tablet", 0),
        (1049, 100, "ml", 1049),
    ],
)
def test_the_unit_price_is_rounded_half_up(price_minor: int, size: int, unit: str, expected: int) -> None:
    assert unit_price_minor(price_minor=price_minor, size=size, unit=unit) == expected


def test_every_pack_of_the_starter_range_has_its_unit_price() -> None:
    found = {
        pack["sku"]: unit_price_text(price_minor=pack["price_minor"], size=pack["size"], unit=pack["unit"])
        for sheet in read_sheets()
        for pack in sheet["packs"]
    }

    assert found == {
        "DORMEASAN-15": "£36.67 per 100 ml",
        "DORMEASAN-50": "£25.00 per 100 ml",
        "STRESS-RELIEF-15": "£36.67 per 100 ml",
        "STRESS-RELIEF-50": "£25.00 per 100 ml",
        "ATROSAN-30": "£0.38 per tablet",
        "ATROSAN-60": "£0.33 per tablet",
        "ATROGEL-50": "£12.50 per 100 ml",
        "ATROGEL-100": "£10.50 per 100 ml",
        "BALANCE-7": "£1.18 per sachet",
        "BALANCE-21": "£1.00 per sachet",
        "BAMBU-100": "£5.75 per 100 g",
        "BAMBU-200": "£4.88 per 100 g",
        "POLLINOSAN-EYE-10": "£95.00 per 100 ml",
    }
