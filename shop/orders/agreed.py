"""Decides what has to be agreed before there is an order: for whom, what is in it, how it is brought."""

from dataclasses import dataclass, field

from shop.offers.rules import Given
from shop.orders.totals import Goods, Totals, add_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Shopper:
    """Whom an order is for; optional parts are empty texts.

    Nothing about anyone's health has a place here.
    """

    email: str
    name: str
    address_line_1: str
    address_line_2: str
    town: str
    postcode: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedLine:
    """So many of one pack at the price shown: pence with VAT inside, `vat_rate` in per cent."""

    sku: str
    product_slug: str
    name: str
    size_label: str
    kind: str
    quantity: int
    unit_minor: int
    vat_rate: int
    discount_minor: int = 0

    @property
    def goods(self) -> Goods:
        """The line as the rules of the totals see it."""
        return Goods(
            unit_minor=self.unit_minor,
            quantity=self.quantity,
            vat_rate=self.vat_rate,
            discount_minor=self.discount_minor,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedDelivery:
    """How the goods are brought, for how many pence, and how long it takes in words."""

    code: str
    label: str
    price_minor: int
    estimate: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the shopper ticked, `age` or `leaflet`, in the very words that stood beside the box."""

    what: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Everything the shopper agreed to on the review page; `attempt` is that page's token.

    `offers` say which of them took how much off which line. Raises ValueError, when made, for no lines, for
    two lines of one sku, or when the offers don't add up to what is taken off each line.
    """

    attempt: str
    shopper: Shopper
    lines: tuple[AgreedLine, ...]
    delivery: AgreedDelivery
    terms_version: str
    age_confirmed: bool
    confirmations: tuple[Confirmation, ...] = ()
    offers: tuple[Given, ...] = ()
    totals: Totals = field(init=False)

    def __post_init__(self) -> None:
        if len({line.sku for line in self.lines}) != len(self.lines):
            raise ValueError("an order holds one line for each sku")
        off: dict[str, int] = {}
        for sku, minor in (taken for given in self.offers for taken in given.by_sku):
            off[sku] = off.get(sku, 0) + minor
        if off != {line.sku: line.discount_minor for line in self.lines if line.discount_minor}:
            raise ValueError("what the offers gave must add up to what is taken off each line")
        totals = add_up([line.goods for line in self.lines], delivery_minor=self.delivery.price_minor)
        object.__setattr__(self, "totals", totals)
