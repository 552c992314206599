"""Decides what the review page shows and whether that is still so when its button is pressed."""

from dataclasses import dataclass

from shop.basket.priced import PricedBasket, PricedLine
from shop.catalog.vocabulary import MEDICINE
from shop.delivery.ways import DeliveryChoice
from shop.money import format_minor
from shop.offers.rules import NO_DEAL, Deal
from shop.orders.actions import LEAST_MINOR, too_little
from shop.orders.agreed import AgreedDelivery, AgreedLine, Agreement, Confirmation, Shopper
from shop.orders.terms import TERMS_VERSION
from shop.orders.totals import Goods, Totals, add_up

ADULT = 18


@dataclass(frozen=True, slots=True)
class Offer:
    """A basket at today's prices with a way of delivery: what the shopper is asked to agree to.

    The basket holds at least one line. `delivery` costs what it costs before the deal pays for it.
    """

    basket: PricedBasket
    delivery: DeliveryChoice
    deal: Deal = NO_DEAL

    @property
    def totals(self) -> Totals:
        """What it comes to, with the VAT in it."""
        lines = [
            Goods(
                unit_minor=line.unit_minor,
                quantity=line.quantity,
                vat_rate=line.vat_rate,
                discount_minor=self.deal.off(line.sku),
            )
            for line in self.basket.lines
        ]
        return add_up(lines, delivery_minor=self.delivery_minor)

    @property
    def delivery_minor(self) -> int:
        """What is charged for the delivery."""
        return self.delivery.price_minor - self.deal.delivery_minor

    @property
    def estimate(self) -> str:
        """How long it takes, and on which days it arrives."""
        return f"{self.delivery.estimate}: {self.delivery.arrives}"

    @property
    def problem(self) -> str | None:
        """Why it can't be paid for, or None."""
        total = self.totals.total_minor
        return too_little(total) if total < LEAST_MINOR else None

    @property
    def medicines(self) -> tuple[PricedLine, ...]:
        """The lines whose leaflet has to be read."""
        return _medicines(self.basket)

    @property
    def confirmations(self) -> dict[str, str]:
        """What has to be ticked, `age` and `leaflet`, with the words beside each box."""
        return {each.what: each.words for each in confirmations_for(self.basket)}

    def shown(self) -> str:
        """Everything the button stands for, to be sent back with it: packs, prices, offers, delivery, sum."""
        lines = "|".join(f"{line.sku}:{line.quantity}:{line.unit_minor}" for line in self.basket.lines)
        given = ",".join(f"{each.slug}={each.total_minor}" for each in self.deal.given)
        return f"{lines}|{given}|{self._delivery_shown()}|{self.totals.total_minor}"

    def changes_since(self, shown: str) -> tuple[str, ...]:
        """What differs from what a review page `shown` before, in sentences; empty when nothing does."""
        if shown == self.shown():
            return ()
        before = _lines_of(shown)
        said = [self._change(line, before) for line in self.basket.lines]
        if set(before) - {line.sku for line in self.basket.lines}:
            said.append("Something is no longer in your basket.")
        if f"|{self._delivery_shown()}|" not in shown:
            said.append(self._delivery_now(shown))
        said += self._deal_changes(shown)
        said.append(f"The total is now {format_minor(self.totals.total_minor)}.")
        return tuple(sentence for sentence in said if sentence)

    def agreed_by(self, shopper: Shopper, *, attempt: str) -> Agreement:
        """What there is to write down when the shopper agrees."""
        lines = tuple(
            AgreedLine(
                sku=line.sku,
                product_slug=line.product_slug,
                name=line.name,
                size_label=line.size_label,
                kind=line.kind,
                quantity=line.quantity,
                unit_minor=line.unit_minor,
                vat_rate=line.vat_rate,
                discount_minor=self.deal.off(line.sku),
            )
            for line in self.basket.lines
        )
        delivery = AgreedDelivery(
            code=self.delivery.code,
            label=self.delivery.label,
            price_minor=self.delivery_minor,
            estimate=self.estimate,
        )
        return Agreement(
            attempt=attempt,
            shopper=shopper,
            lines=lines,
            delivery=delivery,
            terms_version=TERMS_VERSION,
            age_confirmed="age" in self.confirmations,
            confirmations=confirmations_for(self.basket),
            offers=self.deal.given,
        )

    def _delivery_shown(self) -> str:
        return f"{self.delivery.code}:{self.delivery_minor}:{self.delivery.arrives}"

    def _delivery_now(self, shown: str) -> str:
        if f"|{self.delivery.code}:{self.delivery_minor}:" in shown:
            return f"It now arrives {self.delivery.arrives}."
        return f"Delivery now costs {format_minor(self.delivery_minor)}."

    def _deal_changes(self, shown: str) -> list[str]:
        parts = shown.split("|")
        before = set(parts[-3].split(",")) - {""} if len(parts) > 3 else set()
        now = {f"{each.slug}={each.total_minor}": each for each in self.deal.given}
        said = [self.deal.refusal] if self.deal.refusal and before - set(now) else []
        said += [
            f"{each.label}: this now takes off {format_minor(each.total_minor)}."
            for key, each in now.items()
            if key not in before
        ]
        gone = {key.partition("=")[0] for key in before} - {each.slug for each in self.deal.given}
        if gone and not self.deal.refusal:
            said.append("An offer that was taken off before is over.")
        return said

    def _change(self, line: PricedLine, before: dict[str, tuple[int, int]]) -> str | None:
        quantity, unit_minor = before.get(line.sku, (0, line.unit_minor))
        what = f"{line.name}, {line.size_label}"
        if quantity == 0:
            return f"{what} is new in your basket."
        if unit_minor != line.unit_minor:
            return f"{what} now costs {format_minor(line.unit_minor)}. It was {format_minor(unit_minor)}."
        if quantity != line.quantity:
            return f"{what}: your basket now holds {line.quantity}. It was {quantity}."
        return None


def confirmations_for(basket: PricedBasket) -> tuple[Confirmation, ...]:
    """What has to be ticked before this basket may be ordered."""
    asked = []
    age = basket.minimum_age
    if age is not None:
        words = f"I am {age} or over" if age >= ADULT else f"Whoever will use these products is {age} or over"
        asked.append(Confirmation("age", words))
    names = list(dict.fromkeys(line.name for line in _medicines(basket)))
    if names:
        *others, last = names
        listed = f"{', '.join(others)} and {last}" if others else last
        asked.append(Confirmation("leaflet", f"I have read who should not take {listed}"))
    return tuple(asked)


def _medicines(basket: PricedBasket) -> tuple[PricedLine, ...]:
    return tuple(line for line in basket.lines if line.kind == MEDICINE)


def _lines_of(shown: str) -> dict[str, tuple[int, int]]:
    """How many of each sku at which price a review page had shown; what can't be read is left out."""
    lines = {}
    for part in shown.split("|")[:-3]:
        sku, _, numbers = part.partition(":")
        quantity, _, unit_minor = numbers.partition(":")
        if quantity.isdecimal() and unit_minor.isdecimal() and len(numbers) < 20:
            lines[sku] = (int(quantity), int(unit_minor))
    return lines
