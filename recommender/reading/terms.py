"""Finds every term of the lexicon in a text: what each word may be, and which sequences mean something."""

from typing import NamedTuple

from recommender.reading.lexicon import FILLER, NUMBER, Lexicon, Node, Rule, Symbols, WordInfo
from recommender.reading.tokens import COMMA, STOP, Tokens

MOST_STEPS = 300
STEPS_OF_A_TEXT = 60_000
"""Steps of the search from one word, and in a whole text; only hostile texts would take more."""

Edge = tuple[int, Symbols]
"""Where a term ends (the word after it), and what it may be."""


class Hit(NamedTuple):
    """A rule whose words stand from word `first` up to, not including, word `end`."""

    rule: Rule
    first: int
    end: int


class Seen:
    """A text with what each of its words may be, and the numbers it holds."""

    __slots__ = ("alone", "edges", "lexicon", "misspelt", "numbers", "tokens")

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.numbers: dict[int, float] = {}
        self.misspelt: dict[int, tuple[str, ...]] = {}
        self.edges: list[tuple[Edge, ...]] = []
        self.alone: list[WordInfo | None] = []
        known = lexicon.words
        words = [word if word in known else self._mended(at, word) for at, word in enumerate(tokens.words)]
        words.append("")
        for at in range(len(words) - 1):
            info, value = known.get(words[at]), lexicon.numbers.get(words[at])
            self.alone.append(None)
            if value is None and words[at][:1].isdigit():
                value = _value(words[at])
            if value is not None:
                self.numbers[at] = value
                symbols = (info.symbols if info else ()) + self._number_symbols(value)
                self.edges.append(((at + 1, symbols),))
            elif info is None:
                self.edges.append(())
            elif words[at + 1] in info.longer:
                self.edges.append(self._edges(at, info, words))
            else:
                self.alone[at] = info
                self.edges.append(((at + 1, info.symbols),))
        self._join_ranges()

    def has(self, at: int, symbol: str) -> int:
        """The end of the longest term at word `at` that may be `symbol`, or 0."""
        return max((end for end, symbols in self.edges[at] if symbol in symbols), default=0)

    def _mended(self, at: int, word: str) -> str:
        """A word we don't know as one that we do, if it can only be that one."""
        words = self.lexicon.words
        if "'" in word:
            plain, owner = word.replace("'", ""), word.partition("'")[0]
            if plain in words and not (word.endswith("'s") and owner in words):
                return plain
            return owner if owner in words else self._mended(at, owner)
        if len(word) < 4 or word in self.lexicon.spelling.ordinary or not word.isalpha():
            return word
        meant = self.lexicon.spelling.meant(word)
        if not meant:
            return word
        found = [words[each] for each in meant if each in words]
        alike = all(each.symbols[1:] == found[0].symbols[1:] for each in found)
        if len(found) == len(meant) and (len(found) == 1 or alike):
            self.misspelt[at] = meant
            return meant[0]
        self.misspelt[at] = meant
        return word

    def _edges(self, at: int, info: WordInfo, words: list[str]) -> tuple[Edge, ...]:
        cuts = self.tokens.cuts
        edges: list[Edge] = [(at + 1, info.symbols)]
        for after, meant in info.longer[words[at + 1]]:
            end = at + 1 + len(after)
            if tuple(words[at + 1 : end]) == after and not any(cuts[at + 1 : end]):
                edges.append((end, meant))
        return tuple(edges)

    def _number_symbols(self, value: float) -> Symbols:
        return (NUMBER, *(symbol for low, high, symbol in self.lexicon.ranges if low <= value <= high))

    def _join_ranges(self) -> None:
        """`4-5`, `4 to 5` and `4 or 5` are also one number, the mean."""
        words, gaps, cuts = self.tokens.words, self.tokens.gaps, self.tokens.cuts
        for at in self.numbers:
            for leap in (1, 2):
                other = at + leap
                if other not in self.numbers or cuts[other] == STOP:
                    continue
                is_range = (
                    gaps[other].strip() in ("-", "–", "/")
                    if leap == 1
                    else words[at + 1] in ("to", "or", "and")
                )
                if is_range and self.numbers[at] < self.numbers[other] <= 2000:
                    symbols = self._number_symbols((self.numbers[at] + self.numbers[other]) / 2)
                    self.edges[at] = ((other + 1, symbols), *self.edges[at])


def _value(word: str) -> float | None:
    if len(word) > 11 or not word.isascii():
        return None
    try:
        return float(word.replace(",", ""))
    except ValueError:
        return None


def find_hits(seen: Seen) -> list[Hit]:
    """Every place where a rule's words stand: for each rule and first word the longest."""
    hits: list[Hit] = []
    root, count = seen.lexicon.root, len(seen.edges)
    most = max(12, min(MOST_STEPS, STEPS_OF_A_TEXT // max(1, len(seen.edges))))
    for at, edges in enumerate(seen.edges):
        info = seen.alone[at]
        if info is not None:
            goes_on = at + 1 < count and bool(seen.edges[at + 1])
            for node in info.starts:
                if goes_on or node.rules or node.gaps:
                    _follow(node, at, at + 1, seen, hits, most)
            continue
        for end, symbols in edges:
            for symbol in symbols:
                begun = root.get(symbol)
                if begun is not None:
                    _follow(begun, at, end, seen, hits, most)
    return _longest(hits)


def _follow(node: Node, first: int, end: int, seen: Seen, hits: list[Hit], most: int) -> None:
    """All sequences from `node` on. Words that only fill, such as "really", may stand between."""
    edges, cuts, count = seen.edges, seen.tokens.cuts, len(seen.edges)
    paths = [(node, end)]
    steps = 0
    while paths and steps < most:
        node, at = paths.pop()
        for rule in node.rules:
            hits.append(Hit(rule, first, at))
        if at >= count:
            continue
        if node.next:
            place = at
            while (place < count and cuts[place] == 0) or (place == at and _goes_on(seen, place)):
                steps += 1
                is_filler = False
                for after, symbols in edges[place]:
                    for symbol in symbols:
                        child = node.next.get(symbol)
                        if child is not None:
                            paths.append((child, after))
                        is_filler = is_filler or symbol == FILLER
                if not is_filler or place >= at + 3:
                    break
                place += 1
                if place >= count:
                    break
        for leap, child in node.gaps.items():
            _leap(child, at, leap, seen, paths)
            steps += leap


def _goes_on(seen: Seen, at: int) -> bool:
    """Whether only a colon cuts a word off: `sleep: 4 hours` is said in one go."""
    tokens = seen.tokens
    return (
        at < len(tokens.words)
        and tokens.cuts[at] == COMMA
        and tokens.gaps[at].strip() in (":", "-", "=", "–")
    )


def _leap(node: Node, at: int, leap: int, seen: Seen, paths: list[tuple[Node, int]]) -> None:
    edges, cuts = seen.edges, seen.tokens.cuts
    for place in range(at, min(at + leap + 1, len(edges))):
        if cuts[place] == STOP:
            return
        for after, symbols in edges[place]:
            for symbol in symbols:
                child = node.next.get(symbol)
                if child is not None:
                    paths.append((child, after))


def _longest(hits: list[Hit]) -> list[Hit]:
    best: dict[tuple[str, int], Hit] = {}
    for hit in hits:
        key = (hit.rule.id, hit.first)
        if key not in best or best[key].end < hit.end:
            best[key] = hit
    return sorted(best.values(), key=lambda hit: (hit.first, -hit.end, hit.rule.kind == "needed"))
