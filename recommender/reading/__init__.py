"""Reads what somebody wrote in their own words into findings, each with the place where it was said."""

from recommender.reading.reading import LONGEST, TextTooLongError, read

__all__ = ["LONGEST", "TextTooLongError", "read"]
