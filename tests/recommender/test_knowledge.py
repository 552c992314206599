"""A topic folder that is wrong is refused, and whoever must mend it learns the file, the line and the key."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from recommender import TopicError, check_topic, load_topic
from recommender.toml_file import key_lines

TOPICS = Path(__file__).parents[2] / "recommender" / "topics"
TWITCHING = "muscle-twitching"
Edit = Callable[[str, str, str], int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the topics; its muscle-twitching folder."""
    shutil.copytree(TOPICS, tmp_path / "topics")
    return tmp_path / "topics" / "muscle-twitching"


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace a text that stands once in a file below the topics; gives the line it stood on."""

    def edit(name: str, old: str, new: str) -> int:
        path = folder.parent / name
        text = path.read_text()
        place = text.index(old)
        path.write_text(text[:place] + new + text[place + len(old) :])
        return text[:place].count("\n") + 1

    return edit


def faults(folder: Path) -> list[str]:
    return [str(fault) for fault in check_topic(folder)]


def test_the_shipped_topic_has_no_fault() -> None:
    assert check_topic() == []


def test_an_urgency_that_does_not_exist_is_named_with_file_line_and_key(folder: Path, edit: Edit) -> None:
    line = edit(f"{TWITCHING}/signs.toml", 'urgency = "emergency"', 'urgency = "urgent"')

    assert faults(folder) == [
        f"muscle-twitching/signs.toml:{line}: sign.stroke_fast.urgency: is 'urgent'; "
        "must be self_care, pharmacist, gp, today or emergency"
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "key", "right"),
    [
        ("needs.toml", "label = ", "lable = ", "need.nutrients-from-food-and-drink.lable", "label"),
        (
            "traits.toml",
            'confidence = "seen"',
            'confidence = "sure"',
            "trait.valerian-hops.confidence",
            "seen",
        ),
        ("conditions.toml", "below = 18", 'below = "18"', "condition.under_18.below", "whole number"),
        ("conditions.toml", '["under_18"]', '["under_19"]', "condition.under_12.implies", "under_19"),
        ("medicines.toml", "generic = [", "generic = [7, ", "medicine.ssri.generic", "texts"),
        ("medicines.toml", "reviewed_on = 2026", 'reviewed_on = "2026"\nx = 2026', "reviewed_on", "a day"),
        ("sources.toml", 'DOC = { title = "', 'DOC = { name = "', "source.DOC.name", "title"),
        (f"{TWITCHING}/topic.toml", "adult_age = 18", "adult_age = 18.5", "adult_age", "whole number"),
        (f"{TWITCHING}/topic.toml", 'phone = "999"', 'phone = "911"', "card.emergency.phone", "999"),
        (f"{TWITCHING}/topic.toml", "[why.urgency]", "[why.urgnecy]", "why.urgency", "needs it"),
        (f"{TWITCHING}/topic.toml", "under {age}", "under {years}", "why.minimum_age.text", "age"),
        (f"{TWITCHING}/signs.toml", 'within = "days"\n', "", "sign.weak_wasting.within", "GP"),
        (f"{TWITCHING}/signs.toml", '["STROKE"]', '["STORKE"]', "sign.stroke_fast.source", "STORKE"),
        (
            "muscle-twitching/signs.toml",
            'asked_as = "age"',
            'asked_as = "tick"',
            "sign",
            "one sign must have it",
        ),
        (
            "muscle-twitching/signs.toml",
            'medicines = ["statin"]\n',
            "",
            "combination[1].id",
            "something else",
        ),
        (f"{TWITCHING}/questions.toml", '    "sleep",\n', "", "causes", "every cause"),
        (f"{TWITCHING}/questions.toml", '    "seizure",\n', "", "sign_group[0]", "asked once"),
        (f"{TWITCHING}/causes/sleep.toml", "[[self_care]]", "[[selfcare]]", "selfcare", "must be"),
        (f"{TWITCHING}/causes/sleep.toml", '"devils-claw"', '"devil"', "withhold[0].traits", "devil"),
        (f"{TWITCHING}/causes/sleep.toml", '["sleep-dist', '["slep-dist', "needs", "slep-dist"),
        (f"{TWITCHING}/causes/smoking.toml", '"food-supplement"', '"pill"', "withhold[0].kinds", "food"),
    ],
)
def test_a_slip_is_named_with_its_place_and_what_would_be_right(
    name: str, old: str, new: str, key: str, right: str, folder: Path, edit: Edit
) -> None:
    edit(name, old, new)

    found = [fault for fault in check_topic(folder) if fault.file == name and fault.key == key]

    assert found
    assert any(right in fault.right for fault in found)
    assert all(fault.line >= 1 and fault.wrong for fault in found)


def test_lines_are_those_of_the_editor(folder: Path, edit: Edit) -> None:
    line = edit(f"{TWITCHING}/causes/smoking.toml", "kinds = [", "kynds = [")

    [fault] = [each for each in check_topic(folder) if each.key.endswith("kynds")]

    assert (fault.file, fault.line) == (f"{TWITCHING}/causes/smoking.toml", line)


def test_every_fault_is_told_at_once(folder: Path, edit: Edit) -> None:
    edit("needs.toml", "label = ", "lable = ")
    edit("traits.toml", "label = ", "lable = ")
    edit(f"{TWITCHING}/signs.toml", "ask = ", "aks = ")

    assert len({fault.file for fault in check_topic(folder)}) == 3


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b'title = "\xff"', "is not UTF-8"),
        (b"title = ", "is not TOML"),
        (b"a = 1\na = 2", "is not TOML"),
        (b"a = " + b"[" * 5000, "is not"),
    ],
)
def test_a_file_that_is_no_toml_is_one_fault(content: bytes, wrong: str, folder: Path) -> None:
    (folder / "topic.toml").write_bytes(content)

    [fault] = check_topic(folder)

    assert fault.file == "muscle-twitching/topic.toml"
    assert wrong in fault.wrong or "nested" in fault.wrong


def test_the_line_of_broken_toml_is_told(folder: Path, edit: Edit) -> None:
    line = edit(f"{TWITCHING}/topic.toml", "[card.today]", "[card.today")

    assert check_topic(folder)[0].line == line


def test_a_missing_file_a_missing_folder_and_no_causes_are_faults(folder: Path, tmp_path: Path) -> None:
    (folder / "topic.toml").unlink()
    shutil.rmtree(folder / "causes")

    assert [(fault.file, fault.wrong) for fault in check_topic(folder)] == [
        (f"{TWITCHING}/causes", "holds no cause"),
        (f"{TWITCHING}/topic.toml", "is missing"),
    ]
    assert [fault.wrong for fault in check_topic(tmp_path / "nowhere")] == ["is missing"]


def test_a_topic_with_a_fault_is_never_loaded(folder: Path, edit: Edit) -> None:
    edit(f"{TWITCHING}/signs.toml", 'urgency = "emergency"', 'urgency = "low"')

    with pytest.raises(TopicError, match=r"sign\.stroke_fast\.urgency") as caught:
        load_topic(folder)

    assert len(caught.value.faults) == 1


def test_a_combination_may_not_be_milder_than_one_of_its_signs(folder: Path, edit: Edit) -> None:
    first = (folder / "signs.toml").read_text().split("[[combination]]")[1]
    edit(f"{TWITCHING}/signs.toml", first, first.replace('"emergency"', '"gp"'))

    [fault] = check_topic(folder)

    assert fault.key == "combination[0].urgency"
    assert fault.right == "must be emergency or more"


def test_a_folder_elsewhere_uses_the_shared_files_that_are_shipped(folder: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone" / "muscle-twitching"
    shutil.copytree(folder, alone)

    assert check_topic(alone) == []


def test_a_new_cause_is_a_file_and_a_line(folder: Path, edit: Edit) -> None:
    cause = (folder / "causes" / "sleep.toml").read_text().replace("I sleep badly", "I feel cold")
    (folder / "causes" / "cold.toml").write_text(cause)
    edit(f"{TWITCHING}/questions.toml", '    "sleep",\n', '    "sleep",\n    "cold",\n')

    topic = load_topic(folder)

    assert list(topic.causes)[4:6] == ["sleep", "cold"]


def test_lines_of_keys_are_found_in_tables_lists_and_around_long_texts() -> None:
    text = "\n".join(
        [
            "top = 1",
            '[a."b c"]',
            'x = """',
            "[not.a.table]",
            'y = 2"""',
            "[[list]] # first",
            "k = [",
            '    "v = 1",',
            "]",
            "[[list]]",
            "k = 2",
        ]
    )

    lines = key_lines(text)

    assert lines["top",] == 1
    assert lines["a", "b c", "x"] == 3
    assert ("not", "a", "table") not in lines
    assert lines["list", 0, "k"] == 7
    assert lines["list", 1, "k"] == 11
