"""The command line of the payments: one round of reconciliation by hand."""

import click
from flask.cli import with_appcontext

from shop import clock
from shop.payments import gateway
from shop.payments.reconcile import LIMIT, reconcile


@click.command("reconcile")
@click.option("--limit", default=LIMIT, show_default=True, help="How many payments to ask about at most.")
@with_appcontext
def reconcile_command(limit: int) -> None:
    """Ask the provider about open payments and close orders nobody can pay for any more."""
    done = reconcile(gateway=gateway.current(), now=clock.now(), limit=limit)
    print(f"{done.checked} payments checked, {done.closed} orders closed")
    if done.stopped:
        raise click.ClickException("The payment provider can't be reached. Run this again later.")
