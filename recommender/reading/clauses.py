"""Cuts a text into clauses, each with the words in it that turn what is said, and whom it is about."""

from dataclasses import dataclass, field
from typing import NamedTuple

from recommender.reading.terms import Seen
from recommender.reading.tokens import COMMA, STOP

ROLES = frozenset(
    f"{{{name}}}"
    for name in (
        "not", "not_after", "no_turn", "not_carried", "few", "stop", "intend", "past", "unreal", "if", "ask",
        "opens", "joins", "breaks", "new_predicate", "me", "person", "third", "anybody", "why", "be", "owned",
        "definite", "must", "reports",
    )
)  # fmt: skip
"""The classes of language.toml that change what other words mean, or say whose clause it is."""

SELF, OTHER, ANYBODY = "self", "other", "anybody"


class Turn(NamedTuple):
    """A word or term in one of the roles, from word `first` up to, not including, word `end`."""

    role: str
    first: int
    end: int


@dataclass(slots=True)
class Clause:
    """Words `first` up to `end`, about `subject`. `is_carried` when the clause before denies what this one
    says: "I don't think | it's stress"."""

    first: int
    end: int
    subject: str
    is_carried: bool = False
    opener: str = ""
    roles: set[str] = field(default_factory=set)


class Clauses:
    """The clauses of one text and the turns in it; `at[i]` is the clause of word i."""

    __slots__ = ("at", "clauses", "roles_at", "seen", "turns")

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.roles_at: list[frozenset[str]] = [_NO_ROLES] * len(seen.edges)
        self.turns: dict[int, list[Turn]] = {}
        self._find_turns()
        self.clauses: list[Clause] = []
        self.at: list[int] = []
        self._cut()

    def _find_turns(self) -> None:
        """Each role where it stands; a longer term hides those of its words: "no longer" is no "no"."""
        hidden = 0
        for at, edges in enumerate(self.seen.edges):
            if at < hidden or not edges:
                continue
            end = 0
            found: list[str] = []
            for after, symbols in edges:
                roles = [symbol for symbol in symbols if symbol in ROLES]
                if roles and after > end:
                    end, found = after, roles
            if found:
                self.roles_at[at] = frozenset(found)
                self.turns[at] = [Turn(role, at, end) for role in found]
                hidden = end

    def _cut(self) -> None:
        tokens, roles_at = self.seen.tokens, self.roles_at
        starts: dict[int, str] = {}
        for at in range(len(tokens)):
            roles = roles_at[at]
            if at == 0 or tokens.cuts[at] == STOP:
                starts.setdefault(at, "")
            elif not roles:
                continue
            elif "{opens}" in roles:
                starts.setdefault(at, tokens.words[at])
            elif "{third}" in roles or self._is_i(at):
                back = at
                while back > 0 and back not in starts and "{joins}" in roles_at[back - 1]:
                    back -= 1
                if not any(place in starts for place in range(back, at + 1)):
                    starts[back] = ""
        self._make(sorted(starts), starts)

    def _is_i(self, at: int) -> bool:
        return "{me}" in self.roles_at[at] and self.seen.tokens.words[at].startswith("i")

    def _make(self, begins: list[int], openers: dict[int, str]) -> None:
        count = len(self.seen.edges)
        subject = SELF
        for place, first in enumerate(begins):
            end = begins[place + 1] if place + 1 < len(begins) else count
            is_new_sentence = first == 0 or self.seen.tokens.cuts[first] == STOP
            clause = Clause(
                first, end, self._subject(first, end, subject, is_new_sentence), opener=openers[first]
            )
            subject = clause.subject
            for at in range(first, end):
                if self.roles_at[at]:
                    clause.roles |= self.roles_at[at]
            if self.clauses and not is_new_sentence:
                clause.is_carried = self._carries(self.clauses[-1])
            self.at += [len(self.clauses)] * (end - first)
            self.clauses.append(clause)

    def _carries(self, before: Clause) -> bool:
        return any(
            turn.role == "{not_carried}" and turn.end >= before.end - 1
            for at in range(max(before.first, before.end - 4), before.end)
            for turn in self.turns.get(at, ())
        )

    def _subject(self, first: int, end: int, before: str, is_new_sentence: bool) -> str:
        for at in range(first, min(end, first + 6)):
            roles = self.roles_at[at]
            if "{me}" in roles:
                nxt = self.roles_at[at + 1] if at + 1 < end else _NO_ROLES
                if "{owned}" in roles and (
                    "{person}" in nxt or (at + 2 < end and "{person}" in self.roles_at[at + 2])
                ):
                    continue
                return SELF
            if "{person}" in roles:
                return OTHER
            if "{third}" in roles:
                return OTHER if before == OTHER or "{person}" in roles else self._third(at, before)
            if "{anybody}" in roles:
                return ANYBODY
        return SELF if is_new_sentence and before != OTHER else before

    def _third(self, at: int, before: str) -> str:
        """ "They" may be doctors or eyes; "he" and "she" are always somebody else."""
        return before if self.seen.tokens.words[at].startswith("the") else OTHER

    def roles_between(self, first: int, end: int) -> bool:
        return any(self.roles_at[at] for at in range(first, end))

    def is_cut_by_comma(self, at: int) -> bool:
        return self.seen.tokens.cuts[at] == COMMA


_NO_ROLES: frozenset[str] = frozenset()
