"""Decides which words a product sheet may use, and how each is said to a shopper."""

import tomllib
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
PRODUCTS = HERE / "products"

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
def sources() -> dict[str, str]:
    """The title of every text a sheet may name as source; from sources.toml."""
    with (HERE / "sources.toml").open("rb") as file:
        return {key: str(entry["title"]) for key, entry in tomllib.load(file).items()}
