"""How the parts of a map are made: its frame, coast, towns, pins and names."""

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.stockists.drawing import built_up, grid, outline
from shop.stockists.drawing.boxes import Box, Widths, cover
from shop.stockists.drawing.frame import Frame, asking_for, frame_around, frame_asked
from shop.stockists.drawing.names import names
from shop.stockists.drawing.picture import scale_of
from shop.stockists.drawing.pins import Shop, pins, said, spans
from shop.stockists.gazetteer import Gazetteer, Town

WIDTHS = Widths(300, 800)
USUAL = Frame(55.6, -4.6, 16.09344)


def shop(number: int, lat: float, lon: float) -> Shop:
    return Shop(number, f"Shop {number}", lat, lon, f"#shop-{number}")


def town(name: str, lat: float, lon: float, population: int = 20_000) -> Town:
    return Town(1, name, "", "Scotland", "KA1", lat, lon, population)


def overlap(a: Box, b: Box, width: float) -> bool:
    (l1, t1, r1, b1), (l2, t2, r2, b2) = a.sides(width), b.sides(width)
    return l1 < r2 and l2 < r1 and t1 < b2 and t2 < b1


class TestFrame:
    def test_a_degree_of_latitude_is_111_km_and_one_of_longitude_half_that_at_60_degrees(self) -> None:
        frame = Frame(60.0, -1.0, 111.195)

        assert frame.place(60.0, -1.0) == (0.5, 0.5)
        assert frame.place(60.75, -1.0) == pytest.approx((0.5, 0.0))
        assert frame.place(60.0, 1.0) == pytest.approx((1.0, 0.5))

    def test_the_usual_map_holds_every_point_with_room(self) -> None:
        points = [(55.60, -4.60), (55.95, -3.19), (55.86, -4.25)]

        placed = [frame_around(points).place(*point) for point in points]

        assert all(0.1 < x < 0.9 and 0.1 < y < 0.9 for x, y in placed)

    def test_one_point_has_streets_around_it(self) -> None:
        assert frame_around([(55.6, -4.6)]) == Frame(55.6, -4.6, 0.9)

    def test_no_point_is_refused(self) -> None:
        with pytest.raises(ValueError, match="needs a point"):
            frame_around([])

    def test_an_address_asks_for_a_map_and_is_read_back(self) -> None:
        frame = Frame(55.596, -4.608, 8 * 1.609344)

        assert asking_for(frame) == {"at": "55.596,-4.608", "r": "8"}
        assert frame_asked(USUAL, at="55.596,-4.608", r="8") == frame

    @pytest.mark.parametrize("wrong", ["", "x", "nan", "inf", "-1", "0", "1e999", "5,5", "9" * 50, "10001"])
    def test_a_width_that_is_none_is_not_given(self, wrong: str) -> None:
        assert frame_asked(USUAL, at="", r=wrong) == USUAL

    @pytest.mark.parametrize("wrong", ["", "55", "nan,1", "55,inf", "a,b", "55,-4,1", ",", "55.6;-4.6"])
    def test_a_middle_that_is_none_is_not_given(self, wrong: str) -> None:
        assert frame_asked(USUAL, at=wrong, r="") == USUAL

    def test_what_is_too_far_or_too_wide_is_brought_within_what_may_be_shown(self) -> None:
        assert frame_asked(USUAL, at="", r="9999").miles == pytest.approx(500)
        assert frame_asked(USUAL, at="", r="0.0001").miles == pytest.approx(0.3)
        far = frame_asked(USUAL, at="-90,170", r="")
        assert far.box()[0] == pytest.approx(49.005)
        assert far.box()[3] == pytest.approx(2.6)

    @given(
        st.floats(-90, 90), st.floats(-180, 180), st.floats(1e-6, 1e6), st.integers(-1, 1), st.integers(-1, 1)
    )
    def test_no_map_of_the_earth_has_a_number_that_is_none(
        self, lat: float, lon: float, miles: float, east: int, north: int
    ) -> None:
        usual = frame_around([(lat, lon)])
        asked = frame_asked(usual, at=f"{lat},{lon}", r=f"{miles}")

        for frame in (usual, asked, asked.moved(east, north), asked.zoomed(0.5), asked.zoomed(2)):
            assert all(isfinite(n) for n in (*frame.box(), *frame.place(lat, lon)))
            assert 0 < frame.half_km <= 500 * 1.609344 + 1e-6

    @pytest.mark.parametrize(
        ("half_km", "text"), [(1, "0.2 miles"), (6, "1 mile"), (16, "5 miles"), (800, "200 miles")]
    )
    def test_the_scale_is_a_round_length_of_at_most_a_quarter_of_the_width(
        self, half_km: float, text: str
    ) -> None:
        scale = scale_of(Frame(55, -4, half_km))

        assert scale.text == text
        assert scale.share <= 0.26
        assert scale.share == pytest.approx(scale.miles * 1.609344 / (2 * half_km), abs=1e-4)


