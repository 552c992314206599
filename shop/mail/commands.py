"""Decides what the person who runs the shop can ask of the outbox at the terminal: `flask mail …`."""

import click
from flask.cli import AppGroup

from shop import clock
from shop.db import transaction
from shop.mail import actions, queries
from shop.mail.transport import from_settings

commands = AppGroup("mail", help="The outbox: send what is due, list what was given up, try that again.")


@commands.command("send")
def send() -> None:
    """Send what is due now."""
    done = actions.send_due(transport=from_settings(), now=clock.now())
    click.echo(f"{done.sent} sent, {done.refused} refused and to be tried again")


@commands.command("given-up")
def given_up() -> None:
    """List the mails that were refused too often."""
    found = queries.given_up()
    for message in found:
        click.echo(f"{message.id}  {message.key}  {message.attempts} tries  {message.last_error}")
    click.echo(f"{len(found)} given up")


@commands.command("retry")
def retry() -> None:
    """Let the mails that were given up be tried again."""
    with transaction():
        count = actions.retry_given_up(now=clock.now())
    click.echo(f"{count} will be tried again")
