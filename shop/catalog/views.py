"""Decides what a visitor of the shelves gets to see."""

from flask import Blueprint, render_template, request

from shop import settings
from shop.catalog.availability import most_at_once
from shop.catalog.commands import commands
from shop.catalog.product_page import described, packs, structured_data
from shop.catalog.queries import filled_shelves, get_product, list_products
from shop.catalog.schemas import read_filters
from shop.catalog.shelf import cards
from shop.web.caching import public_page

blueprint = Blueprint("catalog", __name__, cli_group=None)
blueprint.cli.add_command(commands)


@blueprint.get("/shop")
@public_page("need", "kind")
def products() -> str:
    """Everything we sell, or one shelf of it."""
    filters = read_filters(request.args)
    found = list_products(need=filters.need, kind=filters.kind)
    return render_template(
        "catalog/products.html", cards=cards(found), filters=filters, shelves=filled_shelves()
    )


@blueprint.get("/shop/<slug>")
@public_page()
def product(slug: str) -> str:
    """One product with all that is known, and all that isn't."""
    found = get_product(slug)
    current = settings.current()
    offered = packs(found, sandbox=current.sandbox)
    return render_template(
        "catalog/product.html",
        product=found,
        page=described(found),
        packs=offered,
        most=most_at_once(found),
        structured=structured_data(found, offered, shop_url=current.shop_url),
    )
