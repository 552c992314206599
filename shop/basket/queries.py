"""Looks up what the lines of a basket are and cost today."""

from dataclasses import replace

from shop.basket.models import Basket, Line
from shop.basket.priced import PricedBasket, PricedLine, gone, over_the_most
from shop.basket.together import Member, clashes
from shop.catalog import queries as catalog
from shop.catalog.availability import is_purchase_permitted, most_at_once, too_many
from shop.catalog.models import Variant
from shop.catalog.shelf import art_of
from shop.delivery.ways import TooHeavy, choices
from shop.offers.schemas import counts_as_medicine


def price(basket: Basket, *, sandbox: bool) -> PricedBasket:
    """The basket at today's prices, in one query; `sandbox` says whether the shop is the test shop.

    A product that is no longer sold is left out and told of. Whatever may not be bought now, or not
    together, stays in and is told of.
    """
    if not basket.lines:
        return PricedBasket()
    variants = catalog.variants_by_sku(basket.skus)
    lines = tuple(
        priced_line(line, variants[line.sku], sandbox=sandbox)
        for line in basket.lines
        if line.sku in variants
    )
    refused = tuple(f"{line.name}, {line.size_label}: {line.reason}" for line in lines if not line.permitted)
    problems = (
        *gone(len(basket.lines) - len(lines)),
        *refused,
        *over_the_most(lines),
        *clashes(map(member, lines)),
    )
    priced = PricedBasket(lines, problems, basket.code)
    try:
        choices(priced.goods_minor, weight_grams=priced.weight_grams)
    except TooHeavy as heavy:
        return replace(priced, problems=(*problems, heavy.message))
    return priced


def priced_line(line: Line, variant: Variant, *, sandbox: bool) -> PricedLine:
    """One line at today's price; the variant comes with its product."""
    permitted, reason = is_purchase_permitted(variant, line.quantity, sandbox=sandbox)
    product = variant.product
    return PricedLine(
        sku=variant.sku,
        product_slug=product.slug,
        name=product.name,
        size_label=variant.pack_label,
        kind=product.kind,
        quantity=line.quantity,
        unit_minor=variant.price_minor,
        vat_rate=variant.vat_rate_percent,
        minimum_age=product.minimum_age,
        exclusive_group=product.exclusive_group,
        exclusive_reason=product.exclusive_reason,
        permitted=permitted,
        reason="" if permitted else reason,
        price_changed_from=line.seen_minor if line.seen_minor != variant.price_minor else None,
        is_sample_price=variant.price_sample,
        most=most_at_once(product),
        most_reason=too_many(product),
        image=art_of(product.slug),
        needs=frozenset(served.need for served in product.confirmed_needs),
        counts_as_medicine=counts_as_medicine(product),
        weight_grams=variant.weight_grams,
    )


def member(line: PricedLine) -> Member:
    """A line as the rule about what goes together sees it."""
    return Member(line.product_slug, line.name, line.exclusive_group, line.exclusive_reason)
