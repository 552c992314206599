"""Decides what the offers make of a basket: the lines as offers see them, and the deal found for them."""

from datetime import datetime

from shop.basket.priced import PricedBasket
from shop.offers.queries import deal_for
from shop.offers.rules import Deal, Line


def deal_of(basket: PricedBasket, *, now: datetime, delivery_minor: int, email: str = "") -> Deal:
    """What is taken off this basket at `now` (aware), its voucher code included.

    `delivery_minor` is what the chosen way of delivery costs if it is the first one, which offers may pay
    for; 0 for any other. With an `email` it is looked at how often this customer has used the code.
    """
    lines = [
        Line(
            sku=line.sku,
            product_slug=line.product_slug,
            needs=line.needs,
            is_medicine=line.counts_as_medicine,
            unit_minor=line.unit_minor,
            quantity=line.quantity,
        )
        for line in basket.lines
    ]
    return deal_for(lines, code=basket.code, delivery_minor=delivery_minor, now=now, email=email)
