"""Decides which words a product sheet may use, and how each is said to a shopper."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PRODUCTS = HERE / "products"
# The recommender's topic files. The catalogue may not import the recommender: the range must be kept and sold
# without its rules. Its files are data, though, and the one place where ids and sources are written down; a
# second list of them here would be free to differ, and a sheet that names what nobody knows stops the guide.
TOPICS = HERE.parents[1] / "recommender" / "topics"
# Titles a shopper reads otherwise than a reviewer. DOC: its own title names a complaint, and a product page
# may not even seem to say that the product is for it.
OWN_TITLES = {"DOC": "An article by A.Vogel, updated on 20 June 2019"}

MEDICINE = "traditional-herbal-medicine"
KINDS = {
    MEDICINE: "Traditional herbal medicine",
    "food-supplement": "Food supplement",
    "food": "Food",
    "medical-device": "Medical device",
    "unknown": "Kind not confirmed yet",
}

# What a caution or an interaction does to an offer, gravest first.
ACTIONS = ("block", "ask", "space", "warn")
BASES = ("registered-use", "authorised-claim", "plain-food")
# How many of a unit the price of one unit is given for. Source: Price Marking Order 2004 as amended.
UNITS = {"tablet": 1, "sachet": 1, "ml": 100, "g": 100}
VAT_CLASSES = ("standard", "zero")

UNCONFIRMED = "Not confirmed yet — check the pack"
HOW_SURE = {
    "seen": "Read in an official or product text",
    "seen-secondary": "Read on another page, not on the pack",
    "seen-for-the-herb": "Read about the same herb, not about this product",
    "source-document": "Said in an article, not read on the pack",
    "general-knowledge": UNCONFIRMED,
}


@lru_cache
def shelves() -> dict[str, str]:
    """Every need a product may serve, with the words of its shelf; from shelves.toml, in that order."""
    with (HERE / "shelves.toml").open("rb") as file:
        return dict(tomllib.load(file)["shelves"])


@lru_cache
def known(word: str) -> dict[str, dict[str, Any]]:
    """Every `condition`, `medicine`, `need`, `trait` or `source` by id, from <word>s.toml of TOPICS."""
    with (TOPICS / f"{word}s.toml").open("rb") as file:
        return dict(tomllib.load(file)[word])


@lru_cache
def sources() -> dict[str, str]:
    """The title of every text a sheet may name as source, as a shopper reads it."""
    return {key: str(entry["title"]) for key, entry in known("source").items()} | OWN_TITLES
