"""What people type is read as the place they mean, and every guess is said."""

import random
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.stockists.distance import distance_km
from shop.stockists.gazetteer import Gazetteer
from shop.stockists.places import Choice, NotAPlace, Place, locate

LETTERS = "ABDEFGHJLNPQRSTUVWXYZ"

# Ordnance Survey, transformed with OSTN15; checked against the National Statistics postcode directory.
KNOWN = {
    "SW1A 1AA": (51.50101, -0.14156),
    "KA11 5BW": (55.59572, -4.60817),
    "M1 1AE": (53.48349, -2.23118),
    "EH1 1YZ": (55.95033, -3.19302),
    "CF10 1EP": (51.47576, -3.17922),
    "PL1 2AA": (50.36957, -4.14303),
    "IV1 1HT": (57.47805, -4.22393),
    "LS1 4DY": (53.79515, -1.54667),
    "B1 1HQ": (52.47873, -1.90691),
}


def place(text: str, gazetteer: Gazetteer) -> Place:
    found = locate(text, gazetteer)
    assert isinstance(found, Place), found
    return found


def point(found: Place | Choice | NotAPlace) -> tuple[float, float] | None:
    return (found.lat, found.lon) if isinstance(found, Place) else None


def labels(text: str, gazetteer: Gazetteer) -> list[str]:
    found = locate(text, gazetteer)
    assert isinstance(found, Choice), found
    return [option.label for option in found.options]


def refusal(text: str, gazetteer: Gazetteer) -> str:
    found = locate(text, gazetteer)
    assert isinstance(found, NotAPlace), found
    return found.message


@pytest.mark.parametrize(("code", "point"), KNOWN.items())
def test_a_full_postcode_is_found_within_ten_metres(
    gazetteer: Gazetteer, code: str, point: tuple[float, float]
) -> None:
    found = place(code, gazetteer)

    assert (found.label, found.precision, found.note) == (code, "unit", None)
    assert distance_km(found.lat, found.lon, *point) < 0.010


@pytest.mark.parametrize("text", ["sw1a1aa", " SW1A  1AA ", "s w1a 1 a a", "Sw1a-1aA", "SW1A\u00a01AA"])
def test_case_and_spacing_do_not_matter(gazetteer: Gazetteer, text: str) -> None:
    assert place(text, gazetteer) == place("SW1A 1AA", gazetteer)


def test_the_farthest_corners_are_found(gazetteer: Gazetteer) -> None:
    assert (place("ZE1 0AA", gazetteer).lat, place("ZE1 0AA", gazetteer).lon) == (60.15324, -1.14156)
    assert (place("TR21 0PL", gazetteer).lat, place("TR21 0PL", gazetteer).lon) == (49.91546, -6.31724)


def test_a_postcode_at_the_end_of_an_address_is_found(gazetteer: Gazetteer) -> None:
    assert place("Harbour Street, Irvine KA12 8PZ", gazetteer) == place("KA12 8PZ", gazetteer)


@pytest.mark.parametrize(
    ("text", "label", "precision"),
    [
        ("KA11 5", "KA11 5", "sector"),
        ("KA11 5B", "KA11 5", "sector"),
        ("M1 1", "M1 1", "sector"),
        ("M11", "M11", "district"),
        ("ka11", "KA11, Dreghorn", "district"),
        ("W1", "W1, London", "district"),
        ("EC1", "EC1, London", "district"),
        ("W1 1AA", "W1, London", "district"),
    ],
)
def test_part_of_a_postcode_is_enough(gazetteer: Gazetteer, text: str, label: str, precision: str) -> None:
    found = place(text, gazetteer)

    assert (found.label, found.precision) == (label, precision)


def test_an_unknown_unit_falls_back_to_its_sector_and_says_so(gazetteer: Gazetteer) -> None:
    found = place("KA11 5ZZ", gazetteer)

    assert (found.label, found.precision) == ("KA11 5", "sector")
    assert found.note == "We don’t have KA11 5ZZ in our list, so we measure from the middle of KA11 5."


