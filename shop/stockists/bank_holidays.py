"""Decides which days are bank holidays where a shop stands: they differ between the nations.

Source: the `holidays` library, by nation. England keeps Easter Monday and Scotland doesn't; Scotland keeps
2 January and England doesn't.
"""

from datetime import date
from functools import lru_cache

_SUBDIVISIONS = {"England": "ENG", "Scotland": "SCT", "Wales": "WLS", "Northern Ireland": "NIR"}
_COUNTRIES = {"Jersey": "JE", "Guernsey": "GG", "Isle of Man": "IM"}


def is_bank_holiday(nation: str, day: date) -> bool:
    """Whether shops of this nation (one of models.NATIONS) keep a bank holiday on that day."""
    return day in _holidays(nation, day.year)


@lru_cache(maxsize=64)
def _holidays(nation: str, year: int) -> frozenset[date]:
    # Imported on first use: it knows the whole world, and a start needn't wait for that.
    from holidays import country_holidays

    if nation in _COUNTRIES:
        return frozenset(country_holidays(_COUNTRIES[nation], years=year))
    return frozenset(country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year))
