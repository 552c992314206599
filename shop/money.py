"""Decides how money is counted: whole pence, pounds sterling, no float anywhere."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount of pounds sterling in whole pence; `Money(1150)` is £11.50.

    Raises TypeError for anything but an int (a float or a bool is never money).
    """

    minor: int

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"money is a whole number of pence, not {self.minor!r}")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + other.minor)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - other.minor)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times)

    def format(self) -> str:
        """Written for people: `£11.50`, `-£1,234.05`."""
        pounds, pence = divmod(abs(self.minor), 100)
        return f"{'-' if self.minor < 0 else ''}£{pounds:,}.{pence:02}"

    def vat_included(self, rate_percent: int) -> "Money":
        """The VAT inside this VAT-inclusive amount, rounded half up once, by subtraction of the net.

        HMRC's VAT fraction: gross x rate / (100 + rate); £11.50 at 20 % holds £1.92.
        Raises ValueError for a rate outside 0 to 100 or a negative amount.
        """
        if not 0 <= rate_percent <= 100:
            raise ValueError(f"a VAT rate lies between 0 and 100 per cent, not {rate_percent}")
        if self.minor < 0:
            raise ValueError("VAT is taken out of amounts that were charged, and those aren't negative")
        divisor = 100 + rate_percent
        return Money((2 * self.minor * rate_percent + divisor) // (2 * divisor))


def format_minor(minor: int) -> str:
    """Whole pence as written for people; the `money` filter of the templates."""
    return Money(minor).format()
