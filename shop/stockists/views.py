"""The addresses under which a visitor finds a shop near them."""

from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop import clock
from shop.db import transaction
from shop.stockists import queries
from shop.stockists.actions import report
from shop.stockists.commands import add_commands
from shop.stockists.data import CREDITS
from shop.stockists.directions import directions
from shop.stockists.hours import DAYS, BankHolidays, Span
from shop.stockists.maps import PARAMETERS, map_of_results, map_of_shop
from shop.stockists.models import KINDS, Stockist
from shop.stockists.nearest import Wanted
from shop.stockists.schemas import REPORTS, read_report, read_search
from shop.stockists.structured_data import structured_data
from shop.web.caching import public_page
from shop.web.templating import long_date

blueprint = Blueprint("stockists", __name__)
add_commands(blueprint)

ROWS = 10


@blueprint.get("/stockists")
@public_page("product", private=("near", "kind", "open", "page", *PARAMETERS))
def find() -> str:
    asked = read_search(request.args)
    products = queries.products_to_choose()
    product = next((p for p in products if p.slug == asked.product), None)
    now = clock.now()
    wanted = Wanted(
        product_slugs=(product.slug,) if product else (),
        kind=asked.kind,
        open_at=now if asked.is_open else None,
    )
    search = None
    if asked.near:
        skip = (asked.page - 1) * ROWS
        search = queries.nearest_stockists(near=asked.near, at=now, wanted=wanted, limit=ROWS, skip=skip)
    return render_template(
        "stockists/find.html",
        asked=asked,
        product_items=[{"value": p.slug, "text": p.name} for p in products],
        kind_items=[{"value": kind, "text": label} for kind, label in KINDS.items()],
        product=product,
        unknown_product=asked.product if asked.product and not product else None,
        search=search,
        first=(asked.page - 1) * ROWS + 1,
        towns=[] if search and search.place else queries.towns_with_shops(),
        has_samples=search.has_samples if search else queries.has_samples(),
        directions=directions,
        map=map_of_results(search, request.args, partial(_on_map, "find", **asked.address())),
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
    hours = found.hours
    data: dict[str, Any] | None = None if found.is_sample else structured_data(found)
    return render_template(
        "stockists/stockist.html",
        stockist=found,
        rows=_rows(found),
        week=_week(found),
        bank_holidays=BANK_HOLIDAY_WORDS[hours.bank_holidays],
        exceptions=[(long_date(e.day), _spans(hours.exceptions[e.day]), e.why) for e in found.exceptions],
        products=queries.products_of(found),
        directions=directions(found.lat, found.lon),
        structured_data=data,
        map=map_of_shop(found, request.args, partial(_on_map, "stockist", slug=slug)),
        credits=CREDITS,
    )


def _on_map(endpoint: str, **values: Any) -> str:
    return url_for(f"stockists.{endpoint}", _anchor="map", **values)


@blueprint.get("/stockists/<slug>/report")
@public_page("product")
def tell(slug: str) -> str:
    found = queries.get_stockist(slug)
    return _tell_page(found, {"product": request.args.get("product", "")}, {})


@blueprint.post("/stockists/<slug>/report")
def take_report(slug: str) -> str | Response:
    found = queries.get_stockist(slug)
    given, problems = read_report(request.form, {each.product_slug for each in found.products})
    if problems:
        return _tell_page(found, given, problems)
    with transaction():
        report(slug=slug, what=given["what"], product_slug=given["product"] or None, now=clock.now())
    return redirect(url_for("stockists.thanks", slug=slug), 303)


@blueprint.get("/stockists/<slug>/thanks")
@public_page()
def thanks(slug: str) -> str:
    return render_template("stockists/thanks.html", stockist=queries.get_stockist(slug))


def _tell_page(found: Stockist, given: dict[str, str], problems: dict[str, str]) -> str:
    return render_template(
        "stockists/report.html",
        stockist=found,
        product_items=[{"value": "", "text": "None, or all of them"}]
        + [{"value": each.slug, "text": each.name} for each in queries.products_of(found)],
        kinds=[
            {"value": v, "label": label, "checked": v == given.get("what")} for v, label in REPORTS.items()
        ],
        given=given,
        problems=[{"href": f"#{name}", "text": text} for name, text in problems.items()],
        words=problems,
    )


BANK_HOLIDAY_WORDS = {
    BankHolidays.CLOSED: "Closed on bank holidays.",
    BankHolidays.AS_USUAL: "The same on bank holidays.",
    BankHolidays.UNKNOWN: "On bank holidays the times may differ: ring first.",
}


def _week(found: Stockist) -> list[dict[str, str]]:
    """A row for each day of a usual week, empty when nobody told us."""
    week = found.hours.week
    if week is None:
        return []
    return [{"label": day, "value": _spans(spans)} for day, spans in zip(DAYS, week, strict=True)]


def _spans(spans: tuple[Span, ...]) -> str:
    return " and ".join(map(str, spans)) or "Closed"


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
