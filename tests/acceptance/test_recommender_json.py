"""What the recommender takes and gives on the command line, and what it says of a wrong report."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.command_line import HEALTHY, answers, recommender, said

URGENCIES = ("self_care", "pharmacist", "gp", "today", "emergency")


def problem_of(line: str | bytes) -> dict[str, Any]:
    """Send one line that is wrong; the error, once it is sure that the command ended properly."""
    raw = line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")
    done = recommender("recommend", given=raw + b"\n")
    said(done)
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert set(answer) - {"id"} == {"error"}
    problem: dict[str, Any] = answer["error"]
    return problem


def a_report(**keys: object) -> str:
    return json.dumps({"id": "r", "causes": ["sleep"], "signs": [], "about_you": HEALTHY} | keys)


def test_a_recommendation_has_the_keys_that_are_described(items_file: Path):
    report = {"id": 7, "causes": ["sleep", "stress"], "signs": [], "about_you": HEALTHY}

    answer = answers([report], "--items", str(items_file))[7]  # type: ignore[index]

    assert set(answer) == {
        "id",
        "urgency",
        "care",
        "understood",
        "self_care",
        "suggestions",
        "withheld",
        "reading",
    }
    assert answer["urgency"] in URGENCIES
    assert {"causes", "denied", "signs"} <= set(answer["understood"])
    assert {"item", "need", "because", "basis", "statement", "not_for_you_if"} <= set(
        answer["suggestions"][0]
    )
    assert {"item", "rule", "why"} <= set(answer["withheld"][0])
    assert [entry["cause"] for entry in answer["reading"]] == ["sleep", "stress"]


def test_a_registered_use_is_given_letter_for_letter_with_the_leaflet_line(items_file: Path):
    report = {"id": "r", "causes": ["sleep"], "signs": [], "about_you": HEALTHY}

    suggestion = answers([report], "--items", str(items_file))["r"]["suggestions"][0]

    assert suggestion["basis"] == "registered-use"
    assert suggestion["statement"] == (
        "A traditional herbal medicinal product used for the temporary relief of sleep disturbances "
        "caused by the symptoms of mild anxiety based on traditional use only. Always read the leaflet."
    )


def test_without_items_needs_are_named_in_their_place():
    answer = answers([{"id": "r", "causes": ["sleep"], "signs": [], "about_you": HEALTHY}])["r"]

    assert answer["understood"]["needs"] == ["sleep-disturbance-mild-anxiety"]
    assert "dormeasan" not in json.dumps(answer)


def test_one_answer_comes_for_each_line_in_the_same_order_and_a_wrong_line_stops_no_other():
    lines = [a_report(id="a"), "{", a_report(id="b"), "[]", a_report(id="c")]

    done = recommender("recommend", given="\n".join(lines) + "\n")

    given = [json.loads(line) for line in said(done).splitlines()]
    assert [answer.get("id") for answer in given] == ["a", None, "b", None, "c"]
    assert [answer["error"]["line"] for answer in given if "error" in answer] == [2, 4]
    assert done.returncode == 1


def test_the_same_report_gives_the_same_bytes_whatever_the_order_of_its_ticks(items_file: Path):
    one = a_report(causes=["sleep", "exercise", "smoking"])
    other = a_report(causes=["smoking", "sleep", "exercise", "sleep"])

    done = recommender("recommend", "--items", str(items_file), given=f"{one}\n{other}\n{one}\n")

    first, second, third = done.stdout.splitlines()
    assert first == third
    assert json.loads(first)["suggestions"] == json.loads(second)["suggestions"]
    assert json.loads(first)["self_care"] == json.loads(second)["self_care"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"causes": ["sleep", "gremlins"]}, "causes[1]"),
    ({"causes": "sleep"}, "causes"),
    ({"causes": [["sleep"]]}, "causes"),
    ({"causes": {"sleep": 1}}, "causes"),
    ({"causes": None}, "causes"),
    ({"signs": ["twitchy"]}, "signs.twitchy"),
    ({"signs": [{"sign": "seizure", "answer": "perhaps"}]}, "signs"),
    ({"signs": 5}, "signs"),
    ({"about_you": []}, "about_you"),
    ({"about_you": {"age": -1}}, "about_you.age"),
    ({"about_you": {"age": 10**30}}, "about_you.age"),
    ({"about_you": {"age": "forty"}}, "about_you.age"),
    ({"about_you": {"age": True}}, "about_you.age"),
    ({"about_you": {"age": 40.5}}, "about_you.age"),
    ({"about_you": {"pregnant": "perhaps"}}, "about_you.pregnant"),
    ({"about_you": {"breastfeeding": 3}}, "about_you.breastfeeding"),
    ({"about_you": {"conditions": ["bad_hair"]}}, "about_you.conditions"),
    ({"about_you": {"medicines": [7]}}, "about_you.medicines"),
    ({"about_you": {"medicines": "aspirin"}}, "about_you.medicines"),
    ({"about_you": {"wings": 2}}, "about_you.wings"),
    ({"text": 5}, "text"),
    ({"colour": "blue"}, "colour"),
]


@pytest.fixture(scope="module")
def answers_to_wrong_reports() -> list[dict[str, Any]]:
    """All of them in one run, each on its line."""
    lines = [a_report(**wrong) for wrong, _ in WRONG]
    done = recommender("recommend", given="\n".join(lines) + "\n")
    return [json.loads(line) for line in said(done).splitlines()]


@pytest.mark.parametrize("number", range(len(WRONG)), ids=[json.dumps(wrong)[:40] for wrong, _ in WRONG])
def test_a_wrong_key_is_named_by_line_and_place(number: int, answers_to_wrong_reports: list[dict[str, Any]]):
    answer = answers_to_wrong_reports[number]

    assert set(answer) == {"id", "error"}
    assert answer["error"]["line"] == number + 1
    assert [p["problem"] for p in answer["error"]["problems"] if p["where"].startswith(WRONG[number][1])]


def test_every_mistake_of_a_report_is_said_at_once():
    problem = problem_of(a_report(causes=["x"], signs=["y"], about_you={"age": "z"}))

    assert {re.split(r"[.\[]", p["where"])[0] for p in problem["problems"]} == {
        "causes",
        "signs",
        "about_you",
    }


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("nonsense", id="words"),
        pytest.param("{", id="open"),
        "[]",
        "null",
        "7",
        '"sleep"',
        pytest.param(b'{"causes": ["\xff\xfe"]}', id="not UTF-8"),
        pytest.param("\x00", id="NUL"),
        pytest.param("[" * 100_000, id="deep list"),
        pytest.param('{"a":' * 5_000, id="deep object"),
        pytest.param('{"about_you": {"age": NaN}}', id="NaN"),
        pytest.param('{"about_you": {"age": 1' + "0" * 5_000 + "}}", id="huge number"),
        pytest.param('{"causes": ["\\ud800"]}', id="half a character"),
        pytest.param("\u202e" + a_report(), id="right to left"),
    ],
)
def test_a_line_that_is_no_report_gets_a_problem_and_no_traceback(line: str | bytes):
    assert problem_of(line)["problems"]


@pytest.mark.parametrize("name", ["", " ", "\x00", "<script>", "💊" * 1_000, "\u202enirpisa", "a" * 200_000])
def test_any_name_of_a_medicine_is_taken_and_none_is_safe(name: str, items_file: Path):
    done = recommender(
        "recommend",
        "--items",
        str(items_file),
        given=a_report(about_you=HEALTHY | {"medicines": [name]}) + "\n",
    )

    answer = json.loads(said(done))
    assert answer.get("suggestions", []) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[5]",
        b"{}",
        b'{"items": 5}',
        b'{"items": [{}]}',
        b'{"items": [{"id": 5}]}',
        b"\xff\x00",
        b"null",
    ],
)
def test_a_file_of_items_that_is_wrong_is_named_without_a_traceback(content: bytes, tmp_path: Path):
    path = tmp_path / "wrong.json"
    path.write_bytes(content)

    done = recommender("recommend", "--items", str(path), given=a_report() + "\n")

    assert "wrong.json" in said(done)
    assert done.returncode not in (0, None)


@pytest.mark.parametrize(
    "arguments", [["--items", "/nowhere/at/all.json"], ["--items", "/"], ["--topic", "no-such-topic"]]
)
def test_a_file_or_topic_that_is_not_there_is_named(arguments: list[str]):
    done = recommender("recommend", *arguments, given=a_report() + "\n")

    assert arguments[1].strip("/") in said(done)
    assert done.returncode != 0


def test_no_input_gives_no_output_and_no_error():
    done = recommender("recommend", given="")

    assert (done.returncode, said(done)) == (0, "")
