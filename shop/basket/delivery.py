"""Decides what delivery costs and how long it takes, for the basket, the checkout and the delivery page.

The prices, the limit for free delivery and the days are this shop's sample figures, not a carrier's tariff.
Every price includes VAT. Addresses in the United Kingdom only.
"""

from dataclasses import dataclass

from shop.errors import BadInput

STANDARD_MINOR = 350
EXPRESS_MINOR = 525
FREE_FROM_MINOR = 3_000


class UnknownDelivery(BadInput):
    """No delivery goes by that code."""

    title = "Choose how we should deliver"

    def __init__(self) -> None:
        message = "Choose one of the ways of delivery on the page."
        super().__init__(message, fields={"delivery": message})


@dataclass(frozen=True, slots=True)
class DeliveryChoice:
    """One way to have the goods brought. `price_minor` is in pence with VAT; `estimate` is said in words."""

    code: str
    label: str
    price_minor: int
    estimate: str


def choices(goods_minor: int) -> tuple[DeliveryChoice, ...]:
    """The ways of delivery for goods worth `goods_minor` pence, cheapest first."""
    standard = 0 if goods_minor >= FREE_FROM_MINOR else STANDARD_MINOR
    return (
        DeliveryChoice("standard", "Standard, tracked 48", standard, "2 to 3 working days after we send it"),
        DeliveryChoice(
            "express", "Express, tracked 24", EXPRESS_MINOR, "1 to 2 working days after we send it"
        ),
    )


def chosen(code: str, goods_minor: int) -> DeliveryChoice:
    """The way of delivery with this code; raises UnknownDelivery when there is none."""
    for choice in choices(goods_minor):
        if choice.code == code:
            return choice
    raise UnknownDelivery