class TestOutline:
    def test_a_shape_is_cut_at_the_edge_of_the_sheet(self) -> None:
        square = [(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)]

        cut = outline.clipped(square, bleed=0, width=10, height=10)

        assert sorted(cut) == [(0, 0), (0, 5), (5, 0), (5, 5)]

    def test_a_shape_around_the_sheet_covers_it_and_one_beside_it_is_gone(self) -> None:
        around = [(-99.0, -99.0), (99.0, -99.0), (99.0, 99.0), (-99.0, 99.0)]

        assert sorted(outline.clipped(around, bleed=0, width=10, height=10)) == [
            (0, 0),
            (0, 10),
            (10, 0),
            (10, 10),
        ]
        assert outline.clipped([(20.0, 0.0), (30.0, 0.0), (30.0, 9.0)], bleed=0, width=10, height=10) == []

    def test_corners_too_near_to_tell_apart_are_left_out(self) -> None:
        ring = [(0.0, 0.0), (0.4, 0.4), (10.0, 0.0), (10.0, -7.0)]

        assert outline.path_of(ring) == "M0 0l10 0 0-7z"
        assert outline.path_of([(0.0, 0.0), (0.5, 0.0), (0.0, 0.5)]) is None

    def test_ireland_is_a_neighbour_and_the_sea_is_empty(self) -> None:
        dublin, sea = Frame(53.35, -6.5, 10), Frame(58.0, 1.5, 10)

        assert outline.coast(dublin, ours=True) == ""
        assert outline.coast(dublin, ours=False).startswith("M")
        assert outline.coast(sea, ours=True) == outline.coast(sea, ours=False) == ""


class TestTowns:
    def test_the_packed_squares_are_those_of_the_places_file(self, gazetteer: Gazetteer) -> None:
        made = grid.make_grids(gazetteer.units_within(-90, 90, -180, 180))

        assert made == grid.grids()

    def test_a_square_is_built_up_from_two_postcodes_and_dense_from_eighteen(self) -> None:
        points = [(50.0001, -5.0)] * 18 + [(50.0051, -5.0)] * 2 + [(50.0101, -5.0)]

        finest = grid.make_grids(points)[0]

        assert (len(finest.built), len(finest.dense)) == (2, 1)
        assert grid.unpack(grid.pack([finest])) == (finest,)

    def test_squares_side_by_side_are_one_band(self) -> None:
        assert built_up.runs([1, 2, 3, 7, 9, 10]) == [(1, 3), (7, 7), (9, 10)]
        assert built_up.runs([]) == []

    def test_islands_that_the_outline_lacks_have_land_under_towns(self, gazetteer: Gazetteer) -> None:
        scilly = built_up.shading(Frame(49.915, -6.31, 8), grid.grids(), gazetteer)

        assert scilly.built.startswith("M")
        assert scilly.shore > scilly.stroke


