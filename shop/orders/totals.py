"""Decides what an order comes to and how much VAT lies in it, to the penny.

VAT is inside every price. It is taken out once for each line, from what the line costs after its discount,
and never again for a sum. Delivery follows the goods: in a mixed basket its price is shared among their VAT
rates by value, and the pence left over go where the share was cut most. Source: VAT Act 1994; HMRC Notice 700
on delivery charges that belong to the supply of the goods.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shop.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """So many of one pack.

    Money in pence with VAT inside, `vat_rate` in per cent; the discount is the line's.
    """

    unit_minor: int
    quantity: int
    vat_rate: int
    discount_minor: int = 0

    def __post_init__(self) -> None:
        if self.quantity < 1 or self.unit_minor < 0:
            raise ValueError("a line has at least one item, and its price isn't negative")
        if not 0 <= self.discount_minor <= self.line_minor:
            raise ValueError("a discount lies between nothing and the price of its line")

    @property
    def line_minor(self) -> int:
        """What the line costs before its discount."""
        return self.unit_minor * self.quantity

    @property
    def charged_minor(self) -> int:
        """What is charged for the line."""
        return self.line_minor - self.discount_minor

    @property
    def vat_minor(self) -> int:
        """The VAT inside what is charged, rounded once."""
        return Money(self.charged_minor).vat_included(self.vat_rate).minor


@dataclass(frozen=True, slots=True)
class VatShare:
    """What was charged at one rate, delivery included, and the VAT inside it; pence."""

    rate: int
    gross_minor: int
    vat_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What an order comes to, in pence. goods - discount + delivery = total, and the shares add up to it."""

    goods_minor: int
    discount_minor: int
    delivery_minor: int
    delivery_vat_minor: int
    vat_minor: int
    total_minor: int
    by_rate: tuple[VatShare, ...]


def add_up(lines: Sequence[Goods], *, delivery_minor: int) -> Totals:
    """The totals of an order of these lines, delivered for `delivery_minor` pence.

    Raises ValueError for an order without lines or with a negative price of delivery.
    """
    if not lines:
        raise ValueError("an order has at least one line")
    delivery = share_delivery(lines, delivery_minor)
    delivery_vat = {rate: Money(minor).vat_included(rate).minor for rate, minor in delivery.items()}
    by_rate = tuple(
        VatShare(
            rate,
            sum(line.charged_minor for line in lines if line.vat_rate == rate) + delivery[rate],
            sum(line.vat_minor for line in lines if line.vat_rate == rate) + delivery_vat[rate],
        )
        for rate in delivery
    )
    goods = sum(line.line_minor for line in lines)
    discount = sum(line.discount_minor for line in lines)
    return Totals(
        goods_minor=goods,
        discount_minor=discount,
        delivery_minor=delivery_minor,
        delivery_vat_minor=sum(delivery_vat.values()),
        vat_minor=sum(share.vat_minor for share in by_rate),
        total_minor=goods - discount + delivery_minor,
        by_rate=by_rate,
    )


def share_delivery(lines: Sequence[Goods], delivery_minor: int) -> dict[int, int]:
    """How many pence of the delivery belong to each VAT rate of the goods, highest rate first.

    Shares go by what is charged for the goods; by what they cost, when nothing is charged for any. The
    largest remainders get the pence left over, the higher rate first when they tie. The shares add up
    exactly.
    """
    if delivery_minor < 0:
        raise ValueError("delivery costs nothing or more")
    rates = sorted({line.vat_rate for line in lines}, reverse=True)
    weights = {rate: sum(line.charged_minor for line in lines if line.vat_rate == rate) for rate in rates}
    if not any(weights.values()):
        weights = {
            rate: sum(line.line_minor for line in lines if line.vat_rate == rate) or 1 for rate in rates
        }
    whole = sum(weights.values())
    shares = {rate: delivery_minor * weights[rate] // whole for rate in rates}
    left = delivery_minor - sum(shares.values())
    by_remainder = sorted(rates, key=lambda rate: (-(delivery_minor * weights[rate] % whole), -rate))
    for rate in by_remainder[:left]:
        shares[rate] += 1
    return shares
