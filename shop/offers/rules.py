"""Decides what an offer takes off which line of a basket, and why a code takes nothing off.

A medicine is never a gift: what is given away free leaves medicines out, and a medicine keeps at least half
of its price whatever the offer says. Source: Human Medicines Regulations 2012, regulation 293, which forbids
to sell or supply a medicine to the public for a promotional purpose
(https://www.legislation.gov.uk/uksi/2012/1916/regulation/293); the half is this shop's own, careful line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shop.money import format_minor
from shop.offers.splitting import split

PERCENTAGE, AMOUNT, FREE_DELIVERY, BUY_GET = "percentage", "amount", "free-delivery", "buy-x-get-y"
KINDS = (PERCENTAGE, AMOUNT, FREE_DELIVERY, BUY_GET)
MOST_OFF_A_MEDICINE_PERCENT = 50

NO_GIFT = (
    "The law doesn't let us give a medicine away (Human Medicines Regulations 2012, regulation 293), so "
    "medicines don't count for this code."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an offer says. Money in pence, days of the London calendar, both included.

    Without `code` it is given to everybody. Without `products` and `needs` it is for everything.
    """

    slug: str
    label: str
    kind: str
    code: str | None = None
    percent: int = 0
    amount_minor: int = 0
    buy: int = 0
    get: int = 0
    minimum_minor: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    stopped: bool = False
    products: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()

    def is_for(self, line: "Line") -> bool:
        """Whether the offer is for this product at all."""
        if not self.products and not self.needs:
            return True
        return line.product_slug in self.products or bool(self.needs & line.needs)

    def is_running(self, today: date) -> bool:
        """Whether it may be used on this day."""
        return why_not_running(self, today) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a basket as offers see it; a pack nobody has confirmed to be none counts as a medicine."""

    sku: str
    product_slug: str
    needs: frozenset[str]
    is_medicine: bool
    unit_minor: int
    quantity: int

    @property
    def line_minor(self) -> int:
        """What the line costs before any offer."""
        return self.unit_minor * self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one offer gave: pence off for each sku, and the pence of delivery it took over."""

    slug: str
    label: str
    kind: str
    code: str | None
    by_sku: tuple[tuple[str, int], ...]
    delivery_minor: int

    @property
    def goods_minor(self) -> int:
        """What it took off the goods."""
        return sum(minor for _, minor in self.by_sku)

    @property
    def total_minor(self) -> int:
        """What it saved the shopper."""
        return self.goods_minor + self.delivery_minor


@dataclass(frozen=True, slots=True)
class Deal:
    """What all offers together give for a basket; `refusal` says why the code entered gives nothing."""

    given: tuple[Given, ...] = ()
    refusal: str | None = None

    @property
    def discount_minor(self) -> int:
        """What is taken off the goods."""
        return sum(each.goods_minor for each in self.given)

    @property
    def delivery_minor(self) -> int:
        """What is taken off the delivery."""
        return sum(each.delivery_minor for each in self.given)

    @property
    def frees_delivery(self) -> bool:
        """Whether the first way of delivery costs nothing."""
        return any(each.kind == FREE_DELIVERY for each in self.given)

    def off(self, sku: str) -> int:
        """What is taken off the line of this sku."""
        return sum(minor for each in self.given for at, minor in each.by_sku if at == sku)


NO_DEAL = Deal()


def find_deal(
    lines: Sequence[Line],
    *,
    automatic: Sequence[Terms],
    voucher: Terms | None,
    delivery_minor: int,
    today: date,
) -> Deal:
    """The best of the automatic offers, then the voucher on what is left; at most one of each.

    `delivery_minor` is what the first way of delivery costs. Whether a voucher was used too often isn't known
    here. The order of lines and offers changes nothing: of two offers that give the same, the first by slug.
    """
    running = [terms for terms in automatic if why_not(terms, lines, today) is None]
    tried = [_given(terms, lines, {}, delivery_minor) for terms in running]
    found = [each for each in tried if each.total_minor]
    best = min(found, key=lambda each: (-each.total_minor, each.slug), default=None)
    given = (best,) if best else ()
    if voucher is None:
        return Deal(given)
    refusal = why_not(voucher, lines, today)
    if refusal is not None:
        return Deal(given, refusal)
    taken = dict(best.by_sku) if best else {}
    left_of_delivery = delivery_minor - (best.delivery_minor if best else 0)
    used = _given(voucher, lines, taken, left_of_delivery)
    if used.total_minor:
        return Deal((*given, used))
    return Deal(given, _why_nothing(voucher, lines))


