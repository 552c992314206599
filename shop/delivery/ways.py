"""Decides which ways of delivery there are to a postcode, what they cost and when they arrive."""

from dataclasses import dataclass
from datetime import datetime

from shop.delivery.days import Holidays, day_span, hour_in_words, sending_day, working_days_after
from shop.delivery.tariff import Way, Zone, tariff
from shop.delivery.zones import SHAPE, tidy_postcode
from shop.errors import BadInput, Refusal
from shop.money import format_minor

NO_POSTCODE = "Enter a UK postcode, like SW1A 1AA."


class UnknownDelivery(BadInput):
    """No delivery goes by that code, there."""

    title = "Choose how we should deliver"

    def __init__(self, message: str = "Choose how we should deliver.") -> None:
        super().__init__(message, fields={"delivery": message})


class NotDelivered(BadInput):
    """We don't deliver to that postcode, or it is none."""

    title = "We can't deliver there"

    def __init__(self, words: str) -> None:
        super().__init__(words, fields={"postcode": words})


class TooHeavy(Refusal):
    """No way of delivery takes so much at once."""

    title = "That is too heavy for one parcel"

    def __init__(self, most_grams: int) -> None:
        super().__init__(
            f"One order can weigh up to {most_grams // 1000} kg. Take something out, and order it after this."
        )


@dataclass(frozen=True, slots=True)
class DeliveryChoice:
    """One way to have the goods brought. `price_minor` is in pence with VAT; `estimate` is said in words.

    `arrives` names the days, "" when it isn't known when the order comes.
    """

    code: str
    label: str
    price_minor: int
    estimate: str
    arrives: str = ""


def zone_for(entered: str) -> Zone:
    """The zone of a postcode as somebody wrote it. Raises NotDelivered with the reason."""
    postcode = tidy_postcode(entered)
    if not SHAPE.fullmatch(postcode):
        raise NotDelivered(NO_POSTCODE)
    refusal = tariff().refusal(postcode)
    if refusal is not None:
        raise NotDelivered(refusal)
    return tariff().zone_of(postcode)


def choices(
    goods_minor: int, *, weight_grams: int = 0, zone: Zone | None = None, now: datetime | None = None
) -> tuple[DeliveryChoice, ...]:
    """The ways of delivery for goods worth so many pence, cheapest first; to the mainland unless told.

    Raises TooHeavy when no way takes them.
    """
    there = zone or tariff().mainland
    found = [
        DeliveryChoice(way.code, way.label, price, _estimate(way), arrival(way, there, now) if now else "")
        for way in there.ways
        if (price := way.price_minor(goods_minor=goods_minor, weight_grams=weight_grams)) is not None
    ]
    if not found:
        raise TooHeavy(max(way.bands[-1][0] for way in there.ways))
    return tuple(found)


def chosen(code: str, among: tuple[DeliveryChoice, ...]) -> DeliveryChoice:
    """The way of delivery with this code; raises UnknownDelivery when there is none."""
    for choice in among:
        if choice.code == code:
            return choice
    if code in {way.code for zone in tariff().zones for way in zone.ways}:
        raise UnknownDelivery("That way doesn't go to this postcode. Choose another one.")
    raise UnknownDelivery


def arrival(way: Way, zone: Zone, now: datetime) -> str:
    """The days on which what is ordered at `now` (aware) arrives: `Tue 1 – Thu 3 December`."""
    sent = sending_day(now, cutoff=tariff().cutoff, off=Holidays(tariff().sent_from))
    off = Holidays(tariff().sent_from, zone.holidays)
    first, last = (working_days_after(sent, count, off) for count in way.days)
    return day_span(first, last)


def cutoff_words() -> str:
    """By when to order for the days said: `2pm`."""
    return hour_in_words(tariff().cutoff)


def in_short() -> tuple[str, ...]:
    """What delivery costs, a sentence for each zone, for pages that know no basket and no address."""
    return tuple(_zone_in_short(zone) for zone in tariff().zones)


def _zone_in_short(zone: Zone) -> str:
    way = zone.ways[0]
    free = f", free from {format_minor(way.free_from_minor)}" if way.free_from_minor is not None else ""
    return f"To {zone.name}: from {format_minor(way.bands[0][1])}{free}."


def _estimate(way: Way) -> str:
    first, last = way.days
    span = f"{first} to {last}" if first != last else f"{first}"
    return f"{span} working days after we send it"
