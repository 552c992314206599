"""What a "not", another person, another time or a mere thought do to what is said."""

from datetime import date

import pytest

from recommender import Polarity, Urgency, read
from tests.recommender.given import TOPIC

CAFFEINE, SLEEP, SMOKING, STRESS = "caffeine_alcohol", "sleep", "smoking", "stress"


def stated(text: str) -> set[str]:
    return {each.cause for each in read(text, TOPIC).causes}


def denied(text: str) -> set[str]:
    return {each.cause for each in read(text, TOPIC).denied}


def signs(text: str) -> set[str]:
    return {each.sign for each in read(text, TOPIC, date(2026, 11, 25)).signs}


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        ("I have about six coffees a day and hardly sleep", {CAFFEINE, SLEEP}),
        ("I can’t stop drinking coffee", {CAFFEINE}),
        ("not only do I smoke, I vape too", {SMOKING}),
        ("can't get through the day without coffee", {CAFFEINE}),
        ("no stress, just too much caffeine", {CAFFEINE}),
        ("I think I'm dehidrated", {"dehydration"}),
        ("Could it be my tablets?", {"medication"}),
        ("my son's eyelid is twitching, he drinks energy drinks", {CAFFEINE}),
        ("lots of stres at work, cant sleap", {STRESS, SLEEP}),
        ("Coffee - loads. Smoker? No.", {CAFFEINE}),
        ("I'm trying to quit smoking", {SMOKING}),
    ],
)
def test_what_is_stated(text: str, causes: set[str]) -> None:
    assert stated(text) == causes


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        ("I don't smoke, drink or take drugs", {SMOKING, CAFFEINE}),
        ("no caffeine, alcohol or cigarettes", {SMOKING, CAFFEINE}),
        ("I sleep like a log and I'm not stressed", {SLEEP, STRESS}),
        ("Gave up the fags ten years ago", {SMOKING}),
        ("I don't think it's stress", {STRESS}),
        ("It's not that I don't sleep, I sleep 8 hours", {SLEEP}),
        ("i've cut out caffeine completely", {CAFFEINE}),
    ],
)
def test_what_is_denied_is_never_taken_for_a_cause(text: str, causes: set[str]) -> None:
    assert stated(text) == set()
    assert causes <= denied(text)


@pytest.mark.parametrize(
    "text",
    [
        "My wife smokes and drinks loads of coffee",
        "if I had more coffee would it get worse?",
        "Could it be stress?",
        "My dog twitches in its sleep",
        "Ich trinke zu viel Kaffee und schlafe schlecht",
        "私はコーヒーを飲みすぎます",
        "",
        "   \n\u200b",
    ],
)
def test_what_is_said_of_nobody_here_is_left_out(text: str) -> None:
    assert stated(text) == set()


def test_the_kinds_of_statement_are_told_apart() -> None:
    found = read("I drink coffee, I'm not sleeping and I stopped citalopram", TOPIC).causes

    assert {each.cause: each.polarity for each in found} == {
        CAFFEINE: Polarity.PRESENT,
        SLEEP: Polarity.LACK,
        "medication": Polarity.STOPPED,
    }


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("my eyelid has twitched for three weeks", "two_weeks"),
        ("it has twitched since August", "two_weeks"),
        ("both calves and an eyelid twitch", "many_places"),
        ("my hand feels weak where it twitches", "area_weak_or_stiff"),
        ("my calf twitches since I started ramipril", "medicine_suspect"),
        ("I take atorvastatin and my thighs ache badly", "statin_muscle"),
    ],
)
def test_time_place_weakness_and_medicine_are_read_as_signs(text: str, sign: str) -> None:
    assert sign in signs(text)


@pytest.mark.parametrize(
    "text",
    [
        "my eye has twitched for two days",
        "no weakness, only in one place",
        "I have no chest pain or numbness",
    ],
)
def test_a_denied_or_short_thing_is_no_sign(text: str) -> None:
    assert signs(text) == set()
    assert read(text, TOPIC).urgency is Urgency.SELF_CARE


@pytest.mark.parametrize(
    "text",
    [
        "one side of my face has dropped",
        "I had a fit last night",
        "I cant breathe properly",
        "got crushing chest pains",
        "I took a whole packet of paracetamol",
        "I want to kill myself",
        "dont want to be here anymore",
        "my pee looks like coke",
        "I've lost control of my bladder",
        "hands have locked up and my lips are tingling",
        "stopped drinking 2 days ago, shaking and seeing things",
        "on citalopram, jerking, sweating and confused",
        "sprayed weed killer yesterday and now twitching",
        "very hot, stopped sweating, muddled after the race",
    ],
)
def test_emergency_words_are_an_emergency(text: str) -> None:
    assert read(text, TOPIC).urgency is Urgency.EMERGENCY


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("I'm worried about the pain in my chest", "heart"),
        ("Should I worry about my chest tightness?", "heart"),
        ("I think I might be having a stroke", "stroke_fast"),
        ("I may have taken too many paracetamol", "overdose_poison"),
        ("I don't take any tablets and my chest hurts", "heart"),
        ("Statins are making my muscles ache", "statin_muscle"),
    ],
)
def test_an_urgent_sign_said_with_care_or_after_a_denial_of_something_else_is_stated(
    text: str, sign: str
) -> None:
    assert sign in signs(text)


@pytest.mark.parametrize(
    "text",
    [
        "I don't have chest pain or palpitations",
        "no slurred speech, no weakness, no numbness",
        "my mum had a stroke",
        "I'm worried about having a stroke",
        "Could it be a stroke?",
        "I don't want to die",
    ],
)
def test_an_urgent_sign_that_is_denied_feared_or_said_of_somebody_else_is_not_stated(text: str) -> None:
    assert signs(text) == set()
