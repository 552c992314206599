"""Decides what follows from the provider's messages: each is kept, and makes us ask how things stand."""

import logging
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from shop.db import db, transaction
from shop.payments.actions import start_payment
from shop.payments.gateway import Gateway
from shop.payments.gateway_values import Event, GatewayRefused, GatewayUnavailable
from shop.payments.models import PaymentEvent, ProviderNews
from shop.payments.queries import (
    find_event,
    find_payment_by_intent,
    find_payment_by_session,
    find_payment_by_uuid,
    heard_until,
)
from shop.payments.settling import settle

# Clocks differ, and the provider lists an event a moment after it happened.
OVERLAP = timedelta(minutes=10)

log = logging.getLogger(__name__)


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


def hear(*, event: Event, livemode: bool, gateway: Gateway, now: datetime) -> None:
    """Keep a message and settle the payment it is about, if it is one of ours; any number of times.

    A message about test money in a live shop, or the other way round, and one from another account are kept
    and not acted on. Raises GatewayUnavailable: then the message is to be sent again.
    """
    note_event(event=event, now=now)
    if event.livemode != livemode or event.account is not None:
        log.warning("payments: message %s is not meant for this shop", event.id)
    else:
        try:
            payment_id = _payment_of(event, gateway)
            if payment_id is not None:
                settle(payment_id=payment_id, gateway=gateway, now=now, told=event.type)
        except GatewayRefused as refused:
            # Sending it again would change nothing; reconciliation flags the order for a person.
            log.warning("payments: message %s led nowhere: %s", event.id, refused.code)
    with transaction():
        kept = find_event(event.id)
        if kept is not None and kept.handled_at is None:
            kept.handled_at = now


def catch_up(*, livemode: bool, gateway: Gateway, now: datetime) -> int:
    """Ask the provider what happened since we last asked, and act on what never reached us; gives how much.

    Refunds and disputes made at the provider come in this way when their messages are lost. Raises
    GatewayUnavailable.
    """
    since = heard_until()
    if since is None:
        return 0
    db.session.rollback()
    missed = failed = 0
    for event in gateway.list_events(since=since - OVERLAP):
        kept = find_event(event.id)
        if kept is not None and kept.handled_at is not None:
            continue
        try:
            hear(event=event, livemode=livemode, gateway=gateway, now=now)
            missed += 1
        except GatewayUnavailable:
            raise
        except Exception:
            log.exception("payments: message %s could not be acted on", event.id)
            failed += 1
    if not failed:
        _note_heard(now)
    return missed


def _note_heard(until: datetime) -> None:
    with transaction():
        news = db.session.get(ProviderNews, 1)
        if news is None:
            db.session.add(ProviderNews(id=1, heard_until=until))
        elif news.heard_until < until:
            news.heard_until = until


def _payment_of(event: Event, gateway: Gateway) -> int | None:
    if event.payment_intent is not None:
        paid = find_payment_by_intent(event.payment_intent)
        return None if paid is None else paid.id
    if event.session_id is None:
        return None
    payment = find_payment_by_session(event.session_id)
    if payment is None and event.reference is not None:
        payment = find_payment_by_uuid(event.reference)
        if payment is not None and payment.reference is None and payment.is_open:
            # The message was quicker than our note of the page: the same key brings back the same page.
            payment_id = payment.id
            start_payment(payment_id=payment_id, gateway=gateway)
            return payment_id
    return None if payment is None else payment.id
