"""From basket to order to payment: the form, the review of everything, and the button that orders."""

import logging
import secrets
from dataclasses import replace

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from shop import clock, settings
from shop.basket import cookie
from shop.basket.deals import deal_of
from shop.basket.priced import PricedBasket
from shop.basket.queries import price
from shop.catalog.actions import OutOfStock
from shop.checkout.actions import NoLongerSo, buy
from shop.checkout.offer import Offer
from shop.checkout.schemas import NAMES, BadDetails, Details, read_details, read_token
from shop.delivery.ways import (
    DeliveryChoice,
    NotDelivered,
    UnknownDelivery,
    choices,
    chosen,
    cutoff_words,
    zone_for,
)
from shop.offers.actions import VoucherRefused
from shop.orders import terms
from shop.orders.queries import find_order_by_attempt, get_order_by_attempt
from shop.payments import gateway
from shop.payments.actions import NotPayable, renew_payment, start_or_renew
from shop.payments.gateway_values import GatewayRefused, GatewayUnavailable
from shop.payments.till import current_till

log = logging.getLogger(__name__)

blueprint = Blueprint("checkout", __name__)

TOO_OLD = "This page was too old to order from. Check it, then press the button again."

AGE_MISSING = "Tick the box about age. We can't sell this to you without it."
LEAFLET_MISSING = "Read who should not take this, then tick the box."


@blueprint.get("/checkout")
def details() -> Response:
    return _details_page({}, {})


@blueprint.post("/checkout/details")
def change() -> Response:
    return _details_page(_entered(), {})


@blueprint.get("/checkout/review")
def review_again() -> AnyResponse:
    return redirect(url_for("checkout.details"), 303)


@blueprint.post("/checkout/review")
def review() -> AnyResponse:
    basket = _basket()
    if not basket.is_orderable:
        return _blocked_page(basket)
    try:
        given = read_details(_entered())
        offer = _offer(given, basket)
    except BadDetails as bad:
        return _details_page(_entered(), bad.problems)
    return _review_page(offer, given)


@blueprint.post("/checkout")
def place() -> AnyResponse:
    form = request.form.to_dict()
    attempt = read_token(form)
    earlier = find_order_by_attempt(attempt) if attempt else None
    if earlier is not None:
        # A second click on the same button: the first one's order is the answer, whatever changed since.
        return _pay_for(earlier.id, earlier.secret)
    basket = _basket()
    if not basket.is_orderable:
        return _blocked_page(basket)
    try:
        given = read_details(_entered())
        offer = _offer(given, basket)
    except BadDetails as bad:
        return _details_page(_entered(), bad.problems)
    changes = offer.changes_since(form.get("shown", "")) if attempt else (TOO_OLD,)
    missing = _missing_ticks(offer)
    if attempt is None or changes or missing or offer.problem:
        return _review_page(offer, given, changes=changes, missing=missing)
    return _order(offer, given, attempt)


def _order(offer: Offer, given: Details, attempt: str) -> AnyResponse:
    agreement = offer.agreed_by(given.shopper, attempt=attempt)
    try:
        placed = buy(
            agreement=agreement, till=current_till(), now=clock.now(), sandbox=settings.current().sandbox
        )
    except (OutOfStock, VoucherRefused) as refusal:
        return _changed_meanwhile(given, (refusal.message,))
    except NoLongerSo as changed:
        return _changed_meanwhile(given, changed.changes)
    except NotPayable:
        # The other of two clicks was quicker, and its order is paid or closed by now.
        return _to_order(get_order_by_attempt(attempt).secret)
    return _start(placed.secret, placed.payment_id)


def _changed_meanwhile(given: Details, changes: tuple[str, ...]) -> Response:
    basket = _basket()
    if not basket.is_orderable:
        return _blocked_page(basket)
    return _review_page(_offer(given, basket), given, changes=changes)


