"""The keyword baseline: a cause is there when one of its words is, whatever stands around it."""

import re
import tomllib
from pathlib import Path

from bench.reading.cases import Case
from bench.reading.measures import Found

TERMS = Path(__file__).with_name("terms.toml")


def load_terms(file: Path = TERMS) -> dict[str, list[str]]:
    """The words for each cause, which the peers get too."""
    terms: dict[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return terms


def plain(text: str) -> str:
    """Straight apostrophes, as the words have them; every reader but ours is given text so."""
    return text.replace("\u2019", "'").replace("\u2018", "'")


def read_all(cases: list[Case], terms: dict[str, list[str]]) -> list[Found]:
    """What the keywords find in each text; they can't deny and know no signs."""
    patterns = {
        cause: re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)
        for cause, words in terms.items()
    }
    return [
        Found(frozenset(cause for cause, pattern in patterns.items() if pattern.search(plain(case.text))))
        for case in cases
    ]
