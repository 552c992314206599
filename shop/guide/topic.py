"""Holds the one topic this guide is about, read and checked once for each process."""

from functools import cache

from recommender import Topic, load_topic


@cache
def current_topic() -> Topic:
    """What is known about twitching muscles; raises TopicError when a topic file is wrong."""
    return load_topic()
