"""The guide's commands for developers and editors: what the recommender is given, as it is given."""

import json

import click
from flask.cli import AppGroup

from recommender import parse_items
from shop.catalog.queries import guide_items
from shop.guide.topic import current_topic

commands = AppGroup("guide", help="What the guide works from.")


@commands.command("items")
def items() -> None:
    """Print the range as items for `python -m recommender recommend --items FILE`."""
    found = guide_items()
    # What the recommender would refuse is not worth exporting.
    parse_items(found, current_topic())
    click.echo(json.dumps({"items": found}, ensure_ascii=False, indent=2))
