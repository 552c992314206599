"""The guide's addresses: answers travel in the form of the page, so nothing is kept and nothing told."""

from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request

from shop import clock
from shop.guide.answer import Answer, build_answer
from shop.guide.answers import NEAR, RETURN_TO, Answers, from_form
from shop.guide.commands import commands
from shop.guide.conversation import ASKING, PAGES, Turn, next_turn
from shop.guide.pages import about_page, causes_page, check_page, signs_page
from shop.guide.ready_made import ready_made
from shop.guide.topic import current_topic
from shop.guide.words import take_in
from shop.web.caching import public_page

blueprint = Blueprint("guide", __name__, cli_group=None)
blueprint.cli.add_command(commands)

BUILDERS = {"causes": causes_page, "signs": signs_page, "about": about_page, "check": check_page}


@blueprint.get("/guide")
@public_page()
def start() -> str:
    return _show(Turn("causes", {}), Answers())


@blueprint.get("/guide/<any(causes,signs,about,check,answer,summary):page>")
def begin_again(page: str) -> Any:
    # Answers are only ever sent, never kept: an address alone can't bring them back.
    return redirect("/guide", 302)


@blueprint.post("/guide/<any(causes,signs,about,check,answer):page>")
def turn(page: str) -> str | Response:
    answers = _answers()
    return _show(next_turn(current_topic(), answers, wanted=page), answers)


@blueprint.post("/guide/summary")
def summary() -> str:
    """The answer on one sheet of paper, to take to a GP or a pharmacist."""
    answers = _answers()
    found = next_turn(current_topic(), answers, wanted="answer")
    if found.page != "answer":
        return _show(found, answers)
    answer = build_answer(answers, now=clock.now(), is_urgent=found.is_urgent)
    return render_template(
        "guide/summary.html", answer=answer, hidden=_hidden(answers, "summary"), today=clock.now()
    )


def _answers() -> Answers:
    return take_in(from_form(request.form.items(multi=True)))


def _hidden(answers: Answers, page: str) -> dict[str, tuple[str, ...]]:
    hidden = answers.hidden(page=page)
    if page not in ASKING:
        hidden.pop(RETURN_TO, None)
    return hidden


def _show(found: Turn, answers: Answers) -> str:
    if found.page == "answer":
        return _show_answer(build_answer(answers, now=clock.now(), is_urgent=found.is_urgent), answers)
    words = BUILDERS[found.page](answers, found.problems)
    return render_template(
        f"guide/{found.page}.html",
        words=words,
        problems=[{"href": f"#{name}", "text": text} for name, text in found.problems.items()],
        hidden=_hidden(answers, found.page),
        onward=_onward(found.page, answers),
        step=PAGES.index(found.page) + 1,
        steps_in_all=len(PAGES),
    )


def _show_answer(answer: Answer, answers: Answers) -> str:
    """The answer inside the page that is ready made for its title."""
    hidden = _hidden(answers, "answer")
    hidden.pop(NEAR, None)
    page = ready_made().pages[answer.title]
    inside: Any = current_app.jinja_env.get_template("guide/whole_answer.html").module
    return page.before + inside.whole_answer(answer, hidden) + page.after


def _onward(page: str, answers: Answers) -> str:
    """Where the Continue button leads: the next page, or back to the one a Change button came from."""
    if answers.written(RETURN_TO) in ("check", "answer"):
        return f"/guide/{answers.written(RETURN_TO)}"
    return f"/guide/{PAGES[PAGES.index(page) + 1]}"
