"""Decides what a search address and a report may say; whatever else is sent is read as nothing asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from shop.stockists.models import KINDS

LAST_PAGE = 20
LONGEST_SLUG = 80

REPORTS = {
    "not-stocked": "It doesn’t stock something any more",
    "closed-down": "The shop is closed for good",
    "details-wrong": "The address, telephone or opening times are wrong",
}


@dataclass(frozen=True)
class Search:
    """What a visitor looks for: `near` as typed, the slug of a product, a kind of shop or None."""

    near: str
    product: str
    kind: str | None
    is_open: bool
    page: int

    def address(self, **changes: object) -> dict[str, str | int | None]:
        """The parts of the address of this search, with changes; what asks for nothing is left out."""
        asked: dict[str, object] = {
            "near": self.near,
            "product": self.product,
            "kind": self.kind,
            "open": "now" if self.is_open else None,
            "page": self.page if self.page > 1 else None,
        }
        parts = {name: value for name, value in (asked | changes).items() if value}
        return {name: value if isinstance(value, int) else str(value) for name, value in parts.items()}


def read_search(sent: Mapping[str, str]) -> Search:
    """The search in an address. A page or kind that can't be is left out: the address may be years old."""
    kind = sent.get("kind", "")
    return Search(
        near=" ".join(sent.get("near", "").split()),
        product=sent.get("product", "")[:LONGEST_SLUG],
        kind=kind if kind in KINDS else None,
        is_open=sent.get("open") == "now",
        page=_page(sent.get("page", "")),
    )


def _page(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) < 4
    return min(max(int(text), 1), LAST_PAGE) if is_number else 1


def read_report(sent: Mapping[str, str], stocked: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    """(what was given, what is wrong with it by field)."""
    what, product = sent.get("what", ""), sent.get("product", "")
    given = {"what": what if what in REPORTS else "", "product": product if product in stocked else ""}
    problems = {}
    if not given["what"]:
        problems["what"] = "Say what is wrong: choose one."
    elif given["what"] == "not-stocked" and not given["product"]:
        problems["product"] = "Say which product it doesn’t stock any more."
    if given["what"] in ("closed-down", "details-wrong"):
        given["product"] = ""
    return given, problems
