"""Decides what happens when an offer is made, stopped, used for an order or given back.

Called inside a transaction.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from shop.db import db
from shop.errors import Refusal
from shop.offers.customers import customer_of
from shop.offers.models import Offer, OrderOffer, VoucherSlot
from shop.offers.queries import LONDON, UNKNOWN, USED_BY_YOU, USED_UP, get_offer
from shop.offers.rules import Given, why_not_running

# Each try that fails was won by another order at the same instant; twenty at once need a few.
TRIES = 50


class VoucherRefused(Refusal):
    """The code gives nothing for this order; nothing was ordered and nothing was used up."""

    title = "That code can't be used"


class OfferExists(Refusal):
    """Another offer has that name or code."""

    title = "That offer is there already"


def add_offer(*, fields: dict[str, Any], now: datetime) -> Offer:
    """Keep an offer as `schemas.read_offer` gave it. Raises OfferExists; nothing is kept then."""
    same = (Offer.slug == fields["slug"]) | (Offer.code == fields["code"])
    if db.session.scalars(select(Offer.id).where(same)).first() is not None:
        raise OfferExists(
            f"An offer '{fields['slug']}' or with the code {fields['code']} is there already. Take another "
            "name and code: what was given under the old ones stays written down."
        )
    offer = Offer(**fields, created_at=now)
    db.session.add(offer)
    db.session.flush()
    return offer


def stop_offer(*, slug: str, now: datetime) -> Offer:
    """Nobody gets this offer from now on; what was given stays. Raises NoSuchOffer."""
    offer = get_offer(slug)
    if offer.stopped_at is None:
        offer.stopped_at = now
    db.session.flush()
    return offer


def write_down_offers(*, order_id: int, given: Iterable[Given], email: str, now: datetime) -> None:
    """Freeze what an order was given, and take a slot of each voucher among it.

    Raises VoucherRefused when a voucher was stopped, is over, or is used up by now; the caller's transaction
    must not be kept then.
    """
    for each in given:
        if each.code is not None:
            claim_slot(slug=each.slug, order_id=order_id, email=email, now=now)
        db.session.add(
            OrderOffer(
                order_id=order_id,
                offer=each.slug,
                label=each.label,
                kind=each.kind,
                code=each.code,
                goods_minor=each.goods_minor,
                delivery_minor=each.delivery_minor,
                by_sku=dict(each.by_sku),
            )
        )
    db.session.flush()


def claim_slot(*, slug: str, order_id: int, email: str, now: datetime, over_the_limit: bool = False) -> None:
    """Take the first free slot of a voucher for an order, however many ask at once. Raises VoucherRefused.

    UNIQUE(offer, slot) and UNIQUE(offer, customer, slot of the customer) decide who was first; whoever lost
    looks again. `over_the_limit` is for money that came after the slot was given back: the price was agreed.
    """
    offer = db.session.scalars(
        select(Offer).where(Offer.slug == slug), execution_options={"populate_existing": True}
    ).one_or_none()
    if offer is None:
        raise VoucherRefused(UNKNOWN)
    stopped = None if over_the_limit else why_not_running(offer.terms, now.astimezone(LONDON).date())
    if stopped is not None:
        raise VoucherRefused(stopped)
    limit_total, limit_each = (None, None) if over_the_limit else (offer.limit_total, offer.limit_each)
    customer = customer_of(email)
    for _ in range(TRIES):
        slot = _first_free(VoucherSlot.slot, offer, limit_total, USED_UP)
        nth = _first_free(VoucherSlot.customer_slot, offer, limit_each, USED_BY_YOU, customer)
        try:
            with db.session.begin_nested():
                db.session.add(
                    VoucherSlot(
                        offer_id=offer.id,
                        slot=slot,
                        customer=customer,
                        customer_slot=nth,
                        order_id=order_id,
                        claimed_at=now,
                    )
                )
            return
        except IntegrityError:
            continue
    raise VoucherRefused("Very many people use this code just now. Wait a minute, then order again.")


def give_back_slots(*, order_id: int) -> None:
    """The order won't be paid: others may use its vouchers. What it was given stays written down."""
    db.session.execute(delete(VoucherSlot).where(VoucherSlot.order_id == order_id))


def take_slots_again(*, order_id: int, email: str, now: datetime) -> None:
    """Money came in after the order was closed: its vouchers count as used, beyond their limit if need be."""
    held = select(VoucherSlot.id).where(VoucherSlot.order_id == order_id)
    if db.session.scalars(held).first() is not None:
        return
    used = select(OrderOffer.offer).where(OrderOffer.order_id == order_id, OrderOffer.code.is_not(None))
    for slug in db.session.scalars(used).all():
        claim_slot(slug=slug, order_id=order_id, email=email, now=now, over_the_limit=True)


def _first_free(
    column: Any, offer: Offer, limit: int | None, refusal: str, customer: str | None = None
) -> int:
    """The lowest number nobody has, or the next one where there is no limit. Raises VoucherRefused."""
    held = VoucherSlot.offer_id == offer.id
    if customer is not None:
        held &= VoucherSlot.customer == customer
    if limit is None:
        highest = db.session.execute(select(func.max(column)).where(held)).scalar_one_or_none()
        return (highest or 0) + 1
    taken = set(db.session.scalars(select(column).where(held)))
    free = next((number for number in range(1, limit + 1) if number not in taken), None)
    # More may be taken than the limit now says: an order paid late, or a limit made smaller.
    if free is None or len(taken) >= limit:
        raise VoucherRefused(refusal)
    return free
