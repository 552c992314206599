"""Decides what a shopkeeper can do with offers from the command line: make, list, stop, check."""

import sys
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import Blueprint
from flask.cli import AppGroup

from shop import clock
from shop.catalog.queries import list_products
from shop.db import transaction
from shop.errors import Refusal
from shop.money import format_minor
from shop.offers.actions import add_offer, stop_offer
from shop.offers.models import Offer
from shop.offers.queries import LONDON, count_uses, find_voucher, list_offers
from shop.offers.rules import KINDS, why_not_running
from shop.offers.schemas import BadOffer, read_offer, tidy_code

commands = AppGroup("offers", help="Offers and vouchers: make, list, stop, look at a code.")
blueprint = Blueprint("offers", __name__, cli_group=None)
blueprint.cli.add_command(commands)

DAY = click.DateTime(formats=["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@commands.command("add")
@click.argument("sheet", type=FILE, required=False, metavar="[FILE]")
@click.option("--slug", help="Its name for us, such as winter-ten.")
@click.option("--label", help="What shoppers read; made from the numbers when left out.")
@click.option("--kind", type=click.Choice(KINDS))
@click.option("--code", help="The voucher code; everybody gets an offer without one.")
@click.option("--percent", type=int)
@click.option("--amount-minor", type=int, help="Pence.")
@click.option("--buy", type=int)
@click.option("--get", type=int)
@click.option("--minimum-minor", type=int, help="Least spend on what it is for, in pence.")
@click.option("--starts", type=DAY)
@click.option("--ends", type=DAY, help="The last day.")
@click.option("--limit-total", type=int, help="How many orders may use the code.")
@click.option("--limit-each", type=int, help="How many orders of one customer may.")
@click.option("--product", "products", multiple=True, help="Only for this product (slug); may be repeated.")
@click.option("--need", "needs", multiple=True, help="Only for what serves this need; may be repeated.")
def add(sheet: Path | None, **options: Any) -> None:
    """Make an offer from a TOML sheet, from options, or from a sheet with options that win over it."""
    given = {key: _plain(value) for key, value in options.items() if value}
    try:
        fields = read_offer({**(_read(sheet) if sheet else {}), **given}, list_products())
        with transaction():
            offer = add_offer(fields=fields, now=clock.now())
            print(f"Made: {_line(offer, 0)}")
    except BadOffer as bad:
        _stop(f"{bad}\nNothing was made.")
    except Refusal as refusal:
        _stop(f"{refusal.message} Nothing was made.")


@commands.command("list")
def show() -> None:
    """Every offer, whether it runs today, and how often its code was used."""
    rows = list_offers()
    for offer, used in rows:
        print(_line(offer, used))
    print(f"{len(rows)} offers.")


@commands.command("stop")
@click.argument("slug")
def stop(slug: str) -> None:
    """Nobody gets the offer SLUG any more; what was given stays written down."""
    try:
        with transaction():
            offer = stop_offer(slug=slug, now=clock.now())
            print(f"Stopped: {_line(offer, count_uses(offer.id))}")
    except Refusal as refusal:
        _stop(refusal.message)


@commands.command("check")
@click.argument("what", metavar="CODE|FILE")
def check(what: str) -> None:
    """Say what a code gives and whether it can be used today; or check a sheet without keeping it."""
    if what.endswith(".toml"):
        try:
            fields = read_offer(_read(Path(what)), list_products())
        except BadOffer as bad:
            _stop(str(bad))
            raise
        print(f"{what}: {fields['label']}, no mistakes.")
        return
    offer = find_voucher(tidy_code(what))
    if offer is None:
        _stop(f"No offer has the code {tidy_code(what)}.")
        raise SystemExit(1)
    print(_line(offer, count_uses(offer.id)))


def _plain(value: Any) -> Any:
    """An option as a sheet would hold it."""
    if isinstance(value, tuple):
        return list(value)
    return value.date() if isinstance(value, datetime) else value


def _line(offer: Offer, used: int) -> str:
    stopped = why_not_running(offer.terms, clock.now().astimezone(LONDON).date())
    parts = [
        offer.slug,
        offer.label,
        f"code {offer.code}" if offer.code else "for everybody",
        f"from {format_minor(offer.minimum_minor)}" if offer.minimum_minor else "",
        f"only {', '.join([*offer.products, *offer.needs])}" if offer.products or offer.needs else "",
        f"used {used} of {offer.limit_total or 'any number'}" if offer.code else "",
        f"{offer.limit_each} for each customer" if offer.limit_each else "",
        f"not now: {stopped}" if stopped else "runs",
    ]
    return " · ".join(part for part in parts if part)


def _read(sheet: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(sheet.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        _stop(f"{sheet}: can't be read as TOML: {problem}")
        raise


def _stop(message: str) -> None:
    print(message, file=sys.stderr)
    sys.exit(1)
