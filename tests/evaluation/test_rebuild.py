"""Labels and clones give back exactly the labelled texts, or say what is missing."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from bench.reading.cuts import CUTS, columns
from bench.reading.rebuild import SourceError, labels, texts_of

SOURCE = "eugenekhoo1/project_3:data/anxiety.csv"
TEXT = "Twitching\n\nMy eyelid won't stop"
ID = hashlib.sha256(TEXT.encode()).hexdigest()[:16]


def clone(folder: Path) -> Path:
    """A clone with one table of two posts, as `git clone` leaves it."""
    made = folder / "eugenekhoo1+project_3"
    (made / "data").mkdir(parents=True)
    (made / "data" / "anxiety.csv").write_text(
        "title,selftext\nTwitching,My eyelid won't stop\nOther,Not labelled\n"
    )
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "posts"]):
        subprocess.run(["git", "-C", str(made), *words], check=True)
    return folder


def test_the_labelled_text_is_found_by_its_hash_and_no_other(tmp_path: Path) -> None:
    wanted: dict[str, dict[str, object]] = {ID: {"id": ID, "source": SOURCE}}

    assert texts_of(SOURCE, clone(tmp_path), wanted) == {ID: TEXT}


def test_a_missing_clone_is_named_with_where_to_put_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        texts_of(SOURCE, tmp_path, {})

    place = tmp_path / "eugenekhoo1+project_3"
    assert str(caught.value) == (
        f"{SOURCE}: not in {tmp_path}; clone https://github.com/eugenekhoo1/project_3 to {place}"
    )


def test_a_source_nobody_knows_how_to_cut_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not known how it is cut"):
        texts_of("somebody/else:posts.csv", tmp_path, {})


@pytest.mark.parametrize("bad", ["{", "[]", '{"id": "b"}', '{"id": "b", "source": "nowhere"}', "3"])
def test_a_bad_label_is_named_with_its_line(tmp_path: Path, bad: str) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text(f'{{"id": "a", "source": "a/b:c"}}\n{bad}\n')

    with pytest.raises(SourceError, match=r"labels\.jsonl:2: must be an object"):
        labels(file)


def test_title_and_body_are_joined_by_a_blank_line_and_an_empty_one_is_left_out() -> None:
    cut = columns("title", "body")

    assert list(cut(b"title,body\n a ,b\n,c\n")) == ["a\n\nb", "c"]
    assert len(CUTS) == len({pattern for pattern, _ in CUTS})
