"""Decides what the form to cancel may hold, and says what would be right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_WHY = 300
HOW_MANY = re.compile(r"[0-9]{1,4}", re.ASCII)

WHICH_WORDS = "Choose whether you cancel all of it or some of it."
NONE_WORDS = "Say how many you cancel of at least one thing."
LONG_WORDS = f"Shorten this to {LONGEST_WHY} characters."
SIGNS_WORDS = "Use only letters, figures and signs that can be seen."


class BadCancellation(Exception):
    """The form can't be used; `problems` says for each wrong field what would be right."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Asked:
    """What is cancelled: packs by sku, or None for everything; and why, if the shopper said."""

    packs: dict[str, int] | None
    why: str


def read_cancellation(form: Mapping[str, str], possible: Mapping[str, int]) -> Asked:
    """The form as values; `possible` is how many of each sku can be cancelled. Raises BadCancellation."""
    problems: dict[str, str] = {}
    which, packs = form.get("which", ""), {}
    if which not in ("all", "some"):
        problems["which"] = WHICH_WORDS
    for sku, most in possible.items() if which == "some" else ():
        given = form.get(f"packs-{sku}", "").strip() or "0"
        if not HOW_MANY.fullmatch(given) or int(given) > most:
            problems[f"packs-{sku}"] = f"Enter a whole number from 0 to {most}."
        elif int(given):
            packs[sku] = int(given)
    if which == "some" and not packs and not problems:
        problems["which"] = NONE_WORDS
    why = " ".join(form.get("why", "").split())
    if len(why) > LONGEST_WHY:
        problems["why"] = LONG_WORDS
    elif not why.isprintable():
        problems["why"] = SIGNS_WORDS
    if problems:
        raise BadCancellation(problems)
    return Asked(packs if which == "some" else None, why)
