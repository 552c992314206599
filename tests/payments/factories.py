"""Makes orders with payments for tests, in the steps in which the shop makes them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from shop.basket.models import Basket, Line
from shop.basket.queries import price
from shop.checkout.actions import Placed, buy
from shop.checkout.offer import confirmations_for
from shop.db import db, transaction
from shop.mail.models import OutboxMessage
from shop.orders.agreed import AgreedLine
from shop.orders.models import Order
from shop.orders.queries import get_order_by_secret, lock_order
from shop.payments.actions import start_payment
from shop.payments.gateway import Gateway
from shop.payments.left import get_refund
from shop.payments.models import Payment
from shop.payments.queries import get_payment
from shop.payments.refund_models import Refund
from shop.payments.refund_sending import send_refund
from shop.payments.refunds import Wanted, ask_refund
from shop.payments.settling import settle
from shop.payments.till import Till
from tests.orders.factories import agreement
from tests.payments.fake_gateway import FakeGateway

WHY = "one box came broken"
TILL = Till(shop_url="http://shop.example", livemode=False)


def bought(*lines: AgreedLine, now: datetime, **overrides: Any) -> Placed:
    """Step 1: an order and its payment are written down, and nobody was asked for money."""
    agreed = agreement(*lines, **overrides)
    basket = price(Basket(tuple(Line(i.sku, i.quantity, i.unit_minor) for i in agreed.lines)), sandbox=True)
    agreed = replace(agreed, confirmations=confirmations_for(basket))
    return buy(agreement=agreed, till=TILL, now=now, sandbox=True)


def at_the_payment_page(*lines: AgreedLine, gateway: Gateway, now: datetime, **overrides: Any) -> Placed:
    """Steps 1 to 3: the shopper looks at the provider's page."""
    placed = bought(*lines, now=now, **overrides)
    start_payment(payment_id=placed.payment_id, gateway=gateway)
    return placed


def session_of(placed: Placed) -> str:
    """The provider's session of a payment that was started."""
    reference = payment_of(placed).reference
    assert reference is not None
    return reference


def payment_of(placed: Placed) -> Payment:
    """The payment as it stands in the database now."""
    db.session.rollback()
    return get_payment(placed.payment_id)


def order_of(placed: Placed) -> Order:
    """The order as it stands in the database now."""
    db.session.rollback()
    return get_order_by_secret(placed.secret)


def standing(placed: Placed) -> tuple[str, str, str]:
    """Where the payment, the order and its goods are."""
    order = order_of(placed)
    return payment_of(placed).status, order.status, order.stock


def mails() -> list[str]:
    """The keys of the mails in the outbox, in the order they were written."""
    db.session.rollback()
    return list(db.session.execute(select(OutboxMessage.key).order_by(OutboxMessage.id)).scalars())


def how_many(model: type[Any]) -> int:
    """How many rows a table has."""
    db.session.rollback()
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def paid(gateway: FakeGateway, now: datetime, *lines: AgreedLine) -> Placed:
    """An order whose money is in."""
    placed = at_the_payment_page(*lines, gateway=gateway, now=now)
    gateway.pays(session_of(placed))
    settle(payment_id=placed.payment_id, gateway=gateway, now=now)
    return placed


def refunded(placed: Placed, gateway: FakeGateway, now: datetime, **wanted: object) -> Refund:
    """A refund that was asked for and sent."""
    refund_id = ask_refund(order_id=order_of(placed).id, wanted=Wanted(**wanted), why=WHY, now=now)  # type: ignore[arg-type]
    send_refund(refund_id=refund_id, gateway=gateway, now=now)
    db.session.rollback()
    return get_refund(refund_id)


def sent_out(placed: Placed, now: datetime) -> None:
    """The order is with the carrier."""
    order_id = order_of(placed).id
    with transaction():
        order = lock_order(order_id)
        for state in ("packed", "dispatched"):
            order.move(state, at=now, why="the shop did it")
