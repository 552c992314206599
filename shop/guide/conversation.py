"""Decides which page of the guide comes next: five at most, and straight to the care card when urgent."""

from dataclasses import dataclass

from recommender import Recommendation, Topic, Urgency, parse_report, recommend
from shop.guide.answers import NONE, RETURN_TO, WORDS, Answers, report_of, sign_fields
from shop.guide.schemas import problems_on
from shop.guide.topic import current_topic

PAGES = ("causes", "signs", "about", "check", "answer")
ASKING = PAGES[:3]


@dataclass(frozen=True)
class Turn:
    """The page to show now, what is wrong with the answers on it, and whether a doctor comes first."""

    page: str
    problems: dict[str, str]
    is_urgent: bool = False


def next_turn(topic: Topic, answers: Answers, *, wanted: str) -> Turn:
    """The page to show when the visitor wants `wanted`.

    A sign at 111 or 999 level is answered at once, whatever else is missing or wrong. Otherwise every page
    before the wanted one must be answered properly, and the first that isn't is shown with its problems.
    Once the signs say GP, nothing further is asked: the answer comes.
    """
    if wanted == "signs" and _words_say_emergency(topic, answers):
        return Turn("answer", {}, is_urgent=True)
    is_past_signs = PAGES.index(wanted) > PAGES.index("signs")
    urgency = so_far(topic, answers).urgency if is_past_signs and _may_be_urgent(answers) else None
    if urgency is not None and urgency >= Urgency.TODAY:
        return Turn("answer", {}, is_urgent=True)
    # Who comes to change one page is shown that page; what is missing elsewhere is asked afterwards.
    is_changing = wanted in ASKING and bool(answers.written(RETURN_TO))
    for page in ASKING[: 0 if is_changing else PAGES.index(wanted)]:
        # What is asked after the signs can't hold up who must see a doctor.
        if page == "about" and urgency is not None and urgency >= Urgency.GP:
            break
        problems = problems_on(page, answers)
        if problems:
            return Turn(page, problems)
    if urgency is not None and urgency >= Urgency.GP:
        return Turn("answer", {}, is_urgent=True)
    return Turn(wanted, {})


def _words_say_emergency(topic: Topic, answers: Answers) -> bool:
    """Whether somebody wrote of an emergency and has not come back to change what we understood."""
    if not answers.written(WORDS) or answers.written(RETURN_TO):
        return False
    return so_far(topic, answers).urgency >= Urgency.EMERGENCY


def _may_be_urgent(answers: Answers) -> bool:
    """Whether any tick could send this visitor to a doctor: most have none, and need not be judged twice."""
    ticks = {tick for name in sign_fields() for tick in answers.ticked(name)}
    causes = current_topic().causes
    return bool(ticks - {NONE}) or any(causes[c].sign for c in answers.ticked("cause") if c in causes)


def so_far(topic: Topic, answers: Answers) -> Recommendation:
    """What causes and signs alone say, before anything is asked about the person; offers nothing."""
    report = parse_report(report_of(answers, with_about_you=False), topic)
    return recommend(report, (), topic)
