"""A whole map: of any place of the country and beyond, and drawn within its time."""

import time

import pytest

from shop.stockists.drawing.frame import frame_around, frame_asked
from shop.stockists.drawing.picture import PAGE, PHONE, You, draw
from shop.stockists.drawing.pins import Shop
from shop.stockists.gazetteer import Gazetteer


def shop(number: int, lat: float, lon: float) -> Shop:
    return Shop(number, f"Shop {number}", lat, lon, f"#shop-{number}")


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (60.155, -1.145),
        (49.915, -6.31),
        (49.186, -2.106),
        (57.81, -8.58),
        (51.501, -0.142),
        (90, 0),
        (0, 180),
    ],
    ids=["Shetland", "Scilly", "Jersey", "St Kilda", "London", "pole", "date line"],
)
@pytest.mark.parametrize("miles", ["0.3", "4", "60", "500"])
def test_a_map_of_any_place_is_whole(gazetteer: Gazetteer, lat: float, lon: float, miles: str) -> None:
    frame = frame_asked(frame_around([(lat, lon)]), at="", r=miles)

    picture = draw(frame, You(lat, lon, "You are here"), [shop(1, lat, lon)], gazetteer)

    assert "nan" not in repr(picture)
    assert "inf" not in repr(picture)
    assert [lettering.kind for lettering in picture.letterings] == ["phone", "page"]
    assert PHONE.widest == PAGE.narrowest


def test_a_map_is_drawn_within_its_time(gazetteer: Gazetteer) -> None:
    # The budget is 15 ms on a quiet machine; this holds three times that, so that a busy one may pass.
    shops = [shop(n, 51.5 + n / 50, -0.1 - n / 40) for n in range(1, 11)]
    frame = frame_around([(s.lat, s.lon) for s in shops])
    draw(frame, None, shops, gazetteer)
    taken = []

    for _ in range(7):
        start = time.process_time()
        draw(frame, None, shops, gazetteer)
        taken.append(time.process_time() - start)

    assert min(taken) < 0.045
