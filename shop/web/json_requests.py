"""Decides what the API takes as a request, before any room looks at it: JSON in, JSON out."""

from flask import request

from shop.web.problems import NotAcceptable, WrongMediaType

JSON = "application/json"


def refuse_other_formats() -> None:
    """Raise NotAcceptable for a program that reads no JSON."""
    if request.headers.get("Accept") and JSON not in request.accept_mimetypes:
        raise NotAcceptable("The API answers in application/json. Leave out Accept, or name it there.")


def json_body() -> bytes:
    """The bytes of the body, which are said to be JSON; a room reads them.

    Raises WrongMediaType for another Content-Type, and 413 for a body larger than the shop takes.
    """
    if request.mimetype != JSON:
        raise WrongMediaType("Send JSON, with Content-Type: application/json.")
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise WrongMediaType("Send JSON in UTF-8.")
    return request.get_data()