def test_an_unknown_sector_falls_back_to_its_district_and_says_so(gazetteer: Gazetteer) -> None:
    found = place("KA11 9AA", gazetteer)

    assert (found.label, found.precision) == ("KA11, Dreghorn", "district")
    assert found.note == "We don’t have KA11 9AA in our list, so we measure from the middle of KA11."


@pytest.mark.parametrize(
    ("text", "label", "where"),
    [
        ("BT1 5GS", "BT1, Belfast", "Northern Ireland"),
        ("BT66 7AA", "BT66, Lurgan", "Northern Ireland"),
        ("JE2", "JE2, St Helier", "Jersey"),
        ("GY1 1AA", "GY1, St Peter Port", "Guernsey"),
        ("im1 1aa", "IM1, Douglas", "the Isle of Man"),
    ],
)
def test_northern_ireland_and_the_islands_are_known_by_district_and_it_is_said(
    gazetteer: Gazetteer, text: str, label: str, where: str
) -> None:
    found = place(text, gazetteer)

    assert (found.label, found.precision) == (label, "district")
    assert found.note == (
        f"In {where} we know only the first half of a postcode. We measure from the middle of"
        f" {label.split(',')[0]}, so the distances are rough."
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("SWIA 1AA", "SW1A 1AA"), ("0X1 1AA", "OX1 1AA"), ("ka11 SBW", "KA11 5BW"), ("M! !AE", "M1 1AE")],
)
def test_a_slip_with_one_living_answer_is_repaired_and_shown(
    gazetteer: Gazetteer, typed: str, shown: str
) -> None:
    found = place(typed, gazetteer)

    assert (found.label, found.note) == (shown, f"Showing {shown}. You typed {typed}.")


def test_what_can_be_read_as_it_stands_is_never_repaired(gazetteer: Gazetteer) -> None:
    assert place("KA11 5B", gazetteer).label == "KA11 5"
    assert place("OX1 1AA", gazetteer).note is None


def test_a_slip_without_a_living_answer_is_not_repaired(gazetteer: Gazetteer) -> None:
    assert refusal("S01 4AA", gazetteer) == (
        "We can’t find the postcode S01 4AA. It may be an old one."
        " Look at it again, or type the name of a town."
    )


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Irvine", "Irvine, North Ayrshire"),
        ("lerwick", "Lerwick, Shetland Islands"),
        ("Caerdydd", "Cardiff, Wales"),
        ("Abertawe", "Swansea, Wales"),
        ("St Andrews", "Saint Andrews, Fife"),
        ("saint helier, jersey", "Saint Helier, Jersey"),
        ("Bury St. Edmunds", "Bury St Edmunds, West Suffolk"),
        ("Kings Lynn", "King's Lynn, King's Lynn and West Norfolk"),
        ("Stoke on Trent", "Stoke-on-Trent, England"),
        ("Newport, Isle of Wight", "Newport, Isle of Wight"),
        ("newport isle of wight", "Newport, Isle of Wight"),
        ("Newport, Wales", "Newport, Wales"),
        ("Newport, Shropshire", "Newport, Telford and Wrekin"),
        ("Ashford, Kent", "Ashford, England"),
        ("Bangor, Northern Ireland", "Bangor, Northern Ireland"),
        ("Derry", "Derry, Northern Ireland"),
        ("Londonderry", "Derry/Londonderry"),
        ("Isle of Skye", "Isle of Skye"),
        ("Ynys Môn", "Anglesey"),
    ],
)
def test_a_town_or_island_is_found_by_any_of_its_names(gazetteer: Gazetteer, text: str, label: str) -> None:
    assert place(text, gazetteer).label == label


def test_a_name_that_several_towns_bear_is_asked_back(gazetteer: Gazetteer) -> None:
    assert labels("Newport", gazetteer) == [
        "Newport, Wales",
        "Newport, Isle of Wight",
        "Newport, Telford and Wrekin",
        "Newport, Uttlesford",
        "Newport, East Riding of Yorkshire",
        "Newport, Pembrokeshire",
    ]
    assert labels("Bangor", gazetteer) == ["Bangor, Northern Ireland", "Bangor, Gwynedd"]


