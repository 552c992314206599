"""Decides what a shopkeeper can do with the shelves from the command line."""

import sys
from typing import NoReturn

import click
from flask.cli import AppGroup

from shop import clock, settings
from shop.catalog import actions, queries
from shop.catalog.models import LONGEST_WHY
from shop.db import transaction
from shop.errors import Refusal

commands = AppGroup(
    "stock", help="The shelves: what is there, deliveries, counts, and the ledger of each pack."
)

# More than any shelf of ours holds: a slip of the key, such as a barcode typed for a quantity.
MOST = 100_000


def _because(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    said = " ".join(value.split())
    if not said or len(said) > LONGEST_WHY or not said.isprintable():
        raise click.BadParameter(f"say why in one line of 1 to {LONGEST_WHY} characters")
    return said


WHY = click.option("--why", required=True, callback=_because, help="The reason, for the ledger.")


@commands.command("list")
@click.option("--low", is_flag=True, help="Only packs of which few are free.")
def show(low: bool) -> None:
    """List every pack: how many are on hand, promised to orders, and free."""
    mark = settings.current().low_stock
    found = queries.list_stock(low_at=mark if low else None)
    width = max((len(pack.sku) for pack in found), default=0)
    for pack in found:
        own = mark if pack.low_stock is None else pack.low_stock
        few = "  low" if pack.available <= own else ""
        click.echo(
            f"{pack.sku:{width}}  {pack.on_hand:>6} on hand  {pack.reserved:>6} reserved  "
            f"{pack.available:>6} free{few}"
        )
    click.echo(f"Packs: {len(found)}.")


@commands.command("receive")
@click.argument("sku")
@click.argument("quantity", type=click.IntRange(1, MOST))
@WHY
def receive(sku: str, quantity: int, why: str) -> None:
    """Put a delivery of QUANTITY packs on the shelf."""
    try:
        with transaction():
            actions.receive(sku=sku, quantity=quantity, why=why, now=clock.now())
    except Refusal as refusal:
        _stop(refusal)
    _say(sku)


@commands.command("count")
@click.argument("sku")
@click.argument("quantity", type=click.IntRange(0, MOST))
@WHY
def count(sku: str, quantity: int, why: str) -> None:
    """Say that QUANTITY packs were counted on the shelf, promised ones included."""
    try:
        with transaction():
            change = actions.count(sku=sku, on_hand=quantity, why=why, now=clock.now())
    except Refusal as refusal:
        _stop(refusal)
    click.echo("As many as the ledger said." if change == 0 else f"{change:+d} against the ledger.")
    _say(sku)


@commands.command("write-off")
@click.argument("sku")
@click.argument("quantity", type=click.IntRange(1, MOST))
@WHY
def write_off(sku: str, quantity: int, why: str) -> None:
    """Take QUANTITY packs that can't be sold off the shelf."""
    try:
        with transaction():
            actions.write_off(sku=sku, quantity=quantity, why=why, now=clock.now())
    except Refusal as refusal:
        _stop(refusal)
    _say(sku)


@commands.command("history")
@click.argument("sku")
def history(sku: str) -> None:
    """List everything that happened to a pack, oldest first."""
    try:
        found = queries.list_movements(sku)
    except Refusal as refusal:
        _stop(refusal)
    for row in found:
        order = f"  SR-{row.order_number}" if row.order_number else ""
        click.echo(
            f"{row.at:%Y-%m-%d %H:%M}  {row.kind:<11}  {row.quantity:>6}  "
            f"{row.on_hand:>6} on hand  {row.reserved:>6} reserved  {row.why}{order}"
        )
    click.echo(f"Movements: {len(found)}.")


def _say(sku: str) -> None:
    pack = next(pack for pack in queries.list_stock() if pack.sku == sku)
    click.echo(f"{sku}: {pack.on_hand} on hand, {pack.reserved} reserved, {pack.available} free.")


def _stop(refusal: Refusal) -> NoReturn:
    click.echo(f"{refusal.message} Nothing was changed.", err=True)
    sys.exit(1)
