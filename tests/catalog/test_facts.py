"""The starter sheets carry every known fact over, with its source, and no promise of our own."""

import tomllib
from collections import Counter
from typing import Any

import pytest

from recommender import load_topic, parse_items
from shop.catalog.lawful_words import blocked_phrases
from shop.catalog.queries import guide_items
from shop.catalog.sheets import Sheet, read_sheets
from shop.catalog.vocabulary import OWN_TITLES, known, shelves, sources
from shop.settings import ROOT

SHEETS = {sheet["slug"]: sheet for sheet in read_sheets()}
TOPICS = ROOT / "recommender" / "topics"

# How many rows of the reviewed facts speak of each product, by what they ask. "Both valerian products in one
# basket" (two rows) is the exclusive group instead.
CAUTIONS = {
    "dormeasan": {"block": 7, "ask": 4, "warn": 2},
    "stress-relief-daytime": {"block": 6, "ask": 4, "warn": 2},
    "atrosan": {"block": 9, "ask": 3, "warn": 1},
    "atrogel": {"block": 2, "ask": 3},
    "balance-mineral-drink": {"block": 5, "ask": 5},
    "bambu": {"block": 1, "warn": 2},
    "pollinosan-eye-drops": {"block": 1, "warn": 1},
}
INTERACTIONS = {
    "dormeasan": {"block": 14, "ask": 4},
    "stress-relief-daytime": {"block": 14, "ask": 4},
    "atrosan": {"block": 3, "ask": 12, "warn": 1},
    "atrogel": {"ask": 1},
    "balance-mineral-drink": {"block": 6, "ask": 11, "space": 6, "warn": 1},
    "bambu": {},
    "pollinosan-eye-drops": {},
}
WORDINGS = {
    "dormeasan": "A traditional herbal medicinal product used for the temporary relief of sleep disturbances "
    "caused by the symptoms of mild anxiety based on traditional use only.",
    "atrosan": "A traditional herbal medicinal product used for the relief of backache, rheumatic or "
    "muscular pain, and general aches and pains in the muscles and joints, based on traditional use only.",
    "atrogel": "A traditional herbal medicinal product used for the symptomatic relief of muscular aches, "
    "pains and stiffness, sprains, bruises and swelling after contusions, exclusively based on long-standing "
    "use.",
}


def rows_of(sheet: Sheet) -> list[dict[str, Any]]:
    """Every table of a sheet that names where it was read."""
    tables = [each for value in sheet.values() for each in (value if isinstance(value, list) else [value])]
    return [table for table in tables if isinstance(table, dict) and "source" in table]


def ids_in(file: str, table: str) -> set[str]:
    return set(tomllib.loads((TOPICS / file).read_text())[table])


def test_all_58_cautions_are_carried_over() -> None:
    assert sum(len(sheet["cautions"]) for sheet in SHEETS.values()) == 58
    assert {slug: dict(Counter(r["action"] for r in s["cautions"])) for slug, s in SHEETS.items()} == CAUTIONS


def test_all_77_interactions_are_carried_over() -> None:
    found = {slug: dict(Counter(r["action"] for r in s["interactions"])) for slug, s in SHEETS.items()}

    assert sum(len(sheet["interactions"]) for sheet in SHEETS.values()) == 77
    assert found == INTERACTIONS


def test_both_valerian_products_exclude_each_other_and_no_other() -> None:
    groups = {slug: sheet["exclusive_group"] for slug, sheet in SHEETS.items() if sheet["exclusive_group"]}

    assert {slug: group["name"] for slug, group in groups.items()} == {
        "dormeasan": "valerian-hops",
        "stress-relief-daytime": "valerian-hops",
    }
    assert {(group["text"], *group["source"]) for group in groups.values()} == {
        (
            "Both contain valerian and hops. They must not be taken together, so we only sell one of them "
            "at a time.",
            "DORM_SPC",
            "DORM_RETAIL",
        )
    }


def test_registered_wordings_are_verbatim_and_no_product_has_one_that_was_not_read() -> None:
    found = {s["slug"]: s["registered_use"]["wording"] for s in SHEETS.values() if s["registered_use"]}

    assert found == WORDINGS


