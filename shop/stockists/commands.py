"""Lets the shopkeeper put the made-up shops in and take them out from the command line."""

import click
from flask import Blueprint

from shop import clock
from shop.db import transaction
from shop.stockists import actions


def add_commands(blueprint: Blueprint) -> None:
    """Hang `flask stockists load-samples` and `flask stockists remove-samples` on the room."""

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
