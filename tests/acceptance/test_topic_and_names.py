"""Faults of the recommender's command line."""

import shutil
from pathlib import Path

from tests.acceptance.command_line import ROOT, recommender, said


def test_a_cause_may_withhold_by_block_or_ask_but_not_by_warn(tmp_path: Path):
    copy = tmp_path / "topics"
    shutil.copytree(ROOT / "recommender" / "topics", copy)
    sheet = copy / "muscle-twitching" / "causes" / "caffeine_alcohol.toml"
    sheet.write_text(sheet.read_text().replace('action = "block"', 'action = "warn"', 1))

    done = recommender("check", str(copy / "muscle-twitching"))

    assert done.returncode == 1
    assert "caffeine_alcohol.toml" in said(done)


def test_a_topic_with_an_endless_name_is_said_without_a_traceback():
    done = recommender("check", "a" * 5_000)

    assert done.returncode == 2
    assert "can't be a topic folder: File name too long" in said(done)
