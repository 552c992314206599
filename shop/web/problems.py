"""Decides how programs are told that something went wrong: problem details after RFC 9457."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from shop.errors import Refusal
from shop.settings import current

API = "/api/"
MEDIA_TYPE = "application/problem+json"

# What can go wrong under /api/: the last part of the type's address by status, explained on the page /api.
KINDS = {
    400: "unreadable",
    403: "other-site",
    404: "nothing-here",
    405: "wrong-method",
    406: "not-acceptable",
    413: "too-large",
    415: "wrong-media-type",
    422: "invalid",
    429: "too-many-requests",
    500: "our-fault",
    503: "not-now",
}
ADVICE = {
    400: "Send JSON in UTF-8, no key twice.",
    403: "Ask us to let your site in.",
    404: "Look into openapi.json for the addresses.",
    405: "Use a method the header Allow names.",
    406: "Leave out Accept, or name application/json in it.",
    413: "Send at most 64 kilobytes.",
    415: "Send Content-Type: application/json.",
    422: "Mend what errors points to.",
    429: "Wait as long as Retry-After says.",
    500: "Try again in a minute; it isn’t you.",
    503: "Try again in a minute.",
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong in what was sent: `pointer` is a JSON pointer to it, as a URI fragment."""

    pointer: str
    detail: str


class BadRequest(Refusal):
    """What a program sent can't be used; `errors` names each fault in it."""

    status = 422
    title = "Something in what you sent isn't right"

    def __init__(self, message: str, *, errors: Iterable[Fault] = ()) -> None:
        super().__init__(message)
        self.errors = tuple(errors)


class Unreadable(Refusal):
    """The body is not JSON."""

    status = 400
    title = "What you sent can't be read"


class WrongMediaType(Refusal):
    """The body is said to be something other than JSON."""

    status = 415
    title = "That kind of content isn't taken"


class NotAcceptable(Refusal):
    """The program asks for a format there is none of."""

    status = 406
    title = "There is no such format"


class TooManyRequests(Refusal):
    """One address asks too often; `after` is the number of whole seconds to wait."""

    status = 429
    title = "Too many requests"

    def __init__(self, message: str, *, after: int) -> None:
        super().__init__(message)
        self.after = after


def is_for_programs() -> bool:
    """Whether this request is for the API, where refusals are problem details and not pages."""
    return request.path.startswith(API)


def problem(
    status: int,
    title: str,
    detail: str,
    *,
    errors: Iterable[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem as an answer."""
    body: dict[str, Any] = {
        "type": f"{current().shop_url}/api#{KINDS.get(status, 'problem')}",
        "title": title,
        "status": status,
        "detail": detail,
    }
    if listed := [{"pointer": each.pointer, "detail": each.detail} for each in errors]:
        body["errors"] = listed
    # Plain ASCII, so that half a surrogate pair in what was sent can be quoted back.
    return Response(json.dumps(body), status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def refusal_problem(refusal: Refusal) -> Response:
    """The problem of a rule that said no."""
    after = getattr(refusal, "after", None)
    return problem(
        refusal.status,
        refusal.title,
        refusal.message,
        errors=getattr(refusal, "errors", ()),
        headers={"Retry-After": str(after)} if after is not None else None,
    )


def pointer(where: str) -> str:
    """`about_you.medicines[2]` as the fragment `#/about_you/medicines/2`."""
    steps = where.replace("[", ".").replace("]", "").split(".")
    return "#" + "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in steps if step)
