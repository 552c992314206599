"""The front page, the small print, and the addresses that machines ask for."""

import logging

from flask import Blueprint, Response, jsonify, render_template

from shop import settings
from shop.catalog import queries as catalog
from shop.catalog.shelf import cards
from shop.db import is_migrated
from shop.delivery.tariff import tariff
from shop.delivery.ways import cutoff_words
from shop.journal import queries as journal
from shop.orders import terms as agreed
from shop.pages.licences import PACKAGES
from shop.pages.manifest import FAVICON, manifest
from shop.pages.sitemap import addresses, robots
from shop.stockists import queries as stockists
from shop.stockists.data import CREDITS
from shop.web.caching import public_page

blueprint = Blueprint("pages", __name__)
log = logging.getLogger(__name__)

TEASED_PRODUCTS = 3
TEASED_ARTICLES = 3


@blueprint.get("/")
@public_page()
def home() -> str:
    return render_template(
        "pages/home.html",
        cards=cards(catalog.list_products())[:TEASED_PRODUCTS],
        shelves=catalog.filled_shelves(),
        articles=journal.all_articles()[:TEASED_ARTICLES],
    )


@blueprint.get("/about")
@public_page()
def about() -> str:
    return render_template("pages/about.html")


@blueprint.get("/delivery-and-returns")
@public_page()
def delivery_and_returns() -> str:
    return render_template(
        "pages/delivery_and_returns.html",
        tariff=tariff(),
        cutoff=cutoff_words(),
        terms=agreed,
    )


@blueprint.get("/privacy")
@public_page()
def privacy() -> str:
    return render_template("pages/privacy.html")


@blueprint.get("/terms")
@public_page()
def terms() -> str:
    return render_template("pages/terms.html", version=agreed.TERMS_VERSION)


@blueprint.get("/accessibility")
@public_page()
def accessibility() -> str:
    return render_template("pages/accessibility.html")


@blueprint.get("/licences")
@public_page()
def licences() -> str:
    return render_template("pages/licences.html", packages=PACKAGES, place_credits=CREDITS)


@blueprint.get("/components")
@public_page()
def components() -> str:
    return render_template("pages/components.html")


@blueprint.get("/robots.txt")
@public_page()
def robots_txt() -> Response:
    return Response(robots(settings.current().shop_url), content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
@public_page()
def sitemap() -> Response:
    shops = [shop for _, towns in stockists.all_stockists() for _, found in towns for shop in found]
    found = addresses(
        products=catalog.list_products(),
        articles=(*journal.all_articles(), *journal.all_questions(), *journal.all_recipes()),
        stockists=shops,
    )
    page = render_template("pages/sitemap.xml", addresses=found)
    return Response(page, content_type="application/xml; charset=utf-8")


@blueprint.get("/favicon.ico")
@public_page()
def favicon() -> Response:
    return Response(FAVICON.read_bytes(), content_type="image/png")


@blueprint.get("/site.webmanifest")
@public_page()
def webmanifest() -> Response:
    answer = jsonify(manifest(settings.current().shop_name))
    answer.content_type = "application/manifest+json"
    return answer


@blueprint.get("/healthz")
def healthz() -> Response:
    """Whether this process answers; asks nothing of anyone else."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Whether visitors may be sent here: the database answers and has its tables."""
    try:
        ready = is_migrated()
    except Exception:  # noqa: BLE001, RUF100 - whatever the driver raises, the answer is "not now"
        log.exception("the database does not answer")
        ready = False
    words, status = ("ready\n", 200) if ready else ("not ready\n", 503)
    return Response(words, status, content_type="text/plain; charset=utf-8")
