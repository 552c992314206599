"""The test shop's own mailbox: what it would have sent, for whoever tries the shop out."""

from flask import Blueprint, Response, make_response, render_template

from shop import settings
from shop.errors import NotFound
from shop.mail import queries
from shop.mail.commands import commands

blueprint = Blueprint("mail", __name__, cli_group=None)
blueprint.cli.add_command(commands)


@blueprint.get("/sandbox/mail")
def index() -> Response:
    _only_in_the_sandbox()
    return _unlisted(render_template("mail/index.html", messages=queries.newest()))


# The number is held to what a column of whole numbers takes; anything larger is no mail of ours.
@blueprint.get("/sandbox/mail/<int(max=2147483647):number>")
def message(number: int) -> Response:
    _only_in_the_sandbox()
    return _unlisted(render_template("mail/message.html", message=queries.get_message(number)))


def _only_in_the_sandbox() -> None:
    if not settings.current().sandbox:
        raise NotFound("There is nothing at this address.")


def _unlisted(page: str) -> Response:
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