def test_an_unknown_county_is_said(gazetteer: Gazetteer) -> None:
    assert place("Irvine, Timbuktu", gazetteer).note == (
        "We could not match “Timbuktu”, so this is Irvine, North Ayrshire."
    )


def test_a_county_offers_its_largest_towns(gazetteer: Gazetteer) -> None:
    assert labels("Cornwall", gazetteer)[:3] == [
        "Redruth, Cornwall",
        "Falmouth, Cornwall",
        "St Austell, Cornwall",
    ]


@pytest.mark.parametrize(
    ("typed", "meant"), [("Abersytwyth", "Aberystwyth, Ceredigion"), ("Edinburg", "Edinburgh, Scotland")]
)
def test_a_misspelt_town_is_asked_back_and_never_taken(gazetteer: Gazetteer, typed: str, meant: str) -> None:
    assert labels(typed, gazetteer) == [meant]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Type a full postcode"),
        ("BFPO 12", "forces post office number is not a place on the map"),
        ("GIR 0AA", "not a place on the map"),
        ("BX1 1LT", "not a place on the map"),
        ("ZZ1 1AA", "No UK postcode begins with ZZ."),
        ("AB1 2SE", "We can’t find the postcode AB1 2SE."),
        ("D02 X285", "That looks like a code from Ireland."),
        ("90210", "does not look like a UK postcode"),
        ("Paris", "We know no place in the UK called “Paris”."),
        ("x" * 61, "That is too long: 60 letters and digits at most."),
    ],
)
def test_what_is_no_place_here_gets_a_sentence(gazetteer: Gazetteer, text: str, says: str) -> None:
    assert says in refusal(text, gazetteer)


def test_two_thousand_postcodes_drawn_at_random_are_all_found_at_their_point(
    gazetteer: Gazetteer, places_path: Path
) -> None:
    connection = sqlite3.connect(places_path)
    sectors = connection.execute("SELECT sector, lat, lon, n, units FROM sector").fetchall()
    connection.close()
    draw = random.Random(7)

    for sector, lat, lon, n, units in draw.choices(sectors, weights=[s[3] for s in sectors], k=2_000):
        at = draw.randrange(n)
        code, north, east = (
            int.from_bytes(units[2 * i : 2 * i + 2], "little", signed=True) for i in (at, n + at, 2 * n + at)
        )
        text = f"{sector}{LETTERS[code // 21]}{LETTERS[code % 21]}"
        found = place(text, gazetteer)
        assert (found.precision, found.label.replace(" ", "")) == ("unit", text)
        assert (found.lat, found.lon) == (round(lat + north * 1e-4, 5), round(lon + east * 1e-4, 5))


def test_every_option_of_every_ambiguous_name_leads_to_itself(
    gazetteer: Gazetteer, places_path: Path
) -> None:
    connection = sqlite3.connect(places_path)
    names = [
        row[0] for row in connection.execute("SELECT norm FROM place_name GROUP BY norm HAVING count(*) > 1")
    ]
    connection.close()
    found = [locate(name, gazetteer) for name in names]
    options = [option for choice in found if isinstance(choice, Choice) for option in choice.options]

    astray = [option.label for option in options if point(locate(option.label, gazetteer)) != point(option)]

    assert len(options) > 500
    assert astray == []


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.text(alphabet="ABEGIMOSWXZ0159 !\"£,.'-", max_size=12),
        st.from_regex(r"[A-Za-z]{1,2}[0-9OIS][A-Za-z0-9]? ?[0-9OIS][A-Za-z]{2}", fullmatch=True),
    )
)
def test_no_text_breaks_it(gazetteer: Gazetteer, text: str) -> None:
    found = locate(text, gazetteer)

    if isinstance(found, Place):
        assert 49 < found.lat < 61
        assert -9 < found.lon < 2
    elif isinstance(found, Choice):
        assert 1 <= len(found.options) <= 8
    else:
        assert found.message.endswith(".")


def test_a_lone_surrogate_does_not_break_it(gazetteer: Gazetteer) -> None:
    assert isinstance(locate("\ud800Leeds\udfff", gazetteer), Place | Choice | NotAPlace)
