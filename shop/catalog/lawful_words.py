"""Decides which sentences about a product may not be printed, whoever wrote them.

Our own words promise nothing about twitching, cramp or anxiety; only a registered wording may speak of them,
letter for letter. Sources: Human Medicines Regulations 2012 Part 14, Regulation 1924/2006, CAP Code 15.6.2.
"""

import re
from collections.abc import Iterable

_VERB = (
    r"(?:cur(?:e|es|ed|ing)|treat(?:s|ed|ing|ments?)?|prevent(?:s|ed|ing|ion)?|stop(?:s|ped|ping)?|"
    r"reliev(?:e|es|ed|ing)|relief|eas(?:e|es|ed|ing))"
)
_AILMENT = r"(?:twitch\w*|cramp\w*|anxiety|anxious\w*)"
# Near: with at most eight words and no full stop between them ("Twitches? This cures them" is one breath).
_GAP = r"(?:[^\w.]+\w+){0,8}?[^\w.]+"
_BLOCKED = re.compile(rf"\b{_VERB}\b{_GAP}{_AILMENT}\b|\b{_AILMENT}\b{_GAP}{_VERB}\b", re.IGNORECASE)


def blocked_phrases(text: str, allowed: Iterable[str] = ()) -> list[str]:
    """The phrases of `text` that promise something about twitching, cramp or anxiety.

    `allowed` are wordings that may stand as they are (registered uses, names of products); they are taken out
    first. An empty list means the text may be printed.
    """
    for wording in sorted(allowed, key=len, reverse=True):
        text = text.replace(wording, ". ")
    return [" ".join(found.group().split()) for found in _BLOCKED.finditer(text)]
