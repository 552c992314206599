"""A topic folder with one fault: the command names file, line and key, ends with 1 and shows no traceback."""

import re
import shutil
from pathlib import Path

import pytest

from tests.acceptance.command_line import ROOT, recommender, said

TOPICS = ROOT / "recommender" / "topics"


@pytest.fixture
def topics(tmp_path: Path) -> Path:
    """All topics and shared files, copied to where they may be spoiled."""
    copy = tmp_path / "topics"
    shutil.copytree(TOPICS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def check(topics: Path) -> tuple[int, str]:
    """Exit code and words of `check` on the copied topic."""
    done = recommender("check", str(topics / "muscle-twitching"))
    return done.returncode, said(done)


def line_of(text: str, wanted: str, key: str) -> int:
    """Number of the line where the key begins whose value holds this."""
    upto = text[: text.index(wanted) + len(wanted)]
    starts = [found.start() for found in re.finditer(rf"\b{key} = ", upto, re.MULTILINE)]
    return upto[: starts[-1]].count("\n") + 1


def test_the_topic_as_it_is_has_no_fault(topics: Path):
    assert check(topics)[0] == 0
    assert recommender("check", "muscle-twitching").returncode == 0


FAULTS = [
    # file, what stands there, what is put in its place, the key that must be named
    ("muscle-twitching/signs.toml", 'urgency = "emergency"', 'urgency = "very"', "urgency"),
    ("muscle-twitching/signs.toml", 'urgency = "emergency"', "urgency = 5", "urgency"),
    ("muscle-twitching/signs.toml", 'urgency = "emergency"', 'urgencie = "emergency"', "urgencie"),
    ("muscle-twitching/signs.toml", 'source = ["STROKE"]', 'source = ["NOBODY"]', "source"),
    ("muscle-twitching/signs.toml", 'source = ["STROKE"]', "source = []", "source"),
    ("muscle-twitching/signs.toml", 'confidence = "seen"', 'confidence = "sure"', "confidence"),
    ("muscle-twitching/signs.toml", "reviewed_on = 2026-11-25", 'reviewed_on = "soon"', "reviewed_on"),
    ("muscle-twitching/signs.toml", 'medicines = ["statin"]', 'medicines = ["sweets"]', "medicines"),
    ("muscle-twitching/signs.toml", 'signs = ["dark_urine"]', 'signs = ["dark_hair"]', "signs"),
    ("muscle-twitching/signs.toml", 'conditions = ["kidney_disease"]', 'conditions = ["x"]', "conditions"),
    ("muscle-twitching/causes/sleep.toml", "label = ", "name = ", "name"),
    ("muscle-twitching/causes/sleep.toml", "needs = [", 'needs = ["wings", ', "needs"),
    ("muscle-twitching/causes/sleep.toml", "needs = [", "needs = [7, ", "needs"),
    ("muscle-twitching/causes/medication.toml", 'sign = "medicine_suspect"', 'sign = "x"', "sign"),
    ("muscle-twitching/causes/caffeine_alcohol.toml", 'action = "block"', 'action = "hide"', "action"),
    ("muscle-twitching/causes/caffeine_alcohol.toml", '["valerian-hops"]', '["gold"]', "traits"),
    ("muscle-twitching/questions.toml", '    "smoking",', '    "snoring",', "causes"),
    ("muscle-twitching/questions.toml", '    "stroke_fast",\n', '    "stroke_slow",\n', "members"),
    ("muscle-twitching/questions.toml", '    "gallstones",', '    "pearls",', "members"),
    ("muscle-twitching/topic.toml", "adult_age = 18", 'adult_age = "18"', "adult_age"),
    ("muscle-twitching/topic.toml", "most_suggestions = 3", "most_suggestions = 0", "most_suggestions"),
    ("muscle-twitching/topic.toml", "most_suggestions = 3", "most_suggestions = true", "most_suggestions"),
    ("muscle-twitching/topic.toml", 'phone = "999"', 'phone = "0800"', "phone"),
    ("needs.toml", "only_for = ", "only = ", "only"),
    ("conditions.toml", 'implies = ["under_18"]', 'implies = ["under_99"]', "implies"),
    ("conditions.toml", 'sign = "known_disease"', 'sign = "x"', "sign"),
    ("conditions.toml", 'asked_as = "tick"', 'asked_as = "guess"', "asked_as"),
    ("conditions.toml", 'from_medicines = ["benzodiazepine"', 'from_medicines = ["sweets"', "from_medicines"),
    ("medicines.toml", "may_cause_twitching = true", 'may_cause_twitching = "yes"', "may_cause_twitching"),
    ("medicines.toml", "generic = [", "generic = [5, ", "generic"),
    ("medicines.toml", "brands = [", "brand = [", "brand"),
    ("sources.toml", "title = ", "titel = ", "titel"),
    ("traits.toml", "label = ", "lable = ", "lable"),
]


@pytest.mark.parametrize(
    ("name", "there", "instead", "key"), FAULTS, ids=[f"{f[0].split('/')[-1]}-{f[2][:28]}" for f in FAULTS]
)
def test_one_wrong_key_is_named_by_file_line_and_key(
    name: str, there: str, instead: str, key: str, topics: Path
):
    path = topics / name
    text = path.read_text()
    assert there in text
    path.write_text(text.replace(there, instead, 1))

    code, words = check(topics)

    faults = [line for line in words.splitlines() if path.name in line and key in line]
    assert code == 1
    assert faults, words
    numbers = {
        int(found) for fault in faults for found in re.findall(rf"{re.escape(path.name)}:(\d+)", fault)
    }
    spoiled = line_of(path.read_text(), instead, key)
    assert spoiled in numbers, words


MISSING = [
    ("muscle-twitching/signs.toml", r'urgency = "emergency"\n', "urgency"),
    ("muscle-twitching/signs.toml", r"advice = .*\n", "advice"),
    ("muscle-twitching/signs.toml", r"ask = .*\n", "ask"),
    ("muscle-twitching/signs.toml", r"source = .*\n", "source"),
    ("muscle-twitching/signs.toml", r"confidence = .*\n", "confidence"),
    ("muscle-twitching/signs.toml", r"reviewed_on = .*\n", "reviewed_on"),
    ("muscle-twitching/signs.toml", r"reviewer = .*\n", "reviewer"),
    ("muscle-twitching/causes/sleep.toml", r"label = .*\n", "label"),
    ("muscle-twitching/causes/sleep.toml", r"mechanism = .*\n", "mechanism"),
    ("muscle-twitching/causes/sleep.toml", r"\[\[self_care\]\](.|\n)*", "self_care"),
    ("muscle-twitching/topic.toml", r"adult_age = .*\n", "adult_age"),
    ("muscle-twitching/topic.toml", r"\[card.emergency\]\n(.|\n)*?\n\n", "card"),
    ("muscle-twitching/topic.toml", r"\[why.unrecognised_medicine\]\n(.|\n)*?\n\n", "unrecognised_medicine"),
    ("muscle-twitching/questions.toml", r'    "seizure",\n', "seizure"),
    ("conditions.toml", r"not_for_you_if = .*\n", "not_for_you_if"),
    ("medicines.toml", r"may_cause_twitching = .*\n", "may_cause_twitching"),
    ("needs.toml", r"label = .*\n", "label"),
]


@pytest.mark.parametrize(
    ("name", "pattern", "key"), MISSING, ids=[f"{m[0].split('/')[-1]}-{m[2]}" for m in MISSING]
)
def test_one_missing_key_is_named_by_file_and_key(name: str, pattern: str, key: str, topics: Path):
    path = topics / name
    spoiled, times = re.subn(pattern, "", path.read_text(), count=1)
    assert times == 1
    path.write_text(spoiled)

    code, words = check(topics)

    assert code == 1
    assert [line for line in words.splitlines() if ".toml" in line and key in line], words


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"= 5",
        b"a = [",
        b"\xff\xfe",
        b"\x00",
        "\u202e💊 = 1".encode(),
        b"[a]\n[a]\n",
        b"x = 1\n" * 20_000,
    ],
    ids=["empty", "no key", "open", "not UTF-8", "NUL", "odd key", "twice", "huge"],
)
@pytest.mark.parametrize("name", ["muscle-twitching/signs.toml", "medicines.toml"])
def test_a_file_that_is_no_topic_file_is_named_without_a_traceback(name: str, content: bytes, topics: Path):
    (topics / name).write_bytes(content)

    code, words = check(topics)

    assert code == 1
    assert name.split("/")[-1] in words


@pytest.mark.parametrize(
    "gone",
    ["muscle-twitching/signs.toml", "muscle-twitching/topic.toml", "muscle-twitching/causes/sleep.toml"],
)
def test_a_file_that_is_missing_is_named(gone: str, topics: Path):
    (topics / gone).unlink()

    code, words = check(topics)

    assert code == 1
    assert gone.split("/")[-1].removesuffix(".toml") in words


@pytest.mark.parametrize("topic", ["no-such-topic", "/nowhere", "..", "\u202etopic", ""])
def test_a_topic_that_is_not_there_is_said_without_a_traceback(topic: str):
    done = recommender("check", topic)

    assert done.returncode == 1
    assert said(done).strip()


def test_every_fault_is_said_in_one_go(topics: Path):
    signs = topics / "muscle-twitching" / "signs.toml"
    needs = topics / "needs.toml"
    signs.write_text(signs.read_text().replace('urgency = "emergency"', 'urgency = "very"', 2))
    needs.write_text(needs.read_text().replace("only_for = ", "only = ", 1))

    code, words = check(topics)

    assert code == 1
    assert words.count("very") == 2
    assert "needs.toml" in words
