"""What an editor can ask at the command line before publishing."""

import click

from shop import clock
from shop.journal.library import CONTENT, load_library
from shop.journal.mistakes import BadContent
from shop.journal.models import KINDS


@click.command("check")
def check() -> None:
    """Read every content file and print its mistakes, or a summary and what is due for review."""
    try:
        library = load_library(CONTENT)
    except BadContent as error:
        raise click.ClickException(str(error)) from error

    counts = ", ".join(f"{len(library.of_kind(kind))} × {kind}" for kind in KINDS)
    click.echo(f"The journal is in order: {counts}.")
    today = clock.now().date()
    for article in library.articles:
        if article.next_review_on <= today:
            click.echo(f"Due for review since {article.next_review_on}: {article.file}")