def test_what_may_be_said_and_on_which_basis() -> None:
    found = {
        slug: [(row["need"], row["basis"], row["confirmed"]) for row in sheet["serves"]]
        for slug, sheet in SHEETS.items()
    }

    assert found == {
        "dormeasan": [("sleep-disturbance-mild-anxiety", "registered-use", True)],
        "stress-relief-daytime": [("mild-stress-and-anxiety", "registered-use", False)],
        "atrosan": [("muscular-pain-and-backache", "registered-use", True)],
        "atrogel": [("muscle-aches-and-stiffness", "registered-use", True)],
        "balance-mineral-drink": [("nutrients-from-food-and-drink", "authorised-claim", False)],
        "bambu": [("coffee-substitute", "plain-food", True)],
        "pollinosan-eye-drops": [("hayfever-eyes", "registered-use", False)],
    }


def test_the_one_known_price_is_dated_and_every_other_is_a_sample() -> None:
    packs = [pack for sheet in SHEETS.values() for pack in sheet["packs"]]
    known = [pack for pack in packs if not pack["price_sample"]]

    assert len(packs) == 13
    assert [(p["sku"], p["price_minor"], p["price_as_of"].isoformat()) for p in known] == [
        ("ATROSAN-30", 1150, "2019-06-20")
    ]


def test_only_packs_that_were_read_somewhere_are_confirmed() -> None:
    packs = [pack for sheet in SHEETS.values() for pack in sheet["packs"]]

    assert {p["sku"] for p in packs if p["pack_confirmed"]} == {
        "DORMEASAN-15",
        "DORMEASAN-50",
        "ATROSAN-30",
        "ATROSAN-60",
    }


def test_only_the_coffee_substitute_is_free_of_vat() -> None:
    rates = {slug: {pack["vat_class"] for pack in sheet["packs"]} for slug, sheet in SHEETS.items()}

    assert {slug for slug, found in rates.items() if found == {"zero"}} == {"bambu"}
    assert {slug for slug, found in rates.items() if found == {"standard"}} == set(SHEETS) - {"bambu"}


def test_ages_and_longest_use_are_the_registered_ones() -> None:
    found = {s["slug"]: (s["minimum_age"]["years"], s["maximum_duration"]["weeks"]) for s in SHEETS.values()}

    assert found == {
        "dormeasan": (18, 4),
        "stress-relief-daytime": (18, 4),
        "atrosan": (18, 8),
        "atrogel": (12, 2),
        "balance-mineral-drink": (18, None),
        "bambu": (None, None),
        "pollinosan-eye-drops": (None, None),
    }


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_ids_are_those_of_the_recommender(sheet: Sheet) -> None:
    assert {row["need"] for row in sheet["serves"]} <= ids_in("needs.toml", "need")
    assert {row["condition"] for row in sheet["cautions"]} <= ids_in("conditions.toml", "condition")
    assert {row["medicine_class"] for row in sheet["interactions"]} <= ids_in("medicines.toml", "medicine")
    assert set(sheet["traits"]) <= ids_in("traits.toml", "trait")


def test_every_need_of_the_recommender_has_a_shelf() -> None:
    assert set(shelves()) == ids_in("needs.toml", "need")


def test_sources_are_those_of_the_recommender_and_no_title_a_shopper_reads_names_a_complaint() -> None:
    assert {key: entry["title"] for key, entry in known("source").items() if key not in OWN_TITLES} == {
        key: title for key, title in sources().items() if key not in OWN_TITLES
    }
    used = {key for sheet in SHEETS.values() for row in rows_of(sheet) for key in row["source"]}
    assert set(OWN_TITLES) < used
    assert [sources()[key] for key in used if "twitch" in sources()[key].lower()] == []


@pytest.mark.usefixtures("app")
def test_the_recommender_reads_the_whole_range() -> None:
    items = parse_items(guide_items(), load_topic())

    assert [item.id for item in items] == list(SHEETS)
    assert sum(len(item.cautions) for item in items) == 58
    assert sum(len(item.interactions) for item in items) == 77


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_no_sheet_says_twitching_or_cramp_at_all(sheet: Sheet) -> None:
    text = str(sheet).lower()

    assert "twitch" not in text
    assert "cramp" not in text
    assert blocked_phrases(sheet["summary"]) == []


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_nothing_unread_reassures(sheet: Sheet) -> None:
    """General knowledge may warn; that something is harmless is said only when it was read."""
    for key in ("driving", "maximum_duration", "dose"):
        fact = sheet[key]
        if fact["confidence"] == "general-knowledge" and fact["text"]:
            assert "if" in fact["text"].lower() or "wait" in fact["text"].lower()
