"""Guesses what a misspelt word may have been meant to be, for the person to confirm; a guess never counts."""

from recommender.reading.terms import Seen
from recommender.topic import Topic
from recommender.vocabulary import DidYouMean

MOST = 5
_SYMBOL = "{medicine."


def suggest(seen: Seen, topic: Topic) -> tuple[DidYouMean, ...]:
    """At most MOST guesses: medicines that a misspelt name may be one of."""
    found = []
    for at, meant in seen.misspelt.items():
        if seen.edges[at]:
            continue
        for word in meant:
            info = topic.lexicon.words.get(word)
            if info and any(symbol.startswith(_SYMBOL) for symbol in info.symbols):
                name = topic.medicine_spellings.get(word, word)
                found.append(DidYouMean("medicine", name, name, *seen.tokens.said(at, at + 1)))
    return tuple(found[:MOST])
