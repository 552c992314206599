"""Finding a medicine by the name somebody wrote, and never by a name that is only like it."""

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from recommender import classes_of, medicine_names, suggest_medicines
from recommender.medicines import recognise
from tests.recommender.given import TOPIC

NAMED = [(name, each.id) for each in TOPIC.medicines.values() for name in (*each.names, *each.also)]


def test_all_479_names_of_56_classes_are_there() -> None:
    assert len(TOPIC.medicines) == 56
    assert sum(len(each.names) for each in TOPIC.medicines.values()) == 479


@pytest.mark.parametrize("written", ["{}", " {} ", "{} 20mg", "{} 2.5 mg tablets", "{} capsules twice a day"])
def test_every_name_is_found_however_it_is_written(written: str) -> None:
    for name, medicine_class in NAMED:
        for spelled in (name, name.upper(), name.lower(), name.replace("-", " ").replace("'", "’")):
            assert medicine_class in classes_of(written.format(spelled), TOPIC), spelled


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("aspirin 75mg dispersible", ("antiplatelet", "nsaid")),
        ("St. John’s-Wort", ("st_johns_wort",)),
        ("Sertraline hydrochloride 50 mg", ("ssri",)),
        ("Adcal D3", ("calcium_vit_d",)),
        ("co-codamol 30/500", ("opioid",)),
        ("Microgynon 30", ("oestrogen",)),
        ("Efexor", ("snri",)),
        ("Benylin Day & Night tablets", ("decongestant",)),
        ("slow release morphine 10 mg", ("opioid",)),
        ("statins", ("statin",)),
        ("Furosemide 40 mg once a day", ("loop_diuretic",)),
    ],
)
def test_names_as_people_write_them(name: str, classes: tuple[str, ...]) -> None:
    assert classes_of(name, TOPIC) == classes


@pytest.mark.parametrize(
    "name", ["sertralin", "not aspirin", "aspirin-free", "Benylin", "20mg", "a day", "", "💊", "no"]
)
def test_a_name_that_is_only_like_one_is_not_recognised(name: str) -> None:
    assert classes_of(name, TOPIC) == ()


def test_two_medicines_on_one_line_are_both_found() -> None:
    assert recognise(["sertraline and Xyzol", "Benylin Day & Night"], TOPIC) == (
        {"sertraline": ("ssri",), "Benylin Day & Night": ("decongestant",)},
        ("Xyzol",),
    )


def test_names_to_choose_from_begin_as_typed() -> None:
    assert suggest_medicines("PRO", TOPIC) == (
        "Pro Plus",
        "prochlorperazine",
        "Prograf",
        "promethazine",
        "propranolol",
        "Provigil",
        "Prozac",
    )
    assert suggest_medicines("wort", TOPIC) == ("st john's wort",)
    assert suggest_medicines(" ", TOPIC) == ()
    assert len(suggest_medicines("a", TOPIC, limit=3)) == 3


def test_every_name_to_choose_from_is_recognised() -> None:
    names = medicine_names(TOPIC)

    assert list(names) == sorted(names, key=str.casefold)
    assert all(classes_of(name, TOPIC) for name in names)


@forall(st.text(max_size=200))
def test_no_name_breaks_the_look_up(name: str) -> None:
    classes_of(name, TOPIC)
    suggest_medicines(name, TOPIC)
