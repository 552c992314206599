"""The basket's page and the two forms that change what lies in it."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from shop import settings
from shop.basket import actions, cookie, delivery
from shop.basket.models import Basket
from shop.basket.priced import PricedBasket
from shop.basket.queries import price
from shop.basket.schemas import AddForm, ChangeForm, read_form
from shop.errors import Refusal

blueprint = Blueprint("basket", __name__)

EMPTIED = "emptied"


@blueprint.get("/basket")
def show() -> Response:
    basket = cookie.load(request)
    unreadable = cookie.is_unreadable(request) or request.args.get("notice") == EMPTIED
    priced = _priced(basket)
    response = _page(priced, unreadable=unreadable)
    # From here on the visitor has been told; the next page need not tell them again.
    if priced.as_seen() != basket or cookie.is_unreadable(request):
        cookie.store(response, priced.as_seen())
    return response


@blueprint.post("/basket/items")
def add() -> AnyResponse:
    basket = cookie.load(request)
    try:
        asked = read_form(AddForm(), request.form.to_dict())
        changed = actions.add_item(basket, **asked, sandbox=settings.current().sandbox)
    except Refusal as refusal:
        return _page(_priced(basket), refusal=refusal)
    return _to_basket(changed)


@blueprint.post("/basket/items/<sku>")
def change(sku: str) -> AnyResponse:
    basket = cookie.load(request)
    try:
        asked = read_form(ChangeForm(), {**request.form.to_dict(), "sku": sku})
        changed = actions.set_quantity(basket, **asked, sandbox=settings.current().sandbox)
    except Refusal as refusal:
        return _page(_priced(basket), refusal=refusal, at_sku=sku)
    return _to_basket(changed)


def _to_basket(basket: Basket) -> AnyResponse:
    notice = EMPTIED if cookie.is_unreadable(request) else None
    response = make_response(redirect(url_for("basket.show", notice=notice), 303))
    cookie.store(response, basket)
    return response


def _priced(basket: Basket) -> PricedBasket:
    return price(basket, sandbox=settings.current().sandbox)


def _page(
    priced: PricedBasket,
    *,
    unreadable: bool = False,
    refusal: Refusal | None = None,
    at_sku: str | None = None,
) -> Response:
    held = {line.sku for line in priced.lines}
    page = render_template(
        "basket/show.html",
        basket=priced,
        choices=delivery.choices(priced.goods_minor),
        free_from_minor=delivery.FREE_FROM_MINOR,
        unreadable=cookie.UNREADABLE if unreadable else None,
        refusal=refusal,
        at_sku=at_sku if at_sku in held else None,
        entered=request.form.get("quantity", "")[:10] if refusal else None,
    )
    return make_response(page, refusal.status if refusal else 200)
