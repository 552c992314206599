"""Lets the shopkeeper put the made-up shops in and take them out from the command line."""

import click
from flask import Blueprint

from shop import clock
from shop.db import transaction
from shop.stockists import actions, queries


def add_commands(blueprint: Blueprint) -> None:
    """Hang the commands of `flask stockists` on the room."""

    @blueprint.cli.command("load-samples")
    def load_samples() -> None:
        """Put the sample shops in the list, or back to how they were."""
        with transaction():
            loaded = actions.load_samples(now=clock.now())
        click.echo(f"{loaded} sample shops are in the list.")

    @blueprint.cli.command("remove-samples")
    def remove_samples() -> None:
        """Take every sample shop off the list. Real shops stay."""
        with transaction():
            removed = actions.remove_samples()
        click.echo(f"{removed} sample shops were taken off the list.")

    @blueprint.cli.command("reports")
    def reports() -> None:
        """What visitors say is not right, the oldest first; take one off the list with `settle`."""
        found = queries.open_reports()
        for said, address in found:
            about = f" ({said.product_slug})" if said.product_slug else ""
            click.echo(f"{said.id}  {said.at:%Y-%m-%d}  {address}  {said.what}{about}")
        click.echo(f"{len(found)} reports.")

    @blueprint.cli.command("settle")
    @click.argument("number", type=click.IntRange(min=1))
    def settle(number: int) -> None:
        """Take the report of this NUMBER off the list, once you have looked into it."""
        with transaction():
            was_there = actions.settle_report(number=number)
        if not was_there:
            raise click.ClickException(f"There is no report {number}. `flask stockists reports` lists them.")
        click.echo(f"Report {number} is settled.")