def why_not(terms: Terms, lines: Sequence[Line], today: date) -> str | None:
    """Why the offer can't be used for these lines today, in whole sentences; None when it can."""
    stopped = why_not_running(terms, today)
    if stopped is not None:
        return stopped
    meant = [line for line in lines if terms.is_for(line)]
    if not meant:
        return "This code isn't for anything in your basket."
    if terms.kind == BUY_GET and all(line.is_medicine for line in meant):
        return NO_GIFT
    short = terms.minimum_minor - sum(line.line_minor for line in meant)
    if short > 0:
        least = format_minor(terms.minimum_minor)
        more = format_minor(short)
        if terms.products or terms.needs:
            return f"This code works from {least} of what it is for. Add {more} more, then enter it again."
        return f"This code works from {least}. Add goods for {more} more, then enter it again."
    return None


def why_not_running(terms: Terms, today: date) -> str | None:
    """Why nobody can use the offer on this day; None when it runs."""
    if terms.stopped:
        return "This code can't be used any more."
    if terms.starts_on is not None and today < terms.starts_on:
        return f"This code can be used from {_day(terms.starts_on)}."
    if terms.ends_on is not None and today > terms.ends_on:
        return f"This code could be used until {_day(terms.ends_on)}."
    return None


def _given(terms: Terms, lines: Sequence[Line], taken: dict[str, int], delivery_minor: int) -> Given:
    meant = sorted((line for line in lines if terms.is_for(line)), key=lambda line: line.sku)
    off = _off(terms, meant, {line.sku: _room(line, taken.get(line.sku, 0)) for line in meant}, taken)
    return Given(
        slug=terms.slug,
        label=terms.label,
        kind=terms.kind,
        code=terms.code,
        by_sku=tuple((sku, minor) for sku, minor in sorted(off.items()) if minor),
        delivery_minor=delivery_minor if terms.kind == FREE_DELIVERY else 0,
    )


def _off(terms: Terms, lines: list[Line], room: dict[str, int], taken: dict[str, int]) -> dict[str, int]:
    if terms.kind == PERCENTAGE:
        weights = {
            line.sku: (line.line_minor - taken.get(line.sku, 0)) * _percent(terms, line) for line in lines
        }
        # Half a penny is the shopper's; rounded once for the whole offer, never for each piece.
        shares = split((sum(weights.values()) + 50) // 100, weights)
        return {sku: min(share, room[sku]) for sku, share in shares.items()}
    if terms.kind == AMOUNT:
        return split(min(terms.amount_minor, sum(room.values())), room)
    if terms.kind == BUY_GET:
        return {sku: min(minor, room[sku]) for sku, minor in _free_pieces(terms, lines).items()}
    return {}


def _percent(terms: Terms, line: Line) -> int:
    return min(terms.percent, MOST_OFF_A_MEDICINE_PERCENT) if line.is_medicine else terms.percent


def _room(line: Line, taken: int) -> int:
    most = line.line_minor * MOST_OFF_A_MEDICINE_PERCENT // 100 if line.is_medicine else line.line_minor
    return max(most - taken, 0)


def _free_pieces(terms: Terms, lines: list[Line]) -> dict[str, int]:
    """The cheapest pieces are free: so many `get` for every `buy` and `get` together."""
    counted = sorted((line for line in lines if not line.is_medicine), key=lambda x: (x.unit_minor, x.sku))
    free = sum(line.quantity for line in counted) // (terms.buy + terms.get) * terms.get
    off: dict[str, int] = {}
    for line in counted:
        pieces = min(free, line.quantity)
        off[line.sku] = pieces * line.unit_minor
        free -= pieces
    return off


def _why_nothing(terms: Terms, lines: Sequence[Line]) -> str:
    if terms.kind == FREE_DELIVERY:
        return "This code pays for the first way of delivery. That is free already, or you chose another way."
    meant = [line for line in lines if terms.is_for(line)]
    if terms.kind == BUY_GET:
        reason = f" {NO_GIFT}" if any(line.is_medicine for line in meant) else ""
        return f"This code works from {terms.buy + terms.get} pieces of what it is for.{reason}"
    return "Nothing more can be taken off what is in your basket."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
