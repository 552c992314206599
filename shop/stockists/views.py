"""The addresses under which a visitor finds a shop near them."""

from functools import partial
from typing import Any

from flask import Blueprint, render_template, request, url_for

from shop.stockists import queries
from shop.stockists.commands import add_commands
from shop.stockists.data import CREDITS
from shop.stockists.directions import directions
from shop.stockists.maps import PARAMETERS, map_of_results, map_of_shop
from shop.stockists.models import Stockist
from shop.stockists.structured_data import structured_data
from shop.web.caching import public_page
from shop.web.templating import long_date

blueprint = Blueprint("stockists", __name__)
add_commands(blueprint)

ROWS = 10


@blueprint.get("/stockists")
@public_page("product", private=("near", *PARAMETERS))
def find() -> str:
    near = " ".join(request.args.get("near", "").split())
    wanted = request.args.get("product", "")
    products = queries.products_to_choose()
    product = next((p for p in products if p.slug == wanted), None)
    slugs = (product.slug,) if product else ()
    search = queries.nearest_stockists(near=near, product_slugs=slugs, limit=ROWS) if near else None
    return render_template(
        "stockists/find.html",
        near=near,
        product_items=[{"value": p.slug, "text": p.name} for p in products],
        product=product,
        unknown_product=wanted if wanted and not product else None,
        search=search,
        towns=[] if search and search.place else queries.towns_with_shops(),
        has_samples=search.has_samples if search else queries.has_samples(),
        directions=directions,
        map=map_of_results(search, request.args, partial(_on_map, "find", near=near, product=wanted or None)),
        credits=CREDITS,
    )


@blueprint.get("/stockists/all")
@public_page()
def everywhere() -> str:
    return render_template(
        "stockists/everywhere.html", nations=queries.all_stockists(), has_samples=queries.has_samples()
    )


@blueprint.get("/stockists/<slug>")
@public_page(private=PARAMETERS)
def stockist(slug: str) -> str:
    found = queries.get_stockist(slug)
    data: dict[str, Any] | None = None if found.is_sample else structured_data(found)
    return render_template(
        "stockists/stockist.html",
        stockist=found,
        rows=_rows(found),
        products=queries.products_of(found),
        directions=directions(found.lat, found.lon),
        structured_data=data,
        map=map_of_shop(found, request.args, partial(_on_map, "stockist", slug=slug)),
        credits=CREDITS,
    )


def _on_map(endpoint: str, **values: Any) -> str:
    return url_for(f"stockists.{endpoint}", _anchor="map", **values)


def _rows(found: Stockist) -> list[dict[str, str | bool | None]]:
    """What is known of a shop, a line each; `away` marks another site's address."""
    rows: list[dict[str, str | bool | None]] = [
        {"label": "Address", "value": found.address, "href": None, "away": False}
    ]
    if found.phone:
        tel = f"tel:{found.phone.replace(' ', '')}"
        rows.append({"label": "Telephone", "value": found.phone, "href": tel, "away": False})
    if found.website:
        shown = found.website.partition("://")[2]
        rows.append({"label": "Website", "value": shown, "href": found.website, "away": True})
    if not found.is_sample:  # nobody can have asked a shop that is made up
        confirmed = long_date(found.confirmed_on) if found.confirmed_on else "Not yet"
        rows.append({"label": "Confirmed on", "value": confirmed, "href": None, "away": False})
    return rows
