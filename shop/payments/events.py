"""Decides what is kept of the provider's messages: each once, however often it is sent."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from shop.db import db, transaction
from shop.payments.gateway_values import Event
from shop.payments.models import PaymentEvent
from shop.payments.queries import find_event


def note_event(*, event: Event, now: datetime) -> bool:
    """Keep this message; True when it is new.

    A repeated one is no error: its work may not have been done yet.
    """
    try:
        with transaction():
            if find_event(event.id) is not None:
                return False
            kept = PaymentEvent(
                event_id=event.id,
                type=event.type[:100],
                session_id=event.session_id,
                livemode=event.livemode,
                received_at=now,
            )
            db.session.add(kept)
            db.session.flush()
    except IntegrityError:
        # The same message came twice at once, and the other one was quicker.
        return False
    return True
