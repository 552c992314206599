"""Decides what the people of the shop can do at the terminal with an order's money: `flask orders …`."""

import click

from shop import clock
from shop.db import transaction
from shop.errors import Refusal
from shop.money import format_minor
from shop.orders.cancellation_models import STAFF
from shop.orders.cancelling import cancellations_of
from shop.orders.commands import ORDER_NUMBER, commands, says_why_not
from shop.orders.models import Order
from shop.orders.queries import get_order_by_number, lock_order, parcels_of
from shop.orders.sending import resolve
from shop.payments import gateway
from shop.payments.cancelling import ask_to_cancel, cancel_order, note_return
from shop.payments.gateway_values import GatewayUnavailable
from shop.payments.left import get_refund, goods_payment, money_left, refunds_of, taken_payments
from shop.payments.refund_sending import send_refund
from shop.payments.refunds import Wanted, ask_refund

MOST_WHY = 300

number_argument = click.argument("number", type=ORDER_NUMBER)
line_option = click.option(
    "--line", "lines", multiple=True, metavar="SKU=QTY", help="So many packs; may be given several times."
)
restock_option = click.option("--restock", is_flag=True, help="The packs stand on the shelf again.")
why_option = click.option("--why", required=True, help="Why, for the record. Nothing about health.")


class BadLine(Refusal):
    """A --line that can't be read."""


def packs_of(lines: tuple[str, ...]) -> dict[str, int]:
    """`("ATROSAN-30=2",)` as packs by sku. Raises BadLine."""
    packs: dict[str, int] = {}
    for line in lines:
        sku, _, quantity = line.partition("=")
        if not sku or not quantity.isascii() or not quantity.isdecimal() or len(quantity) > 6 or sku in packs:
            raise BadLine(f"--line {line}: write SKU=QTY, such as ATROSAN-30=2, each sku once.")
        packs[sku] = int(quantity)
    return packs


def checked_why(why: str) -> str:
    """The reason as one line of up to 300 characters. Raises BadLine."""
    tidied = " ".join(why.split())
    if not tidied or len(tidied) > MOST_WHY or not tidied.isprintable():
        raise BadLine(f"--why takes one line of 1 to {MOST_WHY} characters.")
    return tidied


@commands.command("show")
@number_argument
@says_why_not
def show_command(number: int) -> None:
    """Everything about one order: goods, money, what was cancelled, and what happened when."""
    order = get_order_by_number(number)
    click.echo(f"{order.label}  {order.status}  {format_minor(order.total_minor)}  {order.email}")
    if order.attention:
        click.echo(f"needs attention: {order.attention}")
    for line in order.lines:
        click.echo(f"  {line.quantity} × {line.sku}  {line.name}  {format_minor(line.charged_minor)}")
    click.echo(f"  delivery: {order.delivery_label}  {format_minor(order.delivery_minor)}")
    _show_money(order)
    for parcel in parcels_of(order.id):
        click.echo(f"parcel {parcel.sent_at:%Y-%m-%d}  {parcel.carrier}  {parcel.tracking}".rstrip())
    skus = {line.id: line.sku for line in order.lines}
    for cancellation in cancellations_of(order.id):
        packs = ", ".join(
            f"{each.quantity} × {skus[each.order_line_id]} ({each.received} back, {each.restocked} restocked)"
            for each in cancellation.lines
        )
        due = f"due {cancellation.due_at:%Y-%m-%d}" if cancellation.due_at else "waiting for the goods"
        state = "settled" if cancellation.closed_at else due
        click.echo(f"cancelled {cancellation.asked_at:%Y-%m-%d} by {cancellation.asked_by}: {packs}  {state}")
    for event in order.events:
        click.echo(f"{event.at:%Y-%m-%d %H:%M}  {event.new_status}: {event.why}")


