"""Decides how a mail about an order is written and put into the outbox, once for each thing it tells."""

from datetime import datetime
from typing import Any

from flask import render_template

from shop import settings
from shop.mail.actions import enqueue
from shop.orders import terms
from shop.orders.models import Order


def send_letter(*, order: Order, kind: str, template: str, subject: str, now: datetime, **said: Any) -> bool:
    """Queue the mail `emails/<template>` about this order; False when one of this kind was written already.

    `kind` names what it tells, such as `refund:7`. The subject names the order and nothing in it.
    """
    chosen = settings.current()
    words = {
        "order": order,
        "subject": subject,
        "link": f"{chosen.shop_url}/orders/{order.secret}",
        "terms": terms,
        **said,
    }
    return enqueue(
        key=f"order:{order.id}:{kind}",
        to=order.email,
        subject=subject,
        text=render_template(f"emails/{template}.txt", **words),
        html=render_template(f"emails/{template}.html", **words),
        now=now,
    )
