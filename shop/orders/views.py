"""The page of one order, open to whoever holds its secret address."""

from flask import Blueprint, Response, make_response, render_template, request

from shop import clock
from shop.catalog.shelf import art_of
from shop.catalog.vocabulary import MEDICINE
from shop.orders import states, terms
from shop.orders.cancelling import cancellations_of
from shop.orders.models import Order
from shop.orders.money_back import money_back
from shop.orders.queries import get_order_by_secret, parcels_of
from shop.orders.returns import is_in_time

blueprint = Blueprint("orders", __name__)


@blueprint.get("/orders/<secret>")
def show(secret: str) -> Response:
    order = get_order_by_secret(secret)
    has_medicine = any(line.kind == MEDICINE for line in order.lines)
    page = render_template(
        "orders/show.html",
        order=order,
        has_medicine=has_medicine,
        drawings={line.sku: art_of(line.product_slug) for line in order.lines},
        terms=terms,
        refunds=money_back(order) if order.paid_at else (),
        cancellations=cancellations_of(order.id) if order.paid_at else (),
        parcels=parcels_of(order.id) if order.has_left else (),
        names={line.id: f"{line.name}, {line.size_label}" for line in order.lines},
        can_cancel=_can_cancel(order),
        notice_of=request.args.get("notice"),
    )
    response = make_response(page)
    # The address is the key: no robot keeps it. Other sites never learn it either, since every page is sent
    # with `Referrer-Policy: same-origin`; `no-referrer` would make older browsers send this page's form
    # with `Origin: null`, which the cross-origin guard refuses.
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response


def _can_cancel(order: Order) -> bool:
    if order.status == states.PLACED:
        return order.money_awaited_at is None
    is_open = order.paid_at is not None and order.status != states.CANCELLED
    return is_open and is_in_time(order.moved_at(states.DELIVERED), clock.now())
