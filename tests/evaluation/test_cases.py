"""Labelled texts are taken as they are or refused with file and line, never half understood."""

import json
from pathlib import Path

import pytest

from bench.reading.cases import CasesError, load_lay, load_posts

SIGNS = ("two_weeks", "many_places")
GOOD = """
[[case]]
id = "one"
text = "I don't smoke. Both calves, for a month."
denied = ["smoking"]
signs = ["two_weeks", "many_places"]
urgency = "gp"
difficulty = "easy"
"""


def lay(folder: Path, text: str) -> Path:
    (folder / "some.toml").write_text(text, encoding="utf-8")
    return folder


def posts(folder: Path, *lines: object) -> Path:
    file = folder / "posts.jsonl"
    file.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines))
    return file


def test_a_lay_sentence_is_loaded_with_the_criteria_its_signs_meet(tmp_path: Path) -> None:
    (one,) = load_lay(lay(tmp_path, GOOD), SIGNS)

    assert (one.id, one.causes, one.denied) == ("one", frozenset(), frozenset({"smoking"}))
    assert one.criteria == {"over_two_weeks", "more_than_one_place"}
    assert (one.signs, one.urgency, one.group) == (frozenset(SIGNS), "gp", "easy")
    assert not one.is_plain


def test_every_fault_of_every_lay_sentence_is_named_with_its_line(tmp_path: Path) -> None:
    bad = '[[case]]\nid = "two"\ntext = 3\ncauses = ["slep"]\nsigns = "two_weeks"\nurgency = "soon"\n'

    with pytest.raises(CasesError) as caught:
        load_lay(lay(tmp_path, GOOD + bad), SIGNS)

    place = f"{tmp_path / 'some.toml'}:9"
    assert str(caught.value).splitlines() == [
        f"{place}: text must be a text",
        f"{place}: causes has unknown slep",
        f"{place}: signs must be a list of texts",
        f"{place}: urgency must be one of self_care, pharmacist, gp, today, emergency, not 'soon'",
    ]


def test_broken_toml_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match=r"some\.toml: .*line 2"):
        load_lay(lay(tmp_path, '[[case]]\nid = "two\n'), SIGNS)


def test_an_empty_folder_is_no_set(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match=r"no \.toml file"):
        load_lay(tmp_path, SIGNS)


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match="one: this id is used twice"):
        load_lay(lay(tmp_path, GOOD + GOOD), SIGNS)


def test_a_post_gets_our_names_for_causes(tmp_path: Path) -> None:
    row = {
        "id": "p",
        "text": "…",
        "causes": ["poor_sleep"],
        "negated": ["nutrition_electrolytes"],
        "relevance": "twitch",
    }

    one, other = load_posts(
        posts(tmp_path, row | {"red_flags": ["weakness", "pregnancy"]}, "", row | {"id": "q"})
    )

    assert (one.causes, one.denied, one.criteria) == ({"sleep"}, {"nutrition"}, {"weakness"})
    assert (one.signs, one.urgency, one.is_plain, other.is_plain) == (None, None, False, True)


def test_every_bad_line_of_the_posts_is_named(tmp_path: Path) -> None:
    file = posts(tmp_path, "{", [1], {"id": "p", "text": "…", "causes": ["tea"]})

    with pytest.raises(CasesError) as caught:
        load_posts(file)

    first, second, third = str(caught.value).splitlines()
    assert first.startswith(f"{file}:1: not JSON: ")
    assert second == f"{file}:2: must be an object"
    assert third == f"{file}:3: causes has unknown tea"