class TestPins:
    def test_shops_at_one_point_share_a_pin(self) -> None:
        found = pins(USUAL, [shop(1, 55.6, -4.6), shop(2, 55.6, -4.6), shop(3, 55.6, -4.6)], WIDTHS)

        assert [(pin.text, pin.href, pin.x, pin.y) for pin in found] == [("1–3", "#shop-1", 0.5, 0.5)]
        assert found[0].name == "Shops 1 to 3: Shop 1, Shop 2, Shop 3"

    def test_shops_apart_have_a_pin_each_and_shops_outside_have_none(self) -> None:
        found = pins(USUAL, [shop(1, 55.6, -4.6), shop(2, 55.65, -4.5), shop(3, 57, -4.6)], WIDTHS)

        assert [pin.text for pin in found] == ["1", "2"]
        assert found[0].name == "Shop 1: Shop 1"

    @pytest.mark.parametrize(
        ("numbers", "shown", "spoken"),
        [([4], "4", "4"), ([1, 2], "1–2", "1 and 2"), ([2, 5], "2, 5", "2 and 5"),
         ([1, 2, 3], "1–3", "1 to 3"),
         ([1, 4, 9], "1, 4, 9", "1, 4 and 9"), ([1, 3, 5, 9], "1 … 9", "1, 3, 5 and 9")],
    )  # fmt: skip
    def test_numbers_are_told_short_on_the_pin_and_in_full_aloud(
        self, numbers: list[int], shown: str, spoken: str
    ) -> None:
        assert spans(numbers) == shown
        assert said(numbers) == spoken

    def test_a_pin_is_a_target_of_at_least_24_pixels(self) -> None:
        (pin,) = pins(USUAL, [shop(1, 55.6, -4.6)], WIDTHS)

        assert pin.width >= 24
        assert pin.box.bottom - pin.box.top >= 24


class TestNames:
    def test_a_name_stands_right_of_its_dot_and_left_of_it_by_the_edge(self) -> None:
        inland, edge = names(
            USUAL, [town("Irvine", 55.6, -4.7), town("Kilmarnock", 55.62, -4.36)], [], WIDTHS, most=9
        )

        assert (inland.anchor, inland.has_dot) == ("start", True)
        assert (edge.anchor, edge.has_dot) == ("end", True)

    def test_a_name_under_a_pin_moves_beside_it(self) -> None:
        (pin,) = pins(USUAL, [shop(1, 55.6, -4.6)], WIDTHS)

        (name,) = names(USUAL, [town("Ayr", 55.601, -4.6)], [pin.box], WIDTHS, most=9)

        assert not name.has_dot
        assert not cover(name.box, pin.box, WIDTHS)

    def test_the_larger_town_is_named_where_there_is_room_for_one(self) -> None:
        crowd = [town(f"Town number {n}", 55.6, -4.6, 90_000 - n) for n in range(30)]

        found = names(USUAL, crowd, [], WIDTHS, most=99)

        assert found[0].text == "Town number 0"
        assert len(found) < 12

    def test_boxes_clear_of_each_other_when_narrow_may_meet_when_wide(self) -> None:
        right = Box(0.50, 0.5, 8, -8, 60, 8)
        left = Box(0.55, 0.5, -60, -8, -20, 8)

        assert not overlap(right, left, 300)
        assert overlap(right, left, 800)
        assert cover(right, left, WIDTHS)
        assert not cover(right, left, Widths(300, 310))

    @given(st.data())
    def test_two_boxes_cover_each_other_when_they_overlap_at_some_width(self, data: st.DataObject) -> None:
        shares, pixels = st.floats(0, 1), st.integers(1, 90)
        a, b = (
            Box(*(data.draw(shares) for _ in "xy"), *(-data.draw(pixels) for _ in "lt"),
                *(data.draw(pixels) for _ in "rb"))
            for _ in "ab"
        )  # fmt: skip

        tried = any(overlap(a, b, width) for width in range(300, 801, 4))

        assert cover(a, b, WIDTHS) >= tried

    @given(
        st.lists(
            st.tuples(st.floats(55.48, 55.72), st.floats(-4.84, -4.36), st.integers(1, 18)), max_size=25
        ),
        st.lists(st.tuples(st.floats(55.5, 55.7), st.floats(-4.8, -4.4)), max_size=8),
    )
    def test_no_name_covers_another_or_a_pin_and_no_pin_a_pin(
        self, towns: list[tuple[float, float, int]], shops: list[tuple[float, float]]
    ) -> None:
        stuck = pins(USUAL, [shop(n, *spot) for n, spot in enumerate(shops, 1)], WIDTHS)
        listed = [town(f"{n}{'m' * size}", lat, lon) for n, (lat, lon, size) in enumerate(towns)]

        written = names(USUAL, listed, [pin.box for pin in stuck], WIDTHS, most=99)

        for width in (300, 411, 555, 800):
            boxes = [name.box for name in written]
            for index, box in enumerate(boxes):
                assert not any(overlap(box, other, width) for other in boxes[index + 1 :])
                assert not any(overlap(box, pin.box, width) for pin in stuck)
        for index, pin in enumerate(stuck):
            assert not any(overlap(pin.box, other.box, 300) for other in stuck[index + 1 :])
