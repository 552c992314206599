"""Collects every mistake in something sent to us, so that the sender can mend them all at once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One mistake: where it is, such as `about_you.age`, and what must be true there."""

    where: str
    problem: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}"


class MalformedError(Exception):
    """What was sent can't be used; `problems` lists every mistake in it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        # The problems may quote what a person answered, so an exception that ends in a log names only places.
        super().__init__("malformed: " + ", ".join(problem.where for problem in problems))
        self.problems = problems


class ReportError(MalformedError):
    """A report can't be understood."""


class ItemsError(MalformedError):
    """A list of items can't be used."""


class Problems:
    """The mistakes found so far."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, where: str, problem: str) -> None:
        self._found.append(Problem(where, problem))

    def raise_any(self, error: type[MalformedError]) -> None:
        """Raise `error` with every mistake added, or do nothing when there is none."""
        if self._found:
            raise error(tuple(self._found))


def shown(value: object) -> str:
    """A value as it may be quoted back: short, and on one line."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def named(key: object) -> str:
    """A key as part of a path: as it is written, but short, and visible even when it is empty."""
    return str(key)[:60].strip() or '""'


def one_of(words: object) -> str:
    """`a, b or c`, for telling somebody what they may write; sorted unless it is already a sequence."""
    listed = [str(word) for word in (words if isinstance(words, list | tuple) else sorted(words))]  # type: ignore[call-overload]
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} or {listed[-1]}"
