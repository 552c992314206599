"""Decides which zone a postcode belongs to, by its area and district."""

import re
from dataclasses import dataclass

# The shape of a postcode of the United Kingdom, the Isle of Man or the Channel Islands, whether it exists or
# not. Source: GOV.UK, bulk data transfer, annex C, loosened to letters and figures by their place.
SHAPE = re.compile(r"GIR 0AA|[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
_PART = re.compile(r"([A-Z]{1,2})(?:([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_DISTRICT = re.compile(r"([A-Z]{1,2})([0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Districts:
    """A whole area (`ZE`), or its districts from `first` to `last`, both included."""

    area: str
    first: int | None = None
    last: int | None = None

    def holds(self, area: str, district: int | None) -> bool:
        """Whether this district of this area is one of them."""
        if area != self.area:
            return False
        if self.first is None or self.last is None:
            return True
        return district is not None and self.first <= district <= self.last


def read_districts(written: str) -> Districts:
    """`ZE`, `KA27` or `KW15-17`. Raises ValueError for anything else."""
    found = _PART.fullmatch(written)
    if found is None:
        raise ValueError(f"'{written}' must look like ZE, KA27 or KW15-17")
    area, first, last = found.groups()
    if first is None:
        return Districts(area)
    if last is not None and int(last) < int(first):
        raise ValueError(f"'{written}' must count upwards")
    return Districts(area, int(first), int(last or first))


def tidy_postcode(entered: str) -> str:
    """A postcode with its capitals and its space: `sw1y4jh` becomes `SW1Y 4JH`."""
    squeezed = "".join(entered.split()).upper()
    return f"{squeezed[:-3]} {squeezed[-3:]}" if squeezed else ""


def area_and_district(postcode: str) -> tuple[str, int | None]:
    """`SW1Y 4JH` lies in area SW, district 1; a postcode without figures has no district."""
    if postcode.startswith("GIR"):
        # Girobank's own code, in Bootle: the one postcode that isn't made like the others.
        return "L", None
    found = _DISTRICT.match(postcode)
    if found is None:
        return "", None
    return found[1], int(found[2]) if found[2] else None
