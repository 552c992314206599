"""Decides what the people of the shop can ask of orders at the terminal: `flask orders …`."""

import functools
import re
from collections.abc import Callable
from typing import Any

import click
from flask.cli import AppGroup

from shop import clock
from shop.catalog.actions import StockDisagrees
from shop.db import transaction
from shop.errors import Refusal
from shop.money import format_minor
from shop.orders import sending, states
from shop.orders.models import Order
from shop.orders.queries import due_cancellations, get_order_by_number, list_orders, lock_order

commands = AppGroup("orders", help="Look after orders: list, show, pack, send, cancel, take back, refund.")

NUMBER = re.compile(r"(?:SR-)?([0-9]{1,9})", re.ASCII | re.IGNORECASE)


class OrderNumber(click.ParamType):
    """`SR-100001` or `100001`."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number, or an error that says what one looks like."""
        if isinstance(value, int):
            return value
        found = NUMBER.fullmatch(value)
        if found is None:
            self.fail(f"{value!r} is not an order number such as SR-100001.", param, ctx)
        return int(found[1])


ORDER_NUMBER = OrderNumber()


def says_why_not(command: Callable[..., None]) -> Callable[..., None]:
    """A rule that says no is one clear line and exit code 1, and nothing was done."""

    @functools.wraps(command)
    def wrapped(*args: Any, **words: Any) -> None:
        try:
            command(*args, **words)
        except Refusal as refusal:
            raise click.ClickException(refusal.message) from None
        except StockDisagrees as fault:
            raise click.ClickException(f"{fault}. Nothing was done.") from None

    return wrapped


@commands.command("list")
@click.option("--status", type=click.Choice(states.STATES), help="Only orders that stand there.")
@click.option("--due", is_flag=True, help="Only cancelled goods whose money has yet to go back.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@says_why_not
def list_command(status: str | None, due: bool, limit: int) -> None:
    """List orders, newest first; with --due what has to be paid back, and until when."""
    if due:
        for order, cancellation in due_cancellations(limit):
            until = (
                f"pay back by {cancellation.due_at:%Y-%m-%d}"
                if cancellation.due_at
                else "waiting for the goods"
            )
            click.echo(f"{order.label}  {until}  asked {cancellation.asked_at:%Y-%m-%d}  {order.status}")
        return
    for order in list_orders(status=status, limit=limit):
        click.echo(
            f"{order.label}  {order.status:15}  {format_minor(order.total_minor):>9}  "
            f"{order.placed_at:%Y-%m-%d %H:%M}  {(order.attention or '').partition(chr(10))[0]}".rstrip()
        )


@commands.command("pack")
@click.argument("number", type=ORDER_NUMBER)
@says_why_not
def pack_command(number: int) -> None:
    """The goods of a paid order are in their box."""
    _move(number, lambda order: sending.pack(order=order, now=clock.now()))


@commands.command("dispatch")
@click.argument("number", type=ORDER_NUMBER)
@click.option("--carrier", default="", help="Who brings it.")
@click.option("--tracking", default="", help="The carrier's code, which the shopper is told.")
@says_why_not
def dispatch_command(number: int, carrier: str, tracking: str) -> None:
    """The box is with the carrier; the shopper gets a mail."""
    for name, value in (("--carrier", carrier), ("--tracking", tracking)):
        if len(value) > 60 or not value.isprintable():
            raise click.ClickException(f"{name} takes one line of up to 60 characters.")
    _move(
        number,
        lambda order: sending.dispatch(order=order, carrier=carrier, tracking=tracking, now=clock.now()),
    )


@commands.command("deliver")
@click.argument("number", type=ORDER_NUMBER)
@says_why_not
def deliver_command(number: int) -> None:
    """The box arrived."""
    _move(number, lambda order: sending.deliver(order=order, now=clock.now()))


def _move(number: int, act: Callable[[Order], None]) -> None:
    order_id = get_order_by_number(number).id
    with transaction():
        order = lock_order(order_id)
        act(order)
        said = f"{order.label} is {order.status}."
    click.echo(said)
