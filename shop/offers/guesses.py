"""Decides when somebody has tried so many codes that they are guessing, the same in every process."""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from shop.db import db
from shop.errors import Refusal
from shop.offers.models import WrongCodes

QUARTER_SECONDS = 15 * 60
MOST_WRONG = 10
KEPT_QUARTERS = 4


class TooManyGuesses(Refusal):
    """Too many codes that nobody knows came from there; this one wasn't looked at."""

    status = 429
    title = "Wait a little before the next code"

    def __init__(self) -> None:
        super().__init__(
            f"We had {MOST_WRONG} codes from you that we don't know. Wait 15 minutes, then enter yours. "
            "You can order without a code at any time."
        )


def refuse_guesser(*, address: str, secret: str, now: datetime) -> None:
    """Raises TooManyGuesses when this address has sent too many wrong codes in this quarter of an hour."""
    statement = select(WrongCodes.count).where(
        WrongCodes.who == _who(address, secret, now), WrongCodes.quarter == _quarter(now)
    )
    if (db.session.execute(statement).scalar_one_or_none() or 0) >= MOST_WRONG:
        raise TooManyGuesses


def note_wrong_code(*, address: str, secret: str, now: datetime) -> None:
    """Count one more wrong code from this address, and forget those of an hour ago; in a transaction."""
    who, quarter = _who(address, secret, now), _quarter(now)
    db.session.execute(delete(WrongCodes).where(WrongCodes.quarter < quarter - KEPT_QUARTERS))
    here = (WrongCodes.who == who) & (WrongCodes.quarter == quarter)
    more = update(WrongCodes).where(here).values(count=WrongCodes.count + 1)
    for _ in range(2):
        counted = db.session.execute(
            more.returning(WrongCodes.count), execution_options={"synchronize_session": False}
        )
        if counted.scalar_one_or_none() is not None:
            return
        try:
            with db.session.begin_nested():
                db.session.add(WrongCodes(who=who, quarter=quarter, count=1))
            return
        except IntegrityError:
            continue


def _quarter(now: datetime) -> int:
    return int(now.timestamp()) // QUARTER_SECONDS


def _who(address: str, secret: str, now: datetime) -> str:
    # Another name every day, and none without our secret: what is kept can't be turned back into an address.
    told = f"{now:%Y-%m-%d} {address}".encode()
    return hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()
