"""The basket's page and the two forms that change what lies in it."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from shop import clock, settings
from shop.basket import actions, cookie
from shop.basket.deals import deal_of
from shop.basket.models import Basket
from shop.basket.priced import PricedBasket
from shop.basket.queries import price
from shop.basket.schemas import AddForm, ChangeForm, read_form
from shop.db import transaction
from shop.delivery.tariff import Zone, tariff
from shop.delivery.ways import (
    DeliveryChoice,
    NotDelivered,
    TooHeavy,
    choices,
    cutoff_words,
    in_short,
    zone_for,
)
from shop.errors import Refusal
from shop.offers.actions import VoucherRefused
from shop.offers.rules import Deal

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


@blueprint.post("/basket/voucher")
def enter_code() -> AnyResponse:
    basket = cookie.load(request)
    if "remove" in request.form:
        return _to_basket(basket.with_code(""))
    entered = request.form.get("code", "")
    try:
        code = _known_code(entered)
    except Refusal as refusal:
        return _page(_priced(basket), refusal=refusal, code_entered=entered)
    wanted = _priced(basket.with_code(code))
    refused = _deal(wanted, _ways(wanted, None)).refusal
    if refused is not None:
        return _page(_priced(basket), refusal=VoucherRefused(refused), code_entered=entered)
    return _to_basket(basket.with_code(code))


def _to_basket(basket: Basket) -> AnyResponse:
    notice = EMPTIED if cookie.is_unreadable(request) else None
    response = make_response(redirect(url_for("basket.show", notice=notice), 303))
    cookie.store(response, basket)
    return response


def _priced(basket: Basket) -> PricedBasket:
    return price(basket, sandbox=settings.current().sandbox)


def _known_code(entered: str) -> str:
    with transaction():
        code = actions.known_code(
            entered,
            address=request.remote_addr or "",
            secret=settings.current().secret_key,
            now=clock.now(),
        )
    if code is None:
        raise actions.UnknownCode
    return code


def _ways(priced: PricedBasket, zone: Zone | None) -> tuple[DeliveryChoice, ...]:
    try:
        return choices(priced.goods_minor, weight_grams=priced.weight_grams, zone=zone, now=clock.now())
    except TooHeavy:
        return ()


def _deal(priced: PricedBasket, ways: tuple[DeliveryChoice, ...]) -> Deal:
    return deal_of(priced, now=clock.now(), delivery_minor=ways[0].price_minor if ways else 0)


def _place(entered: str) -> tuple[Zone | None, str | None]:
    """The zone of the postcode in the address, or what is wrong with it; neither when there is none."""
    if not entered.strip():
        return None, None
    try:
        return zone_for(entered), None
    except NotDelivered as refusal:
        return None, refusal.message


def _page(
    priced: PricedBasket,
    *,
    unreadable: bool = False,
    refusal: Refusal | None = None,
    at_sku: str | None = None,
    code_entered: str | None = None,
) -> Response:
    held = {line.sku for line in priced.lines}
    postcode = request.args.get("postcode", "")[:20]
    zone, postcode_problem = _place(postcode)
    ways = _ways(priced, zone)
    page = render_template(
        "basket/show.html",
        basket=priced,
        deal=_deal(priced, ways),
        ways=ways,
        zone=zone,
        postcode=postcode,
        postcode_problem=postcode_problem,
        cutoff=cutoff_words(),
        in_short=in_short(),
        free_from_minor=(zone or tariff().mainland).ways[0].free_from_minor,
        code_entered=None if code_entered is None else code_entered[:40],
        unreadable=cookie.UNREADABLE if unreadable else None,
        refusal=refusal,
        at_sku=at_sku if at_sku in held else None,
        entered=request.form.get("quantity", "")[:10] if refusal else None,
    )
    return make_response(page, refusal.status if refusal else 200)
