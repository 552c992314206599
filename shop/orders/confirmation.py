"""Decides what a shopper gets in writing once an order is paid: all that the law wants on a durable medium.

Source: Consumer Contracts Regulations 2013, regulation 16 and schedules 2 and 3.
"""

from dataclasses import dataclass

from flask import render_template

from shop import settings
from shop.orders import terms
from shop.orders.models import Order
from shop.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A mail: the text part and the HTML part say the same. The subject names the order and nothing in it."""

    subject: str
    text: str
    html: str


def confirmation(order: Order) -> Confirmation:
    """The mail for a paid order, with its lines and VAT rates loaded."""
    chosen = settings.current()
    subject = f"Your order {order.label} at {chosen.shop_name}"
    said = {
        "order": order,
        "subject": subject,
        "link": f"{chosen.shop_url}/orders/{order.secret}",
        "terms": terms,
        "trader": [part for part in (chosen.company_name or chosen.shop_name, *_reached_at(chosen)) if part],
    }
    return Confirmation(
        subject=subject,
        text=render_template("emails/order_confirmation.txt", **said),
        html=render_template("emails/order_confirmation.html", **said),
    )


def _reached_at(chosen: Settings) -> tuple[str | None, str | None, str | None]:
    return chosen.company_address, chosen.company_email, chosen.company_phone
