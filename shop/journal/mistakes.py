"""How a mistake in a content file is told to whoever wrote it: which file, which key, what is right."""

from collections.abc import Iterable
from typing import NamedTuple


class Mistake(NamedTuple):
    """One thing to put right. `file` is relative to the content folder; `key` is what to look for in it."""

    file: str
    key: str
    advice: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.advice}"


class BadContent(Exception):
    """The content can't be shown as it is; lists every mistake found, not only the first."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        count = len(self.mistakes)
        lines = "\n".join(f"  {mistake}" for mistake in self.mistakes)
        super().__init__(f"{count} mistake{'' if count == 1 else 's'} in the journal's content:\n{lines}")