def _show_money(order: Order) -> None:
    taken = taken_payments(order.id)
    for payment in taken:
        left = format_minor(money_left(payment))
        came = format_minor(payment.captured_minor or 0)
        click.echo(f"payment {payment.id}  {payment.status}  {came} came in, {left} is left")
    for refund in refunds_of([payment.id for payment in taken]):
        click.echo(
            f"refund {refund.id}  {refund.status}  {format_minor(refund.amount_minor)}  {refund.why}"
            f"{'  ' + refund.failure if refund.failure else ''}"
        )


@commands.command("cancel")
@number_argument
@click.option("--restock/--no-restock", default=True, help="Whether the packs stand on the shelf again.")
@why_option
@says_why_not
def cancel_command(number: int, restock: bool, why: str) -> None:
    """Call off an order that has not left the shop; all its money goes back."""
    order, reason = get_order_by_number(number), checked_why(why)
    label, order_id = order.label, order.id
    try:
        refunds = cancel_order(
            order_id=order_id, gateway=gateway.current(), restock=restock, why=reason, now=clock.now()
        )
    except GatewayUnavailable:
        raise click.ClickException(
            f"The payment provider can't be reached. See `flask orders show {label}` for how far it went; "
            "what was written down is done by itself once the provider answers."
        ) from None
    click.echo(f"{label} is cancelled. {len(refunds)} refunds.")
    _say(refunds)


@commands.command("return")
@number_argument
@line_option
@click.option("--requested", is_flag=True, help="Nothing came yet: somebody rang or wrote to cancel.")
@restock_option
@why_option
@says_why_not
def return_command(number: int, lines: tuple[str, ...], requested: bool, restock: bool, why: str) -> None:
    """Note what comes back (all that was announced, without --line); its money is due within 14 days."""
    order, packs, reason = get_order_by_number(number), packs_of(lines) or None, checked_why(why)
    label, order_id = order.label, order.id
    if requested:
        asked = ask_to_cancel(order_id=order_id, packs=packs, by=STAFF, why=reason, now=clock.now())
        click.echo(f"{label}: noted, cancellation {asked.id}.")
        return
    done = note_return(order_id=order_id, packs=packs, restock=restock, why=reason, now=clock.now())
    due = min(each.due_at for each in done if each.due_at)
    click.echo(f"{label}: received. Give the money back by {due:%Y-%m-%d}: flask orders refund {label}")


@commands.command("refund")
@number_argument
@line_option
@click.option("--delivery", is_flag=True, help="The price of the delivery.")
@click.option("--payment", type=int, help="Which payment, where more than one came in.")
@restock_option
@why_option
@says_why_not
def refund_command(
    number: int, lines: tuple[str, ...], delivery: bool, payment: int | None, restock: bool, why: str
) -> None:
    """Give money back: the lines and delivery named, or everything that is left."""
    order_id = get_order_by_number(number).id
    wanted = Wanted(packs=packs_of(lines), delivery=delivery, restock=restock)
    now = clock.now()
    refund_id = ask_refund(
        order_id=order_id, wanted=wanted, why=checked_why(why), now=now, payment_id=payment
    )
    try:
        send_refund(refund_id=refund_id, gateway=gateway.current(), now=now)
    except GatewayUnavailable:
        click.echo("The payment provider can't be reached. The refund is written down and sent later.")
    _say([refund_id])


@commands.command("resolve")
@number_argument
@why_option
@says_why_not
def resolve_command(number: int, why: str) -> None:
    """You dealt with what needed attention: the order goes on where it stood."""
    order_id, reason = get_order_by_number(number).id, checked_why(why)
    with transaction():
        order = lock_order(order_id)
        paid = goods_payment(order, taken_payments(order_id))
        is_in = paid is not None and money_left(paid) == order.total_minor
        resolve(order=order, why=reason, money_is_in=is_in, now=clock.now())
        said = f"{order.label} is {order.status}."
    click.echo(said)


def _say(refund_ids: list[int]) -> None:
    for refund_id in refund_ids:
        refund = get_refund(refund_id)
        click.echo(f"Refund {refund.id}: {format_minor(refund.amount_minor)}, {refund.status}.")
        if refund.failure:
            raise click.ClickException(f"The provider said no: {refund.failure}. The order is flagged.")
