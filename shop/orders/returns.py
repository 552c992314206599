"""Decides until when goods can be cancelled, when their money is due, and what may be sold again.

Source: Consumer Contracts Regulations 2013, regulation 30 (14 days after the day the goods arrive) and 34
(money back within 14 days: of hearing of it when nothing was sent, of having the goods back otherwise).
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
TIME_TO_CANCEL = timedelta(days=14)
TIME_TO_PAY_BACK = timedelta(days=14)
# What may stand on the shelf again after it was out of the shop. A medicine never: nobody knows how it was
# kept. The same goes for what is worn or dripped into an eye, and for what may turn out to be a medicine.
SOLD_AGAIN = frozenset({"food", "food-supplement"})


def is_in_time(delivered_at: datetime | None, now: datetime) -> bool:
    """Whether goods that arrived then can be cancelled now; days are those of London's calendar."""
    if delivered_at is None:
        return True
    return now.astimezone(LONDON).date() <= (delivered_at.astimezone(LONDON) + TIME_TO_CANCEL).date()


def money_due(start: datetime) -> datetime:
    """Until when money is to be back, counted from when we heard of it or had the goods back."""
    return start + TIME_TO_PAY_BACK


def may_be_sold_again(kind: str, *, has_left: bool) -> bool:
    """Whether a pack of this kind may go back on the shelf; what never left the shop always may."""
    return not has_left or kind in SOLD_AGAIN
