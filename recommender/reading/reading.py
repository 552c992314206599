"""Decides what a text says: runs the stages of reading one after the other and gathers what they found."""

from datetime import date

from recommender.problems import MalformedError, Problem
from recommender.topic import Topic
from recommender.vocabulary import Reading

LONGEST = 20_000
"""Characters of one text; a long story has two thousand."""


class TextTooLongError(MalformedError):
    """The text has more than LONGEST characters."""


def read(text: str, topic: Topic, today: date | None = None) -> Reading:
    """What `text` says about the person it is about; whatever is not understood is left out, never guessed.

    `today` gives "since August" a length; without it such words say nothing about how long. Raises
    TextTooLongError for more than LONGEST characters, and nothing else for any other text.
    """
    if len(text) > LONGEST:
        raise TextTooLongError((Problem("text", f"must have at most {LONGEST} characters"),))
    return Reading(text)
