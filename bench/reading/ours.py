"""Asks the recommender to read the texts, and times it on pieces of 600 characters."""

import statistics
import time
from datetime import date

from bench.reading.cases import Case
from bench.reading.measures import Found
from recommender import Topic, read

PIECE = 600
TODAY = date(2026, 11, 25)
"""The day "since August" is counted to: figures may not change with the calendar."""


def read_all(cases: list[Case], topic: Topic) -> list[Found]:
    """What the recommender reads in each text; a cause both stated and denied counts as stated."""
    found = []
    for case in cases:
        reading = read(case.text, topic, TODAY)
        causes = frozenset(each.cause for each in reading.causes)
        found.append(
            Found(
                causes,
                frozenset(each.cause for each in reading.denied) - causes,
                frozenset(each.sign for each in reading.signs),
                reading.urgency.name.lower(),
            )
        )
    return found


def time_pieces(cases: list[Case], topic: Topic, *, rounds: int = 5) -> tuple[float, float]:
    """(median, 95th percentile) of the milliseconds one piece of 600 characters takes, each the best of
    `rounds`, on pieces cut from all texts one after the other."""
    whole = " ".join(case.text for case in cases)
    pieces = [whole[at : at + PIECE] for at in range(0, max(1, len(whole) - PIECE + 1), PIECE)]
    times = sorted(min(_seconds(piece, topic) for _ in range(rounds)) * 1_000 for piece in pieces)
    return statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.95))]


def _seconds(text: str, topic: Topic) -> float:
    start = time.perf_counter()
    read(text, topic, TODAY)
    return time.perf_counter() - start
