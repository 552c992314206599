"""The command line: answers reports as JSON lines, and checks topic folders for whoever edits them."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from recommender.engine import recommend
from recommender.item_schema import parse_items
from recommender.knowledge import DEFAULT_TOPIC, TOPICS, TopicError, check_topic, load_topic
from recommender.problems import ItemsError, Problem, ReportError
from recommender.reading.reading import read
from recommender.reading_schema import parse_words, reading_as_json
from recommender.recommendation_schema import as_json
from recommender.report_schema import parse_report
from recommender.strict_json import LARGEST, NotJSONError, read_json
from recommender.topic import Topic
from recommender.vocabulary import Item

FINE, FOUND_FAULTS, MISUSED = 0, 1, 2
Answerer = Callable[[Any], dict[str, Any]]
"""From one line's JSON value to the JSON value that answers it; raises ReportError."""
LARGEST_ITEMS_FILE = 50_000_000


class _MisusedError(Exception):
    """The command can't start; the message says which file is wrong and how."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 fine, 1 faults found, 2 misused."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "check":
            return _check(options.topic, sys.stdout)
        topic = _topic(options.topic)
        answer = _reader(topic) if options.command == "read" else _recommender(options.items, topic)
        return _answer_lines(sys.stdin.buffer, sys.stdout, answer)
    except _MisusedError as error:
        print(error, file=sys.stderr)
        return MISUSED
    except BrokenPipeError:
        # The reader has what it wanted. Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="recommender", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    answer = commands.add_parser("recommend", help="one report a line in, one recommendation a line out")
    answer.add_argument(
        "--items", type=Path, help="JSON file of the shop's items; without it, needs are named"
    )
    words = commands.add_parser("read", help="one text a line in, what was understood a line out")
    for each in (answer, words):
        each.add_argument("--topic", default=str(DEFAULT_TOPIC), help="topic folder, or the name of one")
    check = commands.add_parser("check", help="every fault of a topic folder, by file, line and key")
    check.add_argument("topic", help="topic folder, or the name of one")
    return parser


def _folder(name: str) -> Path:
    """A folder that exists, or else a topic of ours by its name."""
    folder = Path(name)
    try:
        return TOPICS / name if not folder.is_dir() and (TOPICS / name / "topic.toml").is_file() else folder
    except OSError as error:  # such as a name longer than files may have
        raise _MisusedError(f"{name[:60]}: can't be a topic folder: {error.strerror}") from None


def _topic(name: str) -> Topic:
    try:
        return load_topic(_folder(name))
    except TopicError as error:
        raise _MisusedError(str(error)) from None


def _items(path: Path, topic: Topic) -> tuple[Item, ...]:
    try:
        return parse_items(read_json(path.read_bytes(), LARGEST_ITEMS_FILE), topic)
    except OSError as error:
        raise _MisusedError(f"{path}: can't be read: {error.strerror}") from None
    except NotJSONError as error:
        raise _MisusedError(f"{path}: {error}") from None
    except ItemsError as error:
        raise _MisusedError("\n".join(f"{path}: {problem}" for problem in error.problems)) from None


def _reader(topic: Topic) -> Answerer:
    def answer(data: Any) -> dict[str, Any]:
        id, text = parse_words(data)
        return reading_as_json(read(text, topic), id)

    return answer


def _recommender(path: Path | None, topic: Topic) -> Answerer:
    items = None if path is None else _items(path, topic)
    return lambda data: as_json(recommend(parse_report(data, topic), items, topic))


def _check(name: str, out: TextIO) -> int:
    folder = _folder(name)
    faults = check_topic(folder)
    for fault in faults:
        print(fault, file=out)
    if faults:
        out.flush()
        return FOUND_FAULTS
    topic = load_topic(folder)
    names = sum(len(each.names) for each in topic.medicines.values())
    print(
        f"{topic.id}: {len(topic.causes)} causes, {len(topic.signs)} signs,"
        f" {len(topic.combinations)} combinations, {len(topic.conditions)} conditions,"
        f" {len(topic.medicines)} medicine classes with {names} names, {len(topic.needs)} needs: no faults",
        file=out,
        flush=True,
    )
    return FINE


def _answer_lines(lines: BinaryIO, out: TextIO, answer: Answerer) -> int:
    """Answer each line as it comes; one that can't be read is said so in its place, and the rest go on."""
    code = FINE
    number = 0
    # One byte more than is accepted, so that an endless line can't fill the memory.
    while line := lines.readline(LARGEST + 1):
        number += 1
        while not line.endswith(b"\n") and len(line) > LARGEST and (more := lines.readline(LARGEST)):
            line = line[: LARGEST + 1] if not more.endswith(b"\n") else line[: LARGEST + 1] + b"\n"
        if not line.strip():
            continue
        body = _answer(line, number, answer)
        code = FOUND_FAULTS if "error" in body else code
        # Plain ASCII: whatever an id holds, half a surrogate pair too, can be written back.
        print(json.dumps(body), file=out, flush=True)
    return code


def _answer(line: bytes, number: int, answer: Answerer) -> dict[str, Any]:
    id = None
    try:
        data = read_json(line)
        id = data.get("id") if isinstance(data, dict) else None
        return answer(data)
    except NotJSONError as error:
        problems: tuple[Problem, ...] = (Problem("line", str(error)),)
    except ReportError as error:
        problems = error.problems
    listed = [{"where": each.where, "problem": each.problem} for each in problems]
    body: dict[str, Any] = {"error": {"line": number, "problems": listed}}
    return {"id": id} | body if isinstance(id, str | int) and not isinstance(id, bool) else body


if __name__ == "__main__":
    sys.exit(main())
