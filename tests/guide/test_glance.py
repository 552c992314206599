"""What is seen as right at a glance is right by the schema too, whatever was sent."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.guide import schemas
from shop.guide.answers import Answers, condition_fields, sign_fields
from shop.guide.glance import is_plainly_right
from shop.guide.topic import current_topic

PAGES = ("causes", "signs", "about")
ODD = (
    "",
    " ",
    "none",
    "unknown",
    "unsure",
    "yes",
    "no",
    "121",
    "-1",
    "45",
    "٣",
    "x" * 90,
    "sleep",
    "ramipril",
)


def names() -> list[str]:
    return [
        "cause",
        *sign_fields(),
        *condition_fields(),
        *("age", "pregnant", "breastfeeding", "conditions_checked", "takes_medicines", "medicines", "near"),
    ]


def words() -> list[str]:
    topic = current_topic()
    return [*ODD, *topic.causes, *topic.signs, *topic.conditions]


@pytest.mark.parametrize("page", PAGES)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_yes_at_a_glance_is_never_a_no_by_the_schema(
    page: str, app: Flask, data: st.DataObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = st.lists(st.sampled_from(words()), min_size=1, max_size=3).map(tuple)
    answers = Answers(data.draw(st.dictionaries(st.sampled_from(names()), texts, max_size=12)))
    seen = is_plainly_right(page, answers)
    monkeypatch.setattr(schemas, "is_plainly_right", lambda page, answers: False)

    problems = schemas.problems_on(page, answers)

    assert not (seen and problems), problems


def test_a_page_answered_properly_is_seen_to_be(app: Flask) -> None:
    given = {
        "cause": ("sleep", "stress"),
        **dict.fromkeys(sign_fields(), ("none",)),
        "age": ("45",),
        "pregnant": ("no",),
        "breastfeeding": ("no",),
        "conditions_checked": ("yes",),
        "takes_medicines": ("no",),
    }

    assert [page for page in PAGES if is_plainly_right(page, Answers(given))] == list(PAGES)
