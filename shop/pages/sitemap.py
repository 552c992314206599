"""Decides which addresses search engines are told of, and which they are asked to leave alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shop.catalog.models import Product
from shop.journal.models import Article
from shop.stockists.models import Stockist
from shop.web.templating import LONDON

FIXED = (
    "/",
    "/guide",
    "/shop",
    "/read",
    "/recipes",
    "/questions",
    "/stockists",
    "/stockists/all",
    "/about",
    "/delivery-and-returns",
    "/privacy",
    "/terms",
    "/accessibility",
    "/licences",
    "/api",
)

# What belongs to one visitor, and what only the test shop has. The guide's first page may be found; its
# further pages hold answers.
NOT_FOR_ROBOTS = ("/basket", "/checkout", "/orders/", "/payments/", "/guide/", "/sandbox/", "/components")


@dataclass(frozen=True, slots=True)
class Address:
    """A path of this shop, and the day its content last changed where that is known."""

    path: str
    changed_on: date | None = None


def addresses(
    *, products: Iterable[Product], articles: Iterable[Article], stockists: Iterable[Stockist]
) -> list[Address]:
    """Every page that search engines should know; made-up stockists are left out."""
    return [
        *(Address(path) for path in FIXED),
        *(Address(f"/shop/{p.slug}", p.updated_at.astimezone(LONDON).date()) for p in products),
        *(Address(article.url, article.updated_on) for article in articles),
        *(Address(f"/stockists/{stockist.slug}") for stockist in stockists if not stockist.is_sample),
    ]


def robots(shop_url: str) -> str:
    """The text of robots.txt; `shop_url` has no slash at its end."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), ""]
    return "\n".join([*lines, f"Sitemap: {shop_url}/sitemap.xml", ""])
