"""Looks up which offers a basket may have, who used which voucher, and what an order was given."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from shop.db import db
from shop.errors import NotFound
from shop.offers.customers import customer_of
from shop.offers.models import Offer, OrderOffer, VoucherSlot
from shop.offers.rules import NO_DEAL, Deal, Line, find_deal

LONDON = ZoneInfo("Europe/London")

UNKNOWN = "We don't know that code. Check how it is written; capitals and spaces don't matter."
USED_UP = "This code was for a number of orders, and all of them have been placed."
USED_BY_YOU = "You have used this code as often as one person can."


class NoSuchOffer(NotFound):
    """No offer goes by that name."""

    title = "There is no such offer"

    def __init__(self, slug: str) -> None:
        super().__init__(f"No offer is called '{slug}'. `flask offers list` shows all of them.")


def deal_for(
    lines: Sequence[Line], *, code: str, delivery_minor: int, now: datetime, email: str = ""
) -> Deal:
    """What the offers of `now` (aware) give for these lines with this code ("" for none).

    `delivery_minor` is what the chosen way of delivery costs when offers may take it over, else 0. With an
    `email` the limit of each customer is looked at too; the limits hold only once the order is placed.
    """
    if not lines:
        return NO_DEAL
    found = db.session.scalars(select(Offer).where(or_(Offer.code.is_(None), Offer.code == (code or None))))
    offers = list(found)
    voucher = next((offer for offer in offers if offer.code is not None), None)
    automatic = [offer.terms for offer in offers if offer.code is None]
    refusal = None
    if code:
        refusal = UNKNOWN if voucher is None else why_used(voucher, email)
    deal = find_deal(
        lines,
        automatic=automatic,
        voucher=voucher.terms if voucher is not None and refusal is None else None,
        delivery_minor=delivery_minor,
        today=now.astimezone(LONDON).date(),
    )
    return deal if refusal is None else Deal(deal.given, refusal)


def why_used(voucher: Offer, email: str) -> str | None:
    """Why the limits of a voucher leave nothing for this email ("" when it isn't known yet), or None."""
    if voucher.limit_total is not None and count_uses(voucher.id) >= voucher.limit_total:
        return USED_UP
    if email and voucher.limit_each is not None:
        used = count_uses(voucher.id, customer=customer_of(email))
        return USED_BY_YOU if used >= voucher.limit_each else None
    return None


def count_uses(offer_id: int, *, customer: str | None = None) -> int:
    """How many slots of a voucher are taken, by this customer or by anybody."""
    statement = select(func.count(VoucherSlot.id)).where(VoucherSlot.offer_id == offer_id)
    if customer is not None:
        statement = statement.where(VoucherSlot.customer == customer)
    return db.session.execute(statement).scalar_one()


def find_voucher(code: str) -> Offer | None:
    """The offer with this code, as `tidy_code` writes it, or None."""
    return db.session.scalars(select(Offer).where(Offer.code == code)).one_or_none()


def get_offer(slug: str) -> Offer:
    """The offer of this name. Raises NoSuchOffer."""
    offer = db.session.scalars(select(Offer).where(Offer.slug == slug)).one_or_none()
    if offer is None:
        raise NoSuchOffer(slug)
    return offer


def list_offers() -> list[tuple[Offer, int]]:
    """Every offer with how often it is used, by name."""
    used = (
        select(VoucherSlot.offer_id, func.count(VoucherSlot.id).label("used"))
        .group_by(VoucherSlot.offer_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Offer, func.coalesce(used.c.used, 0))
        .outerjoin(used, used.c.offer_id == Offer.id)
        .order_by(Offer.slug)
    )
    return [(row[0], row[1]) for row in rows]


def given_to(order_id: int) -> list[OrderOffer]:
    """What an order was given, in the order in which it was taken off."""
    statement = select(OrderOffer).where(OrderOffer.order_id == order_id).order_by(OrderOffer.id)
    return list(db.session.scalars(statement))
