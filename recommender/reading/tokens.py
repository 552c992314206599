"""Cuts a plain text into words, and says how strongly each is cut off from the word before it."""

import re
from functools import lru_cache

from recommender.reading.plain import Plain, plain

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
_LONGEST_WORD = 40
"""Letters of a word that may mean something; longer runs are noise."""

JOINED, COMMA, STOP = 0, 1, 2
"""How strongly a word is cut off from the one before: not at all, by a comma or bracket, by a full stop."""

_ABBREVIATED = frozenset(("dr", "mr", "mrs", "ms", "prof", "vs", "eg", "e", "i", "approx", "mg", "g"))


class Tokens:
    """The words of one text, with their places in it; parallel lists, for a text has hundreds of words.

    `cuts[i]` says how word i is cut off from the one before; `asks` holds the sentences that are questions;
    `sentences[i]` is the number of the sentence of word i.
    """

    __slots__ = ("asks", "cuts", "ends", "gaps", "sentences", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.gaps: list[str] = []
        self.cuts: list[int] = []
        self.sentences: list[int] = []
        self.asks: set[int] = set()
        self._cut(plain(text))

    def __len__(self) -> int:
        return len(self.words)

    def said(self, first: int, end: int) -> tuple[int, int, str]:
        """Start, end and text of the words from `first` up to, not including, `end`."""
        start, stop = self.starts[first], self.ends[end - 1]
        return start, stop, self.text[start:stop]

    def _cut(self, read: Plain) -> None:
        letters, starts, ends = read
        at, sentence, line_start = 0, 0, 0
        for match in _WORD.finditer(letters):
            start, end = match.span()
            gap = letters[at:start]
            cut = JOINED
            if self.words and gap != " ":
                wraps = "\n" in gap and self._wraps(gap, line_start, at, letters[start:end], start, read)
                line_start = start if "\n" in gap else line_start
                cut = JOINED if wraps else _strength(gap, self.words[-1])
                if cut == STOP:
                    if "?" in gap:
                        self.asks.add(sentence)
                    sentence += 1
            self.words.append(match[0] if end - start <= _LONGEST_WORD else "")
            self.starts.append(start if starts is None else starts[start])
            self.ends.append(end if ends is None else ends[end - 1])
            self.gaps.append(gap)
            self.cuts.append(cut)
            self.sentences.append(sentence)
            at = end
        if "?" in letters[at:]:
            self.asks.add(sentence)

    def _wraps(self, gap: str, line_start: int, at: int, word: str, start: int, read: Plain) -> bool:
        """Whether a line ends only because it was full: it is long, and the next begins in small letters."""
        place = start if read.starts is None else read.starts[start]
        return gap.strip(" ") == "\n" and at - line_start > 50 and self.text[place].islower()


@lru_cache(maxsize=1024)
def _strength_of(gap: str) -> int:
    if any(mark in gap for mark in ".!?;\n…。！？•|"):
        return STOP
    if any(mark in gap for mark in ',:()[]{}–—"“”«»=*~>') or " - " in gap or "--" in gap:
        return COMMA
    return JOINED if all(mark in " '-/_&+#%@^$£\\" for mark in gap) else STOP


def _strength(gap: str, before: str) -> int:
    if len(gap) > 40:
        return STOP
    if gap in (". ", ".", ".) ") and before in _ABBREVIATED:
        return JOINED
    return _strength_of(gap)
