"""Decides when somebody who waits is written to, and when they are forgotten.

Called inside a transaction. Double opt-in: nobody hears of a pack before its owner said yes to the address.
Source: Privacy and Electronic Communications Regulations 2003, regulation 22; UK GDPR, articles 5 and 7.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select

from shop.alerts.letters import back_again, please_confirm
from shop.alerts.models import StockAlert
from shop.alerts.queries import due_alerts, get_alert, hash_of
from shop.catalog.models import Variant
from shop.catalog.queries import variants_by_sku
from shop.db import db
from shop.mail.actions import enqueue

# A link nobody followed is forgotten after this long, and an alert whose pack never came back after that.
UNCONFIRMED_LIFE = timedelta(days=2)
LONGEST_WAIT = timedelta(days=365)
# Nobody waits for more packs than this; somebody who fills in the address of another can't flood it.
MOST_OF_ONE_EMAIL = 5
AT_ONCE = 100


def ask(*, variant: Variant, email: str, now: datetime) -> None:
    """Write down that `email` (one plain address) wants to hear of this pack, and send the link to say yes.

    Nothing is sent to an address that was asked already or waits for many packs; the page says the same to
    everybody, so that nobody learns who waits for what. The variant comes with its product.
    """
    owner = email.lower()
    held = db.session.scalars(select(StockAlert.sku).where(StockAlert.email == owner)).all()
    if variant.sku in held or len(held) >= MOST_OF_ONE_EMAIL:
        return
    token = secrets.token_urlsafe(32)
    alert = StockAlert(sku=variant.sku, email=owner, token_hash=hash_of(token), asked_at=now)
    db.session.add(alert)
    db.session.flush()
    enqueue(
        key=f"stock-alert-{alert.token_hash[:32]}-ask", to=email, now=now, **please_confirm(variant, token)
    )


def confirm(*, token: str, now: datetime) -> StockAlert:
    """The owner of the address says yes; once more changes nothing. Raises NoSuchAlert."""
    alert = get_alert(token)
    if alert.confirmed_at is None:
        alert.confirmed_at = now
        db.session.flush()
    return alert


def stop(*, token: str) -> None:
    """Forget the address at once. Raises NoSuchAlert."""
    db.session.delete(get_alert(token))
    db.session.flush()


def tell_who_waits(*, now: datetime) -> int:
    """Write once to each whose pack is back, and forget them; gives their number."""
    due = due_alerts(AT_ONCE)
    packs = variants_by_sku(alert.sku for alert in due)
    told = 0
    for alert in due:
        gone = delete(StockAlert).where(StockAlert.id == alert.id).returning(StockAlert.token_hash)
        # Whoever deletes the row sends the mail: two workers never both do.
        mark = db.session.execute(gone, execution_options={"synchronize_session": False}).scalar_one_or_none()
        if mark is not None:
            letter = back_again(packs[alert.sku])
            told += enqueue(key=f"stock-alert-{mark[:32]}-back", to=alert.email, now=now, **letter)
    return told


def forget_old(*, now: datetime) -> int:
    """Delete who never said yes within two days, or waited a year in vain; gives their number."""
    unconfirmed = StockAlert.confirmed_at.is_(None) & (StockAlert.asked_at < now - UNCONFIRMED_LIFE)
    old = or_(unconfirmed, StockAlert.asked_at < now - LONGEST_WAIT)
    count = db.session.execute(select(func.count(StockAlert.id)).where(old)).scalar_one()
    if count:
        db.session.execute(delete(StockAlert).where(old), execution_options={"synchronize_session": False})
    return count
