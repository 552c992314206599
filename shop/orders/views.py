"""The page of one order, open to whoever holds its secret address."""

from flask import Blueprint, Response, make_response, render_template, request

from shop.catalog.shelf import art_of
from shop.catalog.vocabulary import MEDICINE
from shop.orders import terms
from shop.orders.queries import get_order_by_secret

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
        notice_of=request.args.get("notice"),
    )
    response = make_response(page)
    # The address is the key: no robot keeps it. Other sites never learn it either, since every page is sent
    # with `Referrer-Policy: same-origin`; `no-referrer` would make older browsers send this page's form
    # with `Origin: null`, which the cross-origin guard refuses.
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response
