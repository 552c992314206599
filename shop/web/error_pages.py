"""Decides what people see when something is refused, missing or broken: one page in plain words.

Programs that use the API are told the same in their own way, see `problems`.
"""

from http import HTTPStatus

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from shop.errors import NotFound, Refusal
from shop.web.problems import is_for_programs, problem, refusal_problem

WORDS = {
    400: ("That request can't be read", "Something in it was missing or garbled. Go back and try again."),
    403: ("That isn't allowed", "Open the page from this shop and try again."),
    404: (
        "Page not found",
        "There is nothing at this address. It may have moved, or it has a slip in it.",
    ),
    405: ("That address doesn't work this way", "Go back to the page you came from and use its buttons."),
    413: ("That is too much", "What was sent is larger than the shop takes. Shorten it and send it again."),
    415: ("That kind of file isn't taken", "Send the form from the page as it is."),
    429: ("Too many requests", "Wait a minute, then try again."),
    500: (
        "Something broke on our side",
        "It isn't you, and nothing was half done. Try again in a minute; if it stays broken, write to us.",
    ),
    503: ("The shop can't answer just now", "Try again in a minute."),
}

WORDS_FOR_PROGRAMS = {
    404: ("Nothing here", "The addresses of the API are listed in /api/openapi.json."),
    405: ("That address doesn't work this way", "Use one of the methods in the header Allow."),
    413: ("That is too much", "A body may have at most 64 kilobytes."),
}


def install(app: Flask) -> None:
    """Turn refusals and HTTP errors into pages."""
    app.register_error_handler(Refusal, refusal_page)
    app.register_error_handler(HTTPException, http_error_page)
    app.register_error_handler(500, broken_page)


def refusal_page(refusal: Refusal) -> Response:
    """The page of a rule that said no."""
    if is_for_programs():
        return refusal_problem(refusal)
    suggestions = refusal.suggestions if isinstance(refusal, NotFound) else []
    fields = getattr(refusal, "fields", {})
    return _page(refusal.status, refusal.title, refusal.message, suggestions, fields)


def http_error_page(error: HTTPException) -> Response:
    """The page of an error that the framework raised; redirects pass as they are."""
    status = error.code or 500
    if error.response is not None or status < 400:
        return make_response(error.get_response(request.environ))
    title, message = WORDS.get(status, (HTTPStatus(status).phrase, "That can't be done."))
    if is_for_programs():
        title, message = WORDS_FOR_PROGRAMS.get(status, (title, message))
        response = problem(status, title, message)
    else:
        response = _page(status, title, message, [], {})
    if status == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    return response


def broken_page(_error: Exception) -> Response:
    """The page of a fault of ours."""
    if is_for_programs():
        return problem(500, *WORDS[500])
    return _page(500, *WORDS[500], [], {})


def _page(
    status: int, title: str, message: str, suggestions: list[tuple[str, str]], fields: dict[str, str]
) -> Response:
    page = render_template(
        "web/error.html", status=status, title=title, message=message, suggestions=suggestions, fields=fields
    )
    return make_response(page, status)
