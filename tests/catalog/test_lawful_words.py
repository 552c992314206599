"""What may not be printed about a product, and what a registered wording may."""

import pytest

from shop.catalog.lawful_words import blocked_phrases


@pytest.mark.parametrize(
    "sentence",
    [
        "It stops twitching.",
        "Helps to relieve muscle cramps at night.",
        "Eases the feeling of anxiety",
        "For the treatment of cramp",
        "Twitches? This will cure them.",
        "ANXIETY RELIEF",
        "prevents muscle twitches",
        "anxious? find relief",
    ],
)
def test_a_promise_is_blocked(sentence: str) -> None:
    assert len(blocked_phrases(sentence)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Do not take it if you take a medicine for sleep or anxiety.",
        "Stop using it. If you feel anxious, talk to a doctor.",
        "See a doctor about cramp.",
        "Easy to open; the release of the lid is anxiety-free",
        "",
    ],
)
def test_a_caution_passes(sentence: str) -> None:
    assert blocked_phrases(sentence) == []


def test_a_registered_wording_may_stand_as_it_is() -> None:
    wording = "used for the temporary relief of sleep disturbances caused by mild anxiety"

    assert blocked_phrases(f"It is {wording}.") == [
        "relief of sleep disturbances caused by mild anxiety",
    ]
    assert blocked_phrases(f"It is {wording}.", [wording]) == []


def test_words_around_an_allowed_wording_are_still_read() -> None:
    assert blocked_phrases("A calm night. It stops cramps.", ["A calm night"]) == ["stops cramps"]
