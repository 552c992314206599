"""Decides what a basket may hold: which lines, how many of each, and how they merge."""

from dataclasses import dataclass, replace

from shop.errors import Refusal

MAX_LINES = 20
MAX_QUANTITY = 99


class BasketFull(Refusal):
    """More different products than one basket takes."""

    title = "The basket is full"

    def __init__(self) -> None:
        super().__init__(
            f"A basket holds up to {MAX_LINES} different products. Take one out first, or place this order "
            "and start another."
        )


class TooMany(Refusal):
    """More of one product than one order takes."""

    title = "That is too many"

    def __init__(self) -> None:
        super().__init__(
            f"You can have up to {MAX_QUANTITY} of one product in an order. Choose a lower number."
        )


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one pack. `seen_minor` is the price of one, in pence, that the visitor was last shown."""

    sku: str
    quantity: int
    seen_minor: int

    def __post_init__(self) -> None:
        if not self.sku:
            raise ValueError("a line needs a sku")
        if not 1 <= self.quantity <= MAX_QUANTITY:
            raise ValueError(f"a line holds 1 to {MAX_QUANTITY}, not {self.quantity}")
        if self.seen_minor < 0:
            raise ValueError("a price shown is never below nothing")


@dataclass(frozen=True, slots=True)
class Basket:
    """What a visitor put aside, in the order it was put there; never two lines of one sku.

    `code` is the voucher code entered, "" for none.
    """

    lines: tuple[Line, ...] = ()
    code: str = ""

    def __post_init__(self) -> None:
        if len(self.lines) > MAX_LINES:
            raise ValueError(f"a basket holds at most {MAX_LINES} lines")
        if len({line.sku for line in self.lines}) != len(self.lines):
            raise ValueError("a basket holds one line for each sku")

    @property
    def count(self) -> int:
        """How many packs lie in it."""
        return sum(line.quantity for line in self.lines)

    @property
    def skus(self) -> tuple[str, ...]:
        return tuple(line.sku for line in self.lines)

    def line_of(self, sku: str) -> Line:
        """The line of this sku; raises KeyError when there is none."""
        for line in self.lines:
            if line.sku == sku:
                return line
        raise KeyError(sku)

    def add(self, sku: str, quantity: int, seen_minor: int) -> "Basket":
        """This basket with `quantity` more of `sku`, shown at `seen_minor` pence each.

        Raises TooMany above 99 of one sku, BasketFull above 20 lines.
        """
        if sku in self.skus:
            return self._replaced(sku, self.line_of(sku).quantity + quantity, seen_minor)
        if len(self.lines) >= MAX_LINES:
            raise BasketFull
        if quantity > MAX_QUANTITY:
            raise TooMany
        return replace(self, lines=(*self.lines, Line(sku, quantity, seen_minor)))

    def set(self, sku: str, quantity: int, seen_minor: int) -> "Basket":
        """This basket with exactly `quantity` of `sku`; 0 takes the line out. Raises as `add` does."""
        if quantity == 0:
            return self.remove(sku)
        if sku not in self.skus:
            return self.add(sku, quantity, seen_minor)
        return self._replaced(sku, quantity, seen_minor)

    def remove(self, sku: str) -> "Basket":
        """This basket without `sku`; the same basket when it holds none."""
        return replace(self, lines=tuple(line for line in self.lines if line.sku != sku))

    def with_code(self, code: str) -> "Basket":
        """This basket with this voucher code, "" for none."""
        return replace(self, code=code)

    def _replaced(self, sku: str, quantity: int, seen_minor: int) -> "Basket":
        if quantity > MAX_QUANTITY:
            raise TooMany
        new = Line(sku, quantity, seen_minor)
        return replace(self, lines=tuple(new if line.sku == sku else line for line in self.lines))