def _pay_for(order_id: int, secret: str) -> AnyResponse:
    try:
        payment_id = renew_payment(order_id=order_id, till=current_till(), now=clock.now())
    except NotPayable:
        return _to_order(secret)
    return _start(secret, payment_id)


def _start(secret: str, payment_id: int) -> AnyResponse:
    try:
        started = start_or_renew(
            payment_id=payment_id, till=current_till(), gateway=gateway.current(), now=clock.now()
        )
    except NotPayable:
        return _to_order(secret)
    except (GatewayUnavailable, GatewayRefused) as problem:
        log.warning("checkout: payment %s could not be started: %s", payment_id, type(problem).__name__)
        return _to_order(secret, notice="not-started")
    return redirect(started.url, 303) if started.url else _to_order(secret)


def _to_order(secret: str, *, notice: str | None = None) -> AnyResponse:
    return redirect(url_for("orders.show", secret=secret, notice=notice), 303)


def _basket() -> PricedBasket:
    return price(cookie.load(request), sandbox=settings.current().sandbox)


def _entered() -> dict[str, str]:
    return {name: request.form.get(name, "")[:300] for name in NAMES}


def _offer(given: Details, basket: PricedBasket) -> Offer:
    ways = _ways(basket, given.shopper.postcode)
    delivery = _delivery(given, ways)
    first = ways[0]
    deal = deal_of(
        basket,
        now=clock.now(),
        delivery_minor=first.price_minor if delivery == first else 0,
        email=given.shopper.email,
    )
    return Offer(basket, delivery, deal)


def _delivery(given: Details, ways: tuple[DeliveryChoice, ...]) -> DeliveryChoice:
    try:
        return chosen(given.delivery, ways)
    except UnknownDelivery as unknown:
        raise BadDetails(unknown.fields) from None


def _ways(basket: PricedBasket, postcode: str) -> tuple[DeliveryChoice, ...]:
    """The ways to this postcode, or to the mainland while there is none that we deliver to."""
    try:
        zone = zone_for(postcode)
    except NotDelivered:
        zone = None
    return choices(basket.goods_minor, weight_grams=basket.weight_grams, zone=zone, now=clock.now())


def _missing_ticks(offer: Offer) -> dict[str, str]:
    told = {"age": AGE_MISSING, "leaflet": LEAFLET_MISSING}
    return {what: told[what] for what in offer.confirmations if request.form.get(what) != "yes"}


def _details_page(entered: dict[str, str], problems: dict[str, str]) -> Response:
    basket = _basket()
    if not basket.is_orderable:
        return _blocked_page(basket)
    values = {**dict.fromkeys(NAMES, ""), **entered}
    ways = _ways(basket, values["postcode"])
    page = render_template(
        "checkout/details.html",
        basket=basket,
        deal=deal_of(basket, now=clock.now(), delivery_minor=ways[0].price_minor),
        choices=ways,
        cutoff=cutoff_words(),
        values=values,
        problems=problems,
    )
    return make_response(page, 400 if problems else 200)


def _review_page(
    offer: Offer, given: Details, *, changes: tuple[str, ...] = (), missing: dict[str, str] | None = None
) -> Response:
    if offer.problem:
        return _blocked_page(replace(offer.basket, problems=(offer.problem,)))
    page = render_template(
        "checkout/review.html",
        offer=offer,
        totals=offer.totals,
        given=given,
        # A new token for every page: what is ordered with it is what this very page shows.
        hidden={**given.as_form(), "attempt": secrets.token_urlsafe(24), "shown": offer.shown()},
        changes=changes,
        missing=missing or {},
        ticked={name: request.form.get(name) == "yes" for name in ("age", "leaflet")},
        terms=terms,
    )
    return make_response(page, 409 if changes else 400 if missing else 200)


def _blocked_page(basket: PricedBasket) -> Response:
    page = render_template("checkout/blocked.html", basket=basket)
    return make_response(page, 409 if basket.problems else 200)
