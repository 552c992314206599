"""Decides which page of the guide comes next: five at most, and straight to the care card when urgent."""

from dataclasses import dataclass

from recommender import Recommendation, Topic, Urgency, parse_report, recommend
from shop.guide.answers import Answers, report_of
from shop.guide.schemas import problems_on

PAGES = ("causes", "signs", "about", "check", "answer")
ASKING = PAGES[:3]


@dataclass(frozen=True)
class Turn:
    """The page to show now, and what is wrong with the answers on it."""

    page: str
    problems: dict[str, str]


def next_turn(topic: Topic, answers: Answers, *, wanted: str) -> Turn:
    """The page to show when the visitor wants `wanted`.

    Every page before it must be answered properly; the first that isn't is shown with its problems. Once
    the signs say GP or more urgent, nothing further is asked: the answer comes at once.
    """
    for page in ASKING[: PAGES.index(wanted)]:
        problems = problems_on(page, answers)
        if problems:
            # What is asked after the signs can't hold up an urgent answer.
            if page == "about" and is_urgent(topic, answers):
                return Turn("answer", {})
            return Turn(page, problems)
    if wanted in ("about", "check") and is_urgent(topic, answers):
        return Turn("answer", {})
    return Turn(wanted, {})


def is_urgent(topic: Topic, answers: Answers) -> bool:
    """Whether causes and signs alone already send this visitor to a doctor."""
    return so_far(topic, answers).urgency >= Urgency.GP


def so_far(topic: Topic, answers: Answers) -> Recommendation:
    """What causes and signs alone say, before anything is asked about the person; offers nothing."""
    report = parse_report(report_of(answers, with_about_you=False), topic)
    return recommend(report, (), topic)
