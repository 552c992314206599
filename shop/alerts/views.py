"""The pages of somebody who waits for a pack: asking, saying yes, and being forgotten."""

from flask import Blueprint, Response, make_response, render_template, request

from shop import clock
from shop.alerts import actions
from shop.alerts.queries import get_alert
from shop.catalog.models import Variant
from shop.catalog.queries import NoSuchPack, get_product, variants_by_sku
from shop.db import transaction
from shop.mail.headers import UnsafeHeader, checked_address
from shop.web.limits import count_request

blueprint = Blueprint("alerts", __name__)

ASKS_A_MINUTE = 5
LONGEST_EMAIL = 254
EMAIL_WORDS = "Enter an email address, like name@example.com."


@blueprint.post("/shop/<slug>/back-in-stock")
def ask(slug: str) -> Response:
    product = get_product(slug)
    variant = _pack(slug)
    email = request.form.get("email", "").strip()[:400]
    if not _is_address(email):
        page = render_template(
            "alerts/ask.html", product=product, variant=variant, email=email, problem=EMAIL_WORDS
        )
        return _private(page, 400)
    count_request("alerts", per_minute=ASKS_A_MINUTE)
    if variant.available <= 0:
        with transaction():
            actions.ask(variant=_pack(slug), email=email, now=clock.now())
    return _private(render_template("alerts/asked.html", product=product, is_back=variant.available > 0))


@blueprint.get("/alerts/<token>")
def show(token: str) -> Response:
    return _shown(token)


@blueprint.post("/alerts/<token>/confirm")
def confirm(token: str) -> Response:
    with transaction():
        actions.confirm(token=token, now=clock.now())
    return _shown(token)


@blueprint.post("/alerts/<token>/stop")
def stop(token: str) -> Response:
    with transaction():
        actions.stop(token=token)
    return _private(render_template("alerts/stopped.html"))


def _shown(token: str) -> Response:
    alert = get_alert(token)
    variant = variants_by_sku([alert.sku]).get(alert.sku)
    return _private(render_template("alerts/show.html", alert=alert, variant=variant, token=token))


def _pack(slug: str) -> Variant:
    # What isn't a sku of ours, a NUL byte say, is not asked of the database.
    sku = request.form.get("sku", "")
    variant = variants_by_sku([sku]).get(sku) if sku.isprintable() and len(sku) <= 40 else None
    if variant is None or variant.product.slug != slug:
        raise NoSuchPack(sku[:40] if sku.isprintable() else "")
    return variant


def _is_address(email: str) -> bool:
    try:
        checked_address(email)
    except UnsafeHeader:
        return False
    return len(email) <= LONGEST_EMAIL and "." in email.rpartition("@")[2]


def _private(page: str, status: int = 200) -> Response:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
