"""Decides what a basket comes to at today's prices, and what stands in the way of ordering it."""

from collections.abc import Iterable
from dataclasses import dataclass

from shop.basket.models import Basket, Line
from shop.delivery.tariff import tariff
from shop.money import Money

GONE = "A product in your basket is no longer sold, so it was taken out."
SEVERAL_GONE = "{count} products in your basket are no longer sold, so they were taken out."


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """One line at today's price: money in pence with VAT inside, `vat_rate` in per cent, ages in years.

    `permitted` says whether this quantity may be bought now, `reason` why not ("" when it may).
    `price_changed_from` is the price the visitor was last shown, when that was another. `most` is how many
    packs of its product one order may hold and `most_reason` why no more, `image` names its drawing. `needs`
    are those it may lawfully be filed under, `weight_grams` what one pack weighs, None when nobody has said.
    """

    sku: str
    product_slug: str
    name: str
    size_label: str
    kind: str
    quantity: int
    unit_minor: int
    vat_rate: int
    minimum_age: int | None
    exclusive_group: str | None
    exclusive_reason: str
    permitted: bool
    reason: str
    price_changed_from: int | None
    is_sample_price: bool
    most: int
    most_reason: str
    image: str | None
    needs: frozenset[str]
    counts_as_medicine: bool
    weight_grams: int | None

    @property
    def line_minor(self) -> int:
        """What the line comes to, in pence."""
        return self.unit_minor * self.quantity

    @property
    def vat_minor(self) -> int:
        """The VAT inside the line, in pence: rounded once, for the line."""
        return Money(self.line_minor).vat_included(self.vat_rate).minor


@dataclass(frozen=True, slots=True)
class PricedBasket:
    """A basket at today's prices. Nothing may be ordered while `problems` holds a sentence."""

    lines: tuple[PricedLine, ...] = ()
    problems: tuple[str, ...] = ()
    code: str = ""

    @property
    def goods_minor(self) -> int:
        """What the goods come to, in pence, without delivery."""
        return sum(line.line_minor for line in self.lines)

    @property
    def goods_vat_minor(self) -> int:
        """The VAT inside the goods, in pence."""
        return sum(line.vat_minor for line in self.lines)

    @property
    def weight_grams(self) -> int:
        """What the packs weigh together; one that nobody has weighed counts as the tariff says."""
        unknown = tariff().unknown_weight_grams
        return sum((line.weight_grams or unknown) * line.quantity for line in self.lines)

    @property
    def minimum_age(self) -> int | None:
        """The highest of the ages its products ask for, in years, or None when none does."""
        return max((line.minimum_age for line in self.lines if line.minimum_age is not None), default=None)

    @property
    def price_changes(self) -> tuple[PricedLine, ...]:
        """The lines whose price is another than the visitor was last shown."""
        return tuple(line for line in self.lines if line.price_changed_from is not None)

    @property
    def is_orderable(self) -> bool:
        """Whether there is something in it and nothing in the way."""
        return bool(self.lines) and not self.problems

    def as_seen(self) -> Basket:
        """The basket to keep once the visitor has seen this page: today's prices, without what is gone."""
        lines = tuple(Line(line.sku, line.quantity, line.unit_minor) for line in self.lines)
        return Basket(lines, self.code if lines else "")


def over_the_most(lines: Iterable[PricedLine]) -> tuple[str, ...]:
    """A sentence for each product whose packs, all sizes together, are more than one order may hold.

    A single line that is over by itself says so already.
    """
    products: dict[str, list[PricedLine]] = {}
    for line in lines:
        products.setdefault(line.product_slug, []).append(line)
    return tuple(
        f"{held[0].name}: {held[0].most_reason}"
        for held in products.values()
        if sum(line.quantity for line in held) > held[0].most >= max(line.quantity for line in held)
    )


def gone(count: int) -> tuple[str, ...]:
    """What to say of `count` lines whose product is no longer sold."""
    if count == 0:
        return ()
    return (GONE if count == 1 else SEVERAL_GONE.format(count=count),)
