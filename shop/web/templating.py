"""Decides what every template can use: strict names, the same words for money and dates."""

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
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

# Where the body goes; no page has such a comment.
BODY = Markup("<!--the body-->")


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


class Around(NamedTuple):
    """What stands before and after something that is put in for each visitor."""

    before: Markup
    after: Markup


def around(whole: Markup) -> Around:
    """A piece made once with BODY in place of what differs, parted there."""
    before, _, after = whole.partition(BODY)
    return Around(before, after)


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

    def around(self, page: str, *, path: str, **words: str) -> "Around":
        """What stands round the body of a page that is the same for everybody but for that `body`."""
        return around(self._render(page, body=BODY, request={"path": path}, **words))

    def _render(self, name: str, **words: object) -> Markup:
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
