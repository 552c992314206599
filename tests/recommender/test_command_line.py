"""The command line: JSON lines in and out, clean errors, and quiet ends."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from recommender import as_json, parse_report, recommend
from tests.recommender.given import ITEMS, RAW_ITEMS, TOPIC, report

ROOT = Path(__file__).parents[2]
ITEMS_FILE = Path(__file__).with_name("items.json")
COMMAND = [sys.executable, "-m", "recommender"]


def run(*arguments: str, stdin: bytes = b"", cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], input=stdin, capture_output=True, cwd=cwd, timeout=60)


def started() -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen([*COMMAND, "recommend"], stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT)


def lines(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def jsonl(*reports: object) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in reports)


def test_each_line_is_answered_as_the_library_answers_it() -> None:
    reports = [report("sleep", id=1), report("stress", "nutrition", id="b", signs=["two_weeks"]), {}]

    done = run("recommend", "--items", str(ITEMS_FILE), stdin=jsonl(*reports))

    assert lines(done) == [as_json(recommend(parse_report(each, TOPIC), ITEMS, TOPIC)) for each in reports]
    assert (done.returncode, done.stderr) == (0, b"")


def test_without_items_needs_are_named() -> None:
    [answer] = lines(run("recommend", stdin=jsonl(report("sleep"))))

    assert [(each["item"], each["need"]) for each in answer["suggestions"]] == [
        (None, "sleep-disturbance-mild-anxiety")
    ]


def test_a_bad_line_is_said_so_in_its_place_and_the_rest_are_answered() -> None:
    bad = b'{"id": "x", "causes": ["slep"]}\n'

    done = run("recommend", stdin=jsonl(report(id="a")) + bad + jsonl(report(id="c")))

    first, second, third = lines(done)
    assert (first["id"], third["id"]) == ("a", "c")
    assert second["id"] == "x"
    assert second["error"]["line"] == 2
    assert second["error"]["problems"][0]["where"] == "causes[0]"
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"{", "must be JSON"),
        (b"NaN", "must not hold NaN"),
        (b'{"about_you": {"age": Infinity}}', "must not hold Infinity"),
        (b'{"id": 1, "id": 2}', 'must not hold the key "id" twice'),
        (b'{"id": "\xff"}', "must be UTF-8"),
        (b"[" * 100_000, "must not be nested so deeply"),
        (b'{"id": "' + b"x" * 1_000_001 + b'"}', "must be at most 1000000 bytes"),
        (b'{"id": ' + b"9" * 5000 + b"}", "must not hold such a long number"),
        (b"7", "must be an object"),
        (b'{"text": 7}', "must be text of at most 20000 characters"),
    ],
    ids=["broken", "nan", "infinity", "twice", "utf-8", "deep", "huge", "digits", "number", "words"],
)
def test_what_is_not_a_report_is_one_clean_line(line: bytes, problem: str) -> None:
    done = run("recommend", stdin=line + b"\n" + jsonl(report(id="next")))

    refused, answered = lines(done)
    assert problem in refused["error"]["problems"][0]["problem"]
    assert refused["error"]["line"] == 1
    assert answered["id"] == "next"
    assert (done.returncode, done.stderr) == (1, b"")


def test_blank_lines_and_a_last_line_without_an_end_are_fine() -> None:
    done = run("recommend", stdin=b"\n  \n" + jsonl(report(id="a")).rstrip(b"\n"))

    assert [each["id"] for each in lines(done)] == ["a"]
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "must be JSON"),
        (b'[{"id": "a"}]', "items[0].name: is missing"),
        (b"null", "items: must be a list"),
    ],
)
def test_a_bad_items_file_stops_before_the_first_answer(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    path.write_bytes(content)

    done = run("recommend", "--items", str(path), stdin=jsonl(report()))

    assert (done.returncode, done.stdout) == (2, b"")
    assert f"{path}: " in done.stderr.decode()
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_missing_items_file_and_a_bad_topic_are_named(tmp_path: Path) -> None:
    missing = run("recommend", "--items", str(tmp_path / "none.json"))
    no_topic = run("recommend", "--topic", str(tmp_path / "none"))

    assert (missing.returncode, no_topic.returncode) == (2, 2)
    assert b"none.json: can't be read: No such file or directory" in missing.stderr
    assert b"the folder: is missing" in no_topic.stderr


@pytest.mark.parametrize("arguments", [(), ("guess",), ("recommend", "--colour"), ("check",)])
def test_bad_usage_is_explained(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)

    assert (done.returncode, done.stdout) == (2, b"")
    assert b"usage: recommender" in done.stderr


@pytest.mark.parametrize("topic", ["muscle-twitching", str(ROOT / "recommender/topics/muscle-twitching")])
def test_check_says_in_one_line_that_a_topic_is_fine(topic: str) -> None:
    done = run("check", topic)

    assert done.returncode == 0
    assert done.stdout.decode() == (
        "muscle-twitching: 8 causes, 33 signs, 7 combinations, 37 conditions, "
        "56 medicine classes with 479 names, 7 needs: no faults\n"
    )


def test_check_lists_every_fault_of_a_topic(tmp_path: Path) -> None:
    folder = tmp_path / "muscle-twitching"
    shutil.copytree(ROOT / "recommender/topics/muscle-twitching", folder)
    signs = folder / "signs.toml"
    signs.write_text(signs.read_text().replace('"emergency"', '"urgent"', 1).replace("ask = ", "aks = ", 1))

    done = run("check", str(folder))

    assert done.returncode == 1
    assert [line.split(": ")[1] for line in done.stdout.decode().splitlines()] == [
        "sign.stroke_fast.ask",
        "sign.stroke_fast.urgency",
        "sign.stroke_fast.aks",
    ]


def test_a_reader_that_leaves_early_is_no_error() -> None:
    process = subprocess.Popen(
        [*COMMAND, "recommend"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdout.close()

    try:
        process.stdin.write(jsonl(*[report("sleep")] * 200))
        process.stdin.close()
    except BrokenPipeError:
        pass

    assert process.wait(timeout=60) == 0
    assert process.stderr.read() == b""
    process.stderr.close()


def test_ctrl_c_is_quiet() -> None:
    process = subprocess.Popen(
        [*COMMAND, "recommend"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(jsonl(report()))
    process.stdin.flush()
    process.stdout.readline()

    os.kill(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)

    assert process.returncode == 130
    assert errors == b""


def test_answers_come_line_by_line_and_not_at_the_end() -> None:
    process = started()
    assert process.stdin
    assert process.stdout

    process.stdin.write(jsonl(report(id="first")))
    process.stdin.flush()

    assert json.loads(process.stdout.readline())["id"] == "first"
    process.communicate(timeout=60)


def test_the_seven_products_may_come_as_a_list(tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    path.write_text(json.dumps(RAW_ITEMS))

    [answer] = lines(run("recommend", "--items", str(path), stdin=jsonl(report("caffeine_alcohol"))))

    assert [each["item"] for each in answer["suggestions"]] == ["bambu"]
