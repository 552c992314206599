"""The page of figures: tables that add up, a part by hand that stays, no text of a post."""

from pathlib import Path
from xml.etree import ElementTree

from bench.reading import keywords, page, picture, tables
from bench.reading.cases import Case
from bench.reading.measures import Found
from bench.reading.tables import Measured

SMOKES = Case(
    "a",
    "I don’t smoke, but twelve coffees",
    frozenset({"caffeine_alcohol"}),
    frozenset({"smoking"}),
    frozenset(),
    True,
)


def measured() -> Measured:
    ours = Found(frozenset({"caffeine_alcohol"}), frozenset({"smoking"}), frozenset(), "self_care")
    theirs = keywords.read_all([SMOKES], keywords.load_terms())
    return Measured("Posts", [SMOKES], {"Recommender": [ours], "Keywords": theirs}, (0.1, 0.2))


def test_the_part_by_hand_stays_when_the_page_is_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "reading.md"
    page.write(file, [measured()], "make evaluate")
    file.write_text(file.read_text().replace(page.BEGIN, f"{page.BEGIN}\nMy own words.\n"))

    page.write(file, [measured()], "make evaluate")

    text = file.read_text()
    assert text.count("My own words.") == 1
    assert "1 of 1 (100 %)" in text  # what the keywords make of "I don't smoke"


def test_neither_page_nor_picture_holds_a_word_of_a_text(tmp_path: Path) -> None:
    page.write(tmp_path / "reading.md", [measured()], "make evaluate")

    assert "twelve coffees" not in (tmp_path / "reading.md").read_text() + picture.draw([measured()])


def test_the_picture_is_well_formed_and_says_in_words_what_it_shows() -> None:
    drawn = ElementTree.fromstring(picture.draw([measured()]))  # noqa: S314 - our own drawing

    assert drawn[1].text == "Posts: Recommender F1 1.00, Keywords F1 0.67"


def test_only_wrong_texts_are_printed_with_what_was_expected_and_found() -> None:
    right = measured()
    wrong = Measured("Posts", [SMOKES], {"Recommender": [Found(frozenset({"smoking"}))]}, (0.1, 0.2))

    assert tables.each_wrong(right) == ""
    assert tables.each_wrong(wrong).splitlines() == [
        "a (): I don’t smoke, but twelve coffees",
        "  causes: expected caffeine_alcohol; found smoking",
        "  denied: expected smoking; found none",
    ]
