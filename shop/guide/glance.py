"""Sees at a glance that a page is answered properly, as most are, so that its schema is read only for slips.

It says yes or "can't tell", never no: what is wrong, and in which words, only `schemas` decides. A test holds
that a yes here is never a no there.
"""

from collections.abc import Mapping
from functools import cache

from shop.guide.answers import (
    MAX_MEDICINES,
    MAX_NAME,
    MAX_PLACE,
    NEAR,
    NONE,
    UNKNOWN,
    UNSURE,
    YES_NO_UNSURE,
    Answers,
    condition_fields,
    is_an_age,
    sign_fields,
)
from shop.guide.topic import current_topic

Choices = Mapping[str, frozenset[str]]

_NONE_ALONE = (NONE,)


def is_plainly_right(page: str, answers: Answers) -> bool:
    """Whether there is certainly nothing to say about the answers of this page."""
    seen = {"causes": _causes, "signs": _signs, "about": _about}.get(page)
    return seen is not None and seen(answers)


@cache
def _cause_choices() -> frozenset[str]:
    return frozenset(current_topic().causes)


@cache
def _sign_choices() -> Choices:
    groups = zip(sign_fields(), current_topic().sign_groups, strict=True)
    return {name: frozenset((*group.members, UNSURE)) for name, group in groups}


@cache
def _about_choices() -> Choices:
    groups = zip(condition_fields(), current_topic().condition_groups, strict=True)
    yes_no = frozenset(YES_NO_UNSURE)
    return {
        **{name: frozenset(group.members) for name, group in groups},
        "pregnant": yes_no,
        "breastfeeding": yes_no,
        "conditions_checked": frozenset(("yes", UNSURE)),
        "takes_medicines": yes_no,
    }


def _causes(answers: Answers) -> bool:
    ticked = answers.ticked("cause")
    return ticked == (UNKNOWN,) or (bool(ticked) and _cause_choices().issuperset(ticked))


def _signs(answers: Answers) -> bool:
    given = answers.given
    for name, choices in _sign_choices().items():
        ticked = given.get(name, ())
        if ticked != _NONE_ALONE and not (ticked and choices.issuperset(ticked)):
            return False
    return True


def _about(answers: Answers) -> bool:
    given = answers.given
    for name, choices in _about_choices().items():
        if name in given and not choices.issuperset(given[name]):
            return False
    age, medicines = answers.written("age"), answers.medicines()
    return (
        (not age or is_an_age(age))
        and (bool(medicines) or answers.written("takes_medicines") != "yes")
        and len(medicines) <= MAX_MEDICINES
        and all(len(name) <= MAX_NAME for name in medicines)
        and len(answers.written(NEAR)) <= MAX_PLACE
    )
