"""Decides what a shopkeeper can do with the range from the command line: check, load, export, see gaps."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from shop import clock
from shop.catalog.actions import load_starter_range
from shop.catalog.product_sheets import sheet_of, written
from shop.catalog.queries import list_products
from shop.catalog.sheets import Sheet, SheetError, read_sheets
from shop.catalog.unconfirmed import gaps
from shop.catalog.vocabulary import PRODUCTS
from shop.db import transaction
from shop.errors import Refusal

commands = AppGroup(
    "catalog", help="The range: check, load and export product sheets, list what is unconfirmed."
)

IN_THE_DATABASE = (
    "These lines are of the sheets that `flask catalog export DIR` writes: the range in the database would "
    "not hold together. Mend them there and load them with --replace. Nothing was loaded."
)

FOLDER = click.Path(file_okay=False, path_type=Path)


@commands.command("check")
@click.argument("folder", type=FOLDER, default=PRODUCTS, metavar="[DIR]")
def check(folder: Path) -> None:
    """Read the product sheets of DIR and say file, line and key of every mistake."""
    print(f"{len(_read(folder))} sheets, no mistakes.")


@commands.command("load")
@click.argument("folder", type=FOLDER, default=PRODUCTS, metavar="[DIR]")
@click.option("--replace", is_flag=True, help="Let the sheets win over what is in the database.")
def load(folder: Path, replace: bool) -> None:
    """Load the product sheets of DIR; products that are there stay as they are."""
    sheets = _read(folder)
    try:
        with transaction():
            loaded = load_starter_range(sheets=sheets, now=clock.now(), replace=replace)
    except Refusal as refusal:
        _stop(f"{refusal.message} Nothing was loaded.")
    except SheetError as error:
        _stop(f"{error}\n{IN_THE_DATABASE}")
        raise
    print(f"{len(loaded.added)} added, {len(loaded.replaced)} replaced, {len(loaded.kept)} kept as they are.")


@commands.command("export")
@click.argument("folder", type=FOLDER, metavar="DIR")
def export(folder: Path) -> None:
    """Write every product of the database into DIR, one sheet each."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets = written(list_products())
    for name, text in sheets.items():
        (folder / name).write_bytes(text)
    print(f"{len(sheets)} sheets written to {folder}.")


@commands.command("unconfirmed")
def unconfirmed() -> None:
    """List every fact that must be confirmed before real selling."""
    rows = [(product.slug, *gap) for product in list_products() for gap in gaps(sheet_of(product))]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    for slug, what, problem in rows:
        print(f"{slug:{widths[0]}}  {what:{widths[1]}}  {problem}")
    print(f"{len(rows)} facts to confirm.")


def _read(folder: Path) -> list[Sheet]:
    try:
        return read_sheets(folder)
    except SheetError as error:
        _stop(str(error))
        raise


def _stop(message: str) -> None:
    print(message, file=sys.stderr)
    sys.exit(1)
