"""Decides what every template can use: strict names, the same words for money and dates."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from shop.money import format_minor
from shop.settings import Settings
from shop.web.assets import Assets

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
LONDON = ZoneInfo("Europe/London")

# What pages may know of the settings: never a key, a secret or an address of a database.
SHOWN = (
    "sandbox",
    "shop_name",
    "shop_url",
    "company_name",
    "company_number",
    "company_place",
    "company_address",
    "company_email",
    "company_phone",
    "vat_number",
)


# The first parts of the paths that the menu names; the front page has none.
MENU = ("", "guide", "shop", "read", "stockists", "basket")


def furnish(app: Flask, settings: Settings, assets: Assets) -> None:
    """Set up Jinja for the shop's templates."""
    app.jinja_loader = FileSystemLoader(TEMPLATES)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        settings={name: getattr(settings, name) for name in SHOWN},
        asset=assets.url,
    )
    app.jinja_env.filters.update(money=format_minor, date=long_date, moment=long_moment)
    app.jinja_env.globals["frame"] = Frame(app.jinja_env)


class Frame:
    """What stands round every page: rendered once here, not again for every visitor.

    The texts come out of escaping templates, so they are marked as the HTML they are.
    """

    def __init__(self, jinja: Environment) -> None:
        self._jinja = jinja
        self._headers: dict[str, Markup] = {}
        self.links = self._render("layout/links.html")
        self.footer = self._render("layout/footer.html")

    def header(self, path: str) -> Markup:
        """The top of the page at this path: which menu entry is the current one is all that differs."""
        section = "/" + path.strip("/").partition("/")[0]
        here = section if path == section else f"{section}/"
        if here.strip("/") not in MENU:
            here = ""
        if here not in self._headers:
            self._headers[here] = self._render("layout/header.html", here=here)
        return self._headers[here]

    def _render(self, name: str, **words: str) -> Markup:
        return Markup(self._jinja.get_template(name).render(**words))  # noqa: S704 - see the class


def long_date(value: date | datetime) -> str:
    """`25 November 2026`; an instant is told by the calendar of London."""
    if isinstance(value, datetime):
        value = value.astimezone(LONDON).date()
    return f"{value.day} {value:%B %Y}"


def long_moment(value: datetime) -> str:
    """`25 November 2026, 14:05`, by the clock of London."""
    local = value.astimezone(LONDON)
    return f"{long_date(local)}, {local:%H:%M}"
