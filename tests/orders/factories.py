"""Makes agreements and orders for tests; every maker takes overrides."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from shop.catalog.models import Variant
from shop.db import db, transaction
from shop.offers.rules import Given
from shop.orders.actions import place_order
from shop.orders.agreed import AgreedDelivery, AgreedLine, Agreement, Shopper
from shop.orders.models import Order
from shop.orders.queries import get_order
from tests.shelves import set_shelf

ADA = Shopper(
    email="ada@example.com",
    name="Ada Lovelace",
    address_line_1="12 St James's Square",
    address_line_2="",
    town="London",
    postcode="SW1Y 4JH",
    phone="",
)
TABLETS = AgreedLine(
    sku="ATROSAN-30",
    product_slug="atrosan",
    name="A.Vogel Atrosan Devil's Claw tablets",
    size_label="30 tablets",
    kind="traditional-herbal-medicine",
    quantity=1,
    unit_minor=1150,
    vat_rate=20,
)
COFFEE = AgreedLine(
    sku="BAMBU-100",
    product_slug="bambu",
    name="A.Vogel Bambu",
    size_label="100 g",
    kind="food",
    quantity=2,
    unit_minor=575,
    vat_rate=0,
)
# Neither a medicine nor free of VAT: ten of it may go into one order.
DRINK = AgreedLine(
    sku="BALANCE-7",
    product_slug="balance-mineral-drink",
    name="A.Vogel Balance Mineral Drink",
    size_label="7 sachets",
    kind="unknown",
    quantity=1,
    unit_minor=825,
    vat_rate=20,
)
STANDARD = AgreedDelivery(
    code="standard",
    label="Standard, tracked 48",
    price_minor=350,
    estimate="2 to 3 working days after we send it",
)


def line(of: AgreedLine = TABLETS, **overrides: Any) -> AgreedLine:
    """One box of tablets for £11.50, unless told otherwise."""
    return replace(of, **overrides)


def taking_off(*lines: AgreedLine) -> Given:
    """The offer, open to everybody, that took off these lines what is taken off them."""
    return Given(
        slug="winter-deal",
        label="Winter deal",
        kind="percentage",
        code=None,
        by_sku=tuple((each.sku, each.discount_minor) for each in lines if each.discount_minor),
        delivery_minor=0,
    )


def agreement(*lines: AgreedLine, attempt: str = "a" * 32, **overrides: Any) -> Agreement:
    """Ada orders a box of tablets with standard delivery: £15.00; what is off a line, one offer gave."""
    given: dict[str, Any] = {
        "attempt": attempt,
        "shopper": ADA,
        "lines": lines or (TABLETS,),
        "delivery": STANDARD,
        "terms_version": "2026-11",
        "age_confirmed": True,
        "offers": (taking_off(*lines),) if any(each.discount_minor for each in lines) else (),
    }
    return Agreement(**{**given, **overrides})


def placed(*lines: AgreedLine, now: datetime, **overrides: Any) -> Order:
    """An order that was placed and committed."""
    with transaction():
        order_id = place_order(agreement=agreement(*lines, **overrides), now=now).id
    return get_order(order_id)


def stock(sku: str) -> tuple[int, int]:
    """How many of a pack are on the shelf, and how many of them are promised."""
    db.session.rollback()
    row = db.session.execute(select(Variant.on_hand, Variant.reserved).where(Variant.sku == sku)).one()
    db.session.rollback()
    return row.on_hand, row.reserved


def set_stock(sku: str, on_hand: int, reserved: int = 0) -> None:
    """Put so many packs on the shelf."""
    set_shelf(sku, on_hand, reserved)
