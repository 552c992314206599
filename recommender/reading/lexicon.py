"""The words a topic knows, made ready once for reading any number of texts: what each word may be, and which
sequences of words mean something."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from recommender.reading.patterns import GAP, forms, spell_out
from recommender.reading.spelling import Spelling

Symbols = tuple[str, ...]
"""What a word may be: itself, and `{class}` for each class it belongs to."""

NUMBER, MEDICINE, FILLER, PLACE, UNIT = "{number}", "{medicine}", "{filler}", "{place}", "{unit}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a sequence of words means.

    `about` is what is told (`cause`, `sign`, `condition`, `about_you`, `fact` or `nothing`), `target` which.
    `kind` is how negation changes it: `present` is denied by a "not", `good` is the other way round, and
    `needed` says something only with a "not" before it. `has_own_not` when the words hold their own "not";
    `stated_as` is the polarity of a statement.
    """

    id: str
    about: str
    target: str
    kind: str
    has_own_not: bool
    stated_as: str
    traits: frozenset[str]


@dataclass(frozen=True, slots=True)
class Join:
    """A sign that is told by several facts together; of each group at least one must be stated."""

    id: str
    sign: str
    all_of: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Node:
    """A place in the tree of all sequences: what may come next, what may come after a gap, what ends here."""

    next: dict[str, "Node"] = field(default_factory=dict)
    gaps: dict[int, "Node"] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class WordInfo:
    """What one word may be, and by their second word the longer terms that begin with it, with what those may
    be."""

    symbols: Symbols
    longer: dict[str, list[tuple[tuple[str, ...], Symbols]]]
    starts: tuple["Node", ...]
    """Where the sequences go on that may begin with this word."""


@dataclass(frozen=True)
class Lexicon:
    """Everything needed to read a text. Treated as read-only."""

    words: dict[str, WordInfo]
    root: dict[str, Node]
    rules: dict[str, Rule]
    joins: tuple[Join, ...]
    numbers: dict[str, float]
    ranges: tuple[tuple[float, float, str], ...]
    spelling: Spelling
    when_stopped: dict[str, bool]
    months: dict[str, int]
    unit_days: dict[str, float]
    within: dict[str, str]


class Builder:
    """Gathers classes, rules and names, and makes a Lexicon of them."""

    def __init__(self, irregular: Mapping[str, Iterable[str]]) -> None:
        self._irregular = irregular
        self._symbols: dict[str, dict[str, None]] = {}
        self._longer: dict[str, dict[tuple[str, ...], dict[str, None]]] = {}
        self._root = Node()
        self._rules: dict[str, Rule] = {}
        self._joins: list[Join] = []
        self._ranges: dict[str, tuple[float, float, str]] = {}
        self._members: dict[str, list[str]] = {}
        self._pieces: set[str] = set()

    def add_class(self, name: str, members: Iterable[str]) -> None:
        """A class of words or terms; `{other}` among the members brings in all of another class."""
        listed = self._members.setdefault(name, [])
        for member in members:
            if member.startswith("{"):
                inner = self._members[member[1:-1]]
                listed += inner
                for each in inner:
                    self._add_term(each, f"{{{name}}}")
            else:
                listed.append(member)
                self._add_term(member, f"{{{name}}}")

    def _add_term(self, term: str, symbol: str) -> None:
        sequences: list[tuple[str, ...]] = [()]
        for word in term.split():
            spelled = forms(word, self._irregular)
            sequences = [(*before, form) for before in sequences for form in spelled]
        for first, *rest in sequences:
            self._symbols.setdefault(first, {})
            if rest:
                self._longer.setdefault(first, {}).setdefault(tuple(rest), {})[symbol] = None
            else:
                self._symbols[first][symbol] = None

    def add_rule(self, rule: Rule, says: Iterable[str]) -> None:
        """A rule with the patterns that tell it."""
        self._rules[rule.id] = rule
        for pattern in says:
            for sequence in spell_out(pattern):
                self._add_sequence(sequence, rule)

    def add_join(self, join: Join) -> None:
        self._joins.append(join)

    def _add_sequence(self, sequence: Sequence[str], rule: Rule) -> None:
        node = self._root
        for piece in sequence:
            if piece.startswith(".."):
                node = node.gaps.setdefault(int(piece[2:] or GAP), Node())
            else:
                node = node.next.setdefault(self._symbol(piece), Node())
        if rule not in node.rules:
            node.rules = (*node.rules, rule)

    def _symbol(self, piece: str) -> str:
        """The symbol that a piece of a pattern asks for, which its words now have."""
        if piece in self._pieces:
            return piece
        self._pieces.add(piece)
        if piece.startswith("{#"):
            low, _, high = piece[2:-1].partition("-")
            self._ranges[piece] = (float(low), float(high or low), piece)
            return piece
        if piece.startswith("{"):
            return piece
        for form in forms(piece, self._irregular):
            self._symbols.setdefault(form, {})[piece] = None
        return piece

    def classes(self) -> frozenset[str]:
        return frozenset(self._members)

    def build(self, *, ordinary: Iterable[str], **rest: Any) -> Lexicon:
        """The finished lexicon; `ordinary` are words that are never taken for a misspelt word of ours."""
        numbers = rest["numbers"]
        words = {}
        for word, symbols in self._symbols.items():
            longer: dict[str, list[tuple[tuple[str, ...], Symbols]]] = {}
            for after, found in self._longer.get(word, {}).items():
                longer.setdefault(after[0], []).append((after, tuple(found)))
            starts = tuple(self._root.next[each] for each in symbols if each in self._root.next)
            words[word] = WordInfo(tuple(symbols), longer, starts)
        parts = {part for longer in self._longer.values() for after in longer for part in after}
        return Lexicon(
            words=words,
            root=self._root.next,
            rules=self._rules,
            joins=tuple(self._joins),
            ranges=tuple(self._ranges.values()),
            spelling=Spelling(words.keys() | parts, frozenset(ordinary) | numbers.keys()),
            **rest,
        )
