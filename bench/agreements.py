"""What the shoppers of a measurement agree to buy: some boxes of tablets each, with standard delivery."""

from dataclasses import replace

from shop.basket.models import Basket, Line
from shop.basket.queries import price
from shop.checkout.offer import confirmations_for
from shop.orders.agreed import AgreedDelivery, AgreedLine, Agreement, Shopper

SKU = "ATROSAN-30"
DELIVERY = AgreedDelivery(code="standard", label="Standard", price_minor=350, estimate="2 to 3 days")
SHOPPER = Shopper(
    email="ada@shopper.example",
    name="Ada Sample",
    address_line_1="1 Sample Street",
    address_line_2="",
    town="Irvine",
    postcode="KA11 5BW",
    phone="",
)


def agreed_by(number: int, *, quantity: int) -> Agreement:
    """What the shopper of this number agreed to, every box ticked; no two share an address."""
    line = _line(quantity)
    basket = price(Basket((Line(line.sku, line.quantity, line.unit_minor),)), sandbox=True)
    return Agreement(
        attempt=f"{number:032}",
        shopper=replace(SHOPPER, email=f"shopper-{number}@shopper.example"),
        lines=(line,),
        delivery=DELIVERY,
        terms_version="2026-11",
        age_confirmed=True,
        confirmations=confirmations_for(basket),
    )


def _line(quantity: int) -> AgreedLine:
    return AgreedLine(
        sku=SKU,
        product_slug="atrosan",
        name="Tablets",
        size_label="30 tablets",
        kind="traditional-herbal-medicine",
        quantity=quantity,
        unit_minor=1150,
        vat_rate=20,
    )
