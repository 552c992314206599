"""Decides whether a food may carry a nutrient claim: authorised wording, and enough on the label."""

import re
import tomllib
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

PORTIONS = ("100 g", "daily dose", "single portion", "100 ml")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) (mg|µg)")
_MICROGRAMS = {"mg": 1000, "µg": 1}


@lru_cache
def authorised() -> dict[str, Any]:
    """Nutrient -> {"source_of", "source_of_100_ml", "wordings"}; from claims.toml."""
    with (Path(__file__).parent / "claims.toml").open("rb") as file:
        nutrients: dict[str, Any] = tomllib.load(file)["nutrient"]
    return nutrients


def micrograms(amount: str) -> Decimal | None:
    """`"56.25 mg"` or `"0.75 µg"` in micrograms, exactly; None for anything else."""
    parts = _AMOUNT.fullmatch(amount)
    return None if parts is None else Decimal(parts[1]) * _MICROGRAMS[parts[2]]


def claim_problem(*, nutrient: str, wording: str, amount: str, per: str) -> str | None:
    """What is wrong with a claim, in words, or None when it may be shown.

    `amount` is what the label gives for `per`, one of PORTIONS. The food must be a source of the nutrient:
    15 % of the reference value for 100 g, a daily dose or a single portion, 7.5 % for 100 ml.
    Source: Regulation 1169/2011 Annex XIII, Regulation 432/2012.
    """
    known = authorised()
    if nutrient not in known:
        return f"no claim is authorised for '{nutrient}'; known: {', '.join(known)}"
    if wording not in known[nutrient]["wordings"]:
        return f"this is not an authorised wording for {nutrient}; claims.toml lists them letter for letter"
    held = micrograms(amount)
    if held is None:
        return f"the amount must look like '56.25 mg' or '0.75 µg', not '{amount}'"
    least: str = known[nutrient]["source_of_100_ml" if per == "100 ml" else "source_of"]
    needed = micrograms(least)
    if needed is None or held < needed:
        return f"too little {nutrient}: a claim needs {least} in {per}, the label has {amount}"
    return None
