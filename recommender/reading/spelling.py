"""Finds the word somebody meant when they misspelt it, and stays silent when it may as well be another."""

import re
from collections.abc import Iterable

SHORTEST = 5
"""Letters of a word from which one slip is mended; from LONG on, two."""
LONG = 9
_REPEATED = re.compile(r"(.)\1{2,}")


class Spelling:
    """The words that may be meant, by what is left of them when letters are lost (the SymSpell idea)."""

    def __init__(self, known: Iterable[str], ordinary: frozenset[str]) -> None:
        self._known = frozenset(known)
        self.ordinary = ordinary
        self._remains: dict[str, tuple[str, ...]] = {}
        for word in sorted(self._known):
            if len(word) >= SHORTEST and word.isalpha():
                for remains in _remains(word, _slips(word)):
                    self._remains[remains] = (*self._remains.get(remains, ()), word)

    def meant(self, word: str) -> tuple[str, ...]:
        """The known words nearest to this unknown one; several when it can't be told which, none when none
        is near. Looking one up takes microseconds."""
        squeezed = _REPEATED.sub(r"\1", word)
        if squeezed != word:
            doubled = _REPEATED.sub(r"\1\1", word)
            for each in (squeezed, doubled):
                if each in self._known or each in self.ordinary:
                    return (each,)
            word = squeezed
        if len(word) < SHORTEST or len(word) > 20 or word in self.ordinary:
            return ()
        slips = _slips(word)
        near: dict[str, int] = {}
        for remains in _remains(word, slips):
            for known in self._remains.get(remains, ()):
                if known not in near and known[0] == word[0] and (far := distance(word, known)) <= slips:
                    near[known] = far
        least = min(near.values(), default=0)
        nearest = tuple(known for known, far in near.items() if far == least)
        goes_on = tuple(known for known in nearest if known.startswith(word))
        return goes_on if len(goes_on) == 1 else nearest


def _slips(word: str) -> int:
    return 2 if len(word) >= LONG else 1


def _remains(word: str, slips: int) -> set[str]:
    """The word, and what is left of it when up to `slips` letters are lost."""
    found = {word}
    layer = found
    for _ in range(slips):
        layer = {each[:at] + each[at + 1 :] for each in layer for at in range(len(each))}
        found = found | layer
    return found


def distance(one: str, other: str) -> int:
    """Letters changed, lost, added or swapped with their neighbour between two words (optimal string
    alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, another in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != another))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == another:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
