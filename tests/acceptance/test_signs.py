"""The thirty-three signs: how urgent each is, what it hides, and that nothing lowers it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.command_line import HEALTHY, answers

SIGNS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "expected.toml").read_text())["signs"]
ROWS = [(sign, level) for level, signs in SIGNS.items() for sign in signs]
STOPS = ("emergency", "today", "gp_within_days", "gp")
EVERY_CAUSE = [
    "nutrition",
    "dehydration",
    "exercise",
    "caffeine_alcohol",
    "sleep",
    "stress",
    "medication",
    "smoking",
]
ORDER = ["self_care", "pharmacist", "gp", "today", "emergency"]


@pytest.fixture(scope="module")
def answered(confirmed_files: dict[str, Path]) -> dict[str, dict[str, Any]]:
    """Each sign said alone, not sure of it, and with two weeks of twitching besides, by somebody healthy."""
    reports = []
    for sign, _ in ROWS:
        report = {"causes": ["sleep", "nutrition"], "about_you": HEALTHY}
        reports.append(report | {"id": sign, "signs": [sign]})
        reports.append(report | {"id": f"unsure {sign}", "signs": [{"sign": sign, "answer": "unsure"}]})
        if sign not in ("none", "two_weeks"):
            reports.append(report | {"id": f"two {sign}", "signs": [sign, "two_weeks"]})
    return answers(reports, "--items", str(confirmed_files["all"]))


def test_there_are_thirty_three_signs():
    assert len(ROWS) == 33


@pytest.mark.parametrize(("sign", "level"), ROWS)
def test_each_sign_has_the_urgency_that_was_found(sign: str, level: str, answered: dict[str, Any]):
    answer = answered[sign]

    assert answer["urgency"] == ("gp" if level == "gp_within_days" else level)
    assert answer["care"]["urgency"] == answer["urgency"]
    assert answer["care"]["steps"]


@pytest.mark.parametrize(("sign", "level"), [row for row in ROWS if row[1] in STOPS])
def test_a_sign_for_a_doctor_hides_every_product_and_gives_its_own_advice(
    sign: str, level: str, answered: dict[str, Any]
):
    answer = answered[sign]

    assert answer["suggestions"] == []
    assert [told["sign"] for told in answer["care"]["signs"]] == [sign]
    assert answer["care"]["signs"][0]["advice"]
    assert answer["care"].get("phone") == {"emergency": "999", "today": "111"}.get(level)


@pytest.mark.parametrize(
    ("sign", "days"), [(s, "days") for s in SIGNS["gp_within_days"]] + [("two_weeks", "routine")]
)
def test_weakness_is_seen_within_days_and_a_long_twitch_by_appointment(
    sign: str, days: str, answered: dict[str, Any]
):
    assert answered[sign]["care"]["within"] == days


@pytest.mark.parametrize("sign", SIGNS["emergency"] + SIGNS["today"])
def test_not_being_sure_of_a_sign_for_999_or_111_counts_as_a_stop(sign: str, answered: dict[str, Any]):
    answer = answered[f"unsure {sign}"]

    assert answer["urgency"] in ("today", "emergency")
    assert answer["suggestions"] == []
    assert answer["care"]["phone"] in ("111", "999")


@pytest.mark.parametrize("sign", SIGNS["gp_within_days"] + SIGNS["gp"])
def test_not_being_sure_of_a_sign_for_the_gp_shows_no_product(sign: str, answered: dict[str, Any]):
    assert answered[f"unsure {sign}"]["suggestions"] == []
    assert answered[f"unsure {sign}"]["urgency"] == "gp"


@pytest.mark.parametrize("sign", ["pregnant_or_breastfeeding", "under18"])
def test_pregnancy_and_childhood_hide_every_product_though_only_a_pharmacist_is_needed(
    sign: str, answered: dict[str, Any]
):
    assert answered[sign]["urgency"] == "pharmacist"
    assert answered[sign]["suggestions"] == []


@pytest.mark.parametrize(("sign", "level"), [row for row in ROWS if row[0] not in ("none", "two_weeks")])
def test_a_second_sign_never_lowers_the_urgency(sign: str, level: str, answered: dict[str, Any]):
    alone = ORDER.index(answered[sign]["urgency"])

    assert ORDER.index(answered[f"two {sign}"]["urgency"]) >= max(alone, ORDER.index("gp"))


@pytest.mark.parametrize(
    ("told", "urgency"),
    [
        ({"signs": ["vomit_diarrhoea"], "medicines": ["sertraline"]}, "emergency"),
        ({"signs": ["heatstroke"], "medicines": ["sertraline"]}, "emergency"),
        ({"signs": ["dark_urine"], "medicines": ["simvastatin"]}, "emergency"),
        ({"signs": ["weak_wasting"], "medicines": ["simvastatin"]}, "today"),
        ({"signs": ["vomit_diarrhoea"], "medicines": ["lithium carbonate"]}, "today"),
    ],
)
def test_a_medicine_may_make_a_sign_more_urgent(told: dict[str, Any], urgency: str):
    report = {
        "id": "both",
        "causes": ["sleep"],
        "signs": told["signs"],
        "about_you": HEALTHY | {"medicines": told["medicines"]},
    }

    assert answers([report])["both"]["urgency"] == urgency


def test_signs_that_nobody_asked_about_are_not_taken_for_no(items_file: Path):
    report = {"id": "skipped", "causes": ["sleep"], "about_you": HEALTHY}

    answer = answers([report], "--items", str(items_file))["skipped"]

    assert answer["suggestions"] == []
    assert {withheld["rule"] for withheld in answer["withheld"]} == {"signs_not_answered"}


@pytest.mark.parametrize("question", ["age", "pregnant", "breastfeeding", "conditions", "medicines"])
@pytest.mark.parametrize("answer", ["skipped", "unsure"])
def test_a_question_about_the_person_that_is_skipped_or_unsure_hides_medicines(
    question: str, answer: str, items_file: Path
):
    about = {key: value for key, value in HEALTHY.items() if key != question}
    if answer == "unsure":
        about[question] = "unsure"
    report = {"id": "r", "causes": ["sleep", "exercise"], "signs": [], "about_you": about}

    assert answers([report], "--items", str(items_file))["r"]["suggestions"] == []


def test_thinking_a_medicine_is_behind_it_means_the_gp_and_no_product(confirmed_files: dict[str, Path]):
    report = {"id": "r", "causes": EVERY_CAUSE, "signs": [], "about_you": HEALTHY}

    answer = answers([report], "--items", str(confirmed_files["all"]))["r"]

    assert answer["urgency"] == "gp"
    assert answer["suggestions"] == []
    assert answer["understood"]["signs"] == [{"sign": "medicine_suspect", "answer": "yes"}]
