"""What a responsible guide must never do, whatever is ticked."""

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.command_line import HEALTHY, answers
from tests.acceptance.test_signs import EVERY_CAUSE

VALERIAN = {"dormeasan", "stress-relief-daytime"}
SAID_OF_A_DISEASE = re.compile(
    r"you (?:probably |may |might )?have (?!to )|your cause is|diagnos|probab|per ?cent|\bchance",
    re.IGNORECASE,
)
CONDITION = re.compile(r"\b(?:if|unless|after) [^.]*", re.IGNORECASE)
PROMISE = re.compile(
    r"\b(treat|cure|ease|stop|prevent|relieve|calm|soothe)s?\b[^.]{0,40}\b(twitch\w*|spasm\w*|cramp\w*)",
    re.IGNORECASE,
)


def without_exclusions(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer but for "not for you if you have ...", which rightly names illnesses."""
    kept = [{k: v for k, v in s.items() if k != "not_for_you_if"} for s in answer["suggestions"]]
    return answer | {"suggestions": kept}


@pytest.fixture(scope="module")
def every_subset(confirmed_files: dict[str, Path]) -> dict[str, dict[str, Any]]:
    """Every subset of the eight causes, told by a healthy adult, with every product confirmed."""
    subsets = [s for size in range(9) for s in itertools.combinations(EVERY_CAUSE, size)]
    reports = [{"id": " ".join(s), "causes": list(s), "signs": [], "about_you": HEALTHY} for s in subsets]
    return answers(reports, "--items", str(confirmed_files["all"]))


def test_all_subsets_of_the_causes_get_an_answer(every_subset: dict[str, Any]):
    assert len(every_subset) == 256


def test_two_valerian_products_are_never_shown_together(every_subset: dict[str, Any]):
    shown = [{s["item"] for s in answer["suggestions"]} for answer in every_subset.values()]

    assert [both for both in shown if both >= VALERIAN] == []
    assert any(VALERIAN & one for one in shown)


def test_smoking_and_medication_alone_offer_nothing(every_subset: dict[str, Any]):
    assert every_subset["smoking"]["suggestions"] == []
    assert every_subset["medication"]["suggestions"] == []
    assert [a["id"] for a in every_subset.values() if "medication" in a["id"] and a["suggestions"]] == []


def test_no_cause_leads_to_the_eye_drops(every_subset: dict[str, Any]):
    shown = {s["item"] for answer in every_subset.values() for s in answer["suggestions"]}

    assert "pollinosan-eye-drops" not in shown
    assert {"atrogel", "bambu", "balance-mineral-drink"} <= shown


def test_drops_with_alcohol_are_never_for_who_names_caffeine_or_alcohol(every_subset: dict[str, Any]):
    with_alcohol = [a for a in every_subset.values() if "caffeine_alcohol" in a["id"]]

    assert [a["id"] for a in with_alcohol if VALERIAN & {s["item"] for s in a["suggestions"]}] == []


def test_never_more_than_three_products_and_at_least_two_free_steps_for_each_cause(
    every_subset: dict[str, Any],
):
    assert max(len(answer["suggestions"]) for answer in every_subset.values()) <= 3
    for cause in set(EVERY_CAUSE) - {"medication"}:
        assert len(every_subset[cause]["self_care"]) >= 2, cause


def test_every_product_shown_says_because_of_what_on_which_basis_and_for_whom_it_is_not(
    every_subset: dict[str, Any],
):
    shown = [(a["id"].split(), s) for a in every_subset.values() for s in a["suggestions"]]

    assert shown
    for causes, suggestion in shown:
        assert {because["cause"] for because in suggestion["because"]} <= set(causes)
        assert suggestion["because"]
        assert suggestion["basis"] in ("registered-use", "authorised-claim", "plain-food")
        assert suggestion["statement"]
        assert suggestion["not_for_you_if"]


def test_no_answer_names_a_disease_gives_a_chance_or_promises_anything_about_twitching(
    every_subset: dict[str, Any],
):
    every_word = "\n".join(json.dumps(without_exclusions(answer)) for answer in every_subset.values())

    assert "You told us none of the signs" in every_word
    unconditional = CONDITION.sub("", every_word)
    assert SAID_OF_A_DISEASE.findall(unconditional) == []
    assert PROMISE.findall(every_word) == []


def test_what_would_change_an_answer_is_exact(every_subset: dict[str, Any]):
    checked = 0
    for answer in every_subset.values():
        causes = answer["id"].split()
        for suggestion in answer["suggestions"]:
            for change in suggestion["would_change"]:
                without = " ".join(cause for cause in causes if cause != change["cause"])
                assert suggestion["item"] not in {s["item"] for s in every_subset[without]["suggestions"]}
                checked += 1

    assert checked > 0


def test_a_product_with_an_unconfirmed_statement_is_offered_to_nobody(
    items_file: Path, exported: dict[str, Any]
):
    open_ones = {i["id"] for i in exported["items"] if not all(s["confirmed"] for s in i["serves"])}
    report = {"id": "r", "causes": ["stress", "nutrition"], "signs": [], "about_you": HEALTHY}

    answer = answers([report], "--items", str(items_file))["r"]

    assert open_ones == {"stress-relief-daytime", "balance-mineral-drink", "pollinosan-eye-drops"}
    assert answer["suggestions"] == []
    assert {w["item"]: w["rule"] for w in answer["withheld"]} == {
        "stress-relief-daytime": "unconfirmed",
        "balance-mineral-drink": "unconfirmed",
    }


def test_a_medicine_nobody_knows_is_a_question_for_the_pharmacist_not_a_yes(items_file: Path):
    about = HEALTHY | {"medicines": ["Quibblezol forte 50 mg"]}
    report = {"id": "r", "causes": ["sleep"], "signs": [], "about_you": about}

    answer = answers([report], "--items", str(items_file))["r"]

    assert answer["suggestions"] == []
    assert answer["understood"]["medicines"]["unrecognised"] == ["Quibblezol forte 50 mg"]
    assert {w["rule"] for w in answer["withheld"]} == {"unrecognised_medicine"}


@pytest.mark.parametrize(
    "name", ["METRONIDAZOLE", " metronidazole 400mg tablets", "Metronidazole,", "metronidazol‌e"]
)
def test_however_a_medicine_is_written_it_never_counts_as_safe(name: str, items_file: Path):
    report = {"id": "r", "causes": ["sleep"], "signs": [], "about_you": HEALTHY | {"medicines": [name]}}

    assert answers([report], "--items", str(items_file))["r"]["suggestions"] == []
