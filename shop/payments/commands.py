"""The command line of the payments: reconciliation by hand, and whether the books balance."""

import click
from flask.cli import with_appcontext

from shop import clock
from shop.payments import gateway
from shop.payments.books import check_books, check_with_provider
from shop.payments.gateway_values import GatewayUnavailable
from shop.payments.reconcile import LIMIT, reconcile
from shop.payments.till import current_till


@click.command("reconcile")
@click.option("--limit", default=LIMIT, show_default=True, help="How many payments to ask about at most.")
@with_appcontext
def reconcile_command(limit: int) -> None:
    """Ask the provider about open payments and close orders nobody can pay for any more."""
    done = reconcile(
        gateway=gateway.current(), now=clock.now(), limit=limit, livemode=current_till().livemode
    )
    print(f"{done.checked} payments and {done.refunds} refunds checked, {done.missed} missed news heard")
    print(f"{done.closed} orders closed")
    if done.stopped:
        raise click.ClickException("The payment provider can't be reached. Run this again later.")


@click.command("check-books")
@click.option("--provider", is_flag=True, help="Also ask the provider about every payment that came in.")
@with_appcontext
def check_books_command(provider: bool) -> None:
    """Say what doesn't balance between orders, payments and shelves; meant to run every night."""
    problems = check_books()
    if provider:
        try:
            problems += check_with_provider(gateway.current())
        except GatewayUnavailable:
            raise click.ClickException(
                "The payment provider can't be reached. Run this again later."
            ) from None
    for problem in problems:
        print(problem)
    if problems:
        raise click.ClickException(f"Not balanced: {len(problems)}.")
    print("The books balance.")
