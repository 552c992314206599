"""Decides what happens when a visitor puts something aside, changes how many, or takes it out."""

from datetime import datetime

from shop.basket.models import Basket
from shop.basket.priced import PricedLine, over_the_most
from shop.basket.queries import member, price, priced_line
from shop.basket.together import refuse_clash
from shop.catalog import queries as catalog
from shop.catalog.models import Variant
from shop.errors import BadInput, Refusal
from shop.offers.guesses import note_wrong_code, refuse_guesser
from shop.offers.queries import UNKNOWN, find_voucher
from shop.offers.schemas import is_code, tidy_code


class NotSold(Refusal):
    """No pack of ours has that sku."""

    status = 404
    title = "We don't sell that"

    def __init__(self) -> None:
        super().__init__("We don't sell that product, or not any more. Look in the shop for one like it.")


class NotPermitted(Refusal):
    """This pack may not be bought now, or not so many of it."""

    title = "Your basket was not changed"


class NoCode(BadInput):
    """The field of the code was empty."""

    title = "Enter a code"

    def __init__(self) -> None:
        super().__init__("Enter a voucher code, such as WINTER-10, or go on without one.")


class UnknownCode(Refusal):
    """No voucher has that code."""

    status = 404
    title = "That code can't be used"

    def __init__(self) -> None:
        super().__init__(UNKNOWN)


def add_item(basket: Basket, *, sku: str, quantity: int, sandbox: bool) -> Basket:
    """The basket with `quantity` more of `sku`.

    Raises NotSold, NotPermitted, TooMany, BasketFull, or NotTogether when it clashes with what is there.
    """
    variant = _sold(sku)
    wanted = basket.add(sku, quantity, variant.price_minor)
    line = _permitted(wanted, variant, sandbox=sandbox)
    held = price(basket.remove(sku), sandbox=sandbox).lines
    _refuse_too_many(line, held)
    refuse_clash(member(line), map(member, held))
    return wanted


def set_quantity(basket: Basket, *, sku: str, quantity: int, sandbox: bool) -> Basket:
    """The basket with exactly `quantity` of `sku`; 0 takes it out, whether it is still sold or not.

    A line that isn't there is added, under the same rules. Raises as `add_item` does.
    """
    if quantity == 0:
        return basket.remove(sku)
    if sku not in basket.skus:
        return add_item(basket, sku=sku, quantity=quantity, sandbox=sandbox)
    variant = _sold(sku)
    wanted = basket.set(sku, quantity, variant.price_minor)
    line = _permitted(wanted, variant, sandbox=sandbox)
    _refuse_too_many(line, price(basket.remove(sku), sandbox=sandbox).lines)
    return wanted


def _refuse_too_many(line: PricedLine, held: tuple[PricedLine, ...]) -> None:
    same = [other for other in held if other.product_slug == line.product_slug]
    for sentence in over_the_most((line, *same)):
        raise NotPermitted(sentence)


def known_code(entered: str, *, address: str, secret: str, now: datetime) -> str | None:
    """The code somebody at this network address entered, as it is kept; None when no voucher has it.

    Wrong codes are counted by address. Raises NoCode, and TooManyGuesses when too many from there were wrong.
    """
    code = tidy_code(entered)
    if not code:
        raise NoCode
    refuse_guesser(address=address, secret=secret, now=now)
    if is_code(code) and find_voucher(code) is not None:
        return code
    note_wrong_code(address=address, secret=secret, now=now)
    return None


def _sold(sku: str) -> Variant:
    variant = catalog.variants_by_sku([sku]).get(sku)
    if variant is None:
        raise NotSold
    return variant


def _permitted(wanted: Basket, variant: Variant, *, sandbox: bool) -> PricedLine:
    line = priced_line(wanted.line_of(variant.sku), variant, sandbox=sandbox)
    if not line.permitted:
        raise NotPermitted(f"{line.name}, {line.size_label}: {line.reason}")
    return line
