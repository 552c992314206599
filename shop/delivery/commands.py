"""Decides what a shopkeeper can do with the tariff from the command line: check it, and ask for a price."""

import sys
from pathlib import Path

import click
from flask import Blueprint
from flask.cli import AppGroup

from shop import clock
from shop.delivery.tariff import FILE, TariffError, read_tariff
from shop.delivery.ways import choices, zone_for
from shop.errors import Refusal
from shop.money import format_minor

commands = AppGroup("delivery", help="The tariff of delivery: check it, ask for a price.")
blueprint = Blueprint("delivery", __name__, cli_group=None)
blueprint.cli.add_command(commands)


@commands.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=FILE)
def check(file: Path) -> None:
    """Read a tariff (the shop's unless told) and say everything that is wrong with it."""
    try:
        read = read_tariff(file.read_text(encoding="utf-8"))
    except (TariffError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    print(f"{len(read.zones)} zones, no mistakes.")


@commands.command("quote")
@click.argument("postcode")
@click.option("--goods-minor", type=click.IntRange(0), default=0, help="What the goods cost, in pence.")
@click.option("--grams", type=click.IntRange(0), default=0, help="What they weigh.")
def quote(postcode: str, goods_minor: int, grams: int) -> None:
    """What delivery to POSTCODE costs, and when what is ordered now arrives."""
    try:
        zone = zone_for(postcode)
        found = choices(goods_minor, weight_grams=grams, zone=zone, now=clock.now())
    except Refusal as refusal:
        print(refusal.message, file=sys.stderr)
        sys.exit(1)
    print(f"To {zone.name}:")
    for choice in found:
        print(f"  {choice.label}: {format_minor(choice.price_minor)}, arrives {choice.arrives}")
