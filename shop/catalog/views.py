"""Decides what a visitor of the shelves gets to see."""

from flask import Blueprint, render_template, request

from shop import settings
from shop.catalog.availability import most_at_once
from shop.catalog.commands import commands
from shop.catalog.product_page import described, pack_choices, packs, structured_data, trail
from shop.catalog.queries import filled_shelves, get_product, list_products
from shop.catalog.schemas import SHOWN_KINDS, read_filters
from shop.catalog.shelf import art_of, cards, choices
from shop.catalog.stock_commands import commands as stock_commands
from shop.catalog.vocabulary import KINDS, shelves
from shop.delivery.ways import in_short
from shop.web.caching import public_page

blueprint = Blueprint("catalog", __name__, cli_group=None)
blueprint.cli.add_command(commands)
blueprint.cli.add_command(stock_commands)


@blueprint.get("/shop")
@public_page("need", "kind")
def products() -> str:
    """Everything we sell, or one shelf of it."""
    filters = read_filters(request.args)
    found = list_products(need=filters.need, kind=filters.kind)
    return render_template(
        "catalog/products.html",
        cards=cards(found),
        filters=filters,
        shelf=shelves().get(filters.need or "") or KINDS.get(filters.kind or "") or "All products",
        shelf_choices=choices(filled_shelves()),
        kind_choices=choices({kind: KINDS[kind] for kind in SHOWN_KINDS}),
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
        image=art_of(slug),
        packs=offered,
        choices=pack_choices(offered),
        most=most_at_once(found),
        delivery=in_short(),
        structured=structured_data(found, offered, shop_url=current.shop_url),
        trail=trail(found, shop_url=current.shop_url),
    )
