"""Puts the recommender's answer beside what the shop has: products, reading, and shops nearby."""

from dataclasses import dataclass
from typing import Any

from recommender import Recommendation, Suggestion, Topic, Urgency, parse_report, recommend
from shop.guide.answers import Answers, report_of
from shop.guide.pages import told
from shop.guide.shelf import Card, Shelf, current_shelf
from shop.guide.topic import current_topic
from shop.journal.queries import reading_for_causes
from shop.stockists.queries import StockistSearch, nearest_stockists

MOST_READING = 4
MOST_STOCKISTS = 3


@dataclass(frozen=True)
class CauseAdvice:
    """Free steps for one cause the visitor told us about, and where to read more."""

    cause: str
    label: str
    steps: tuple[str, ...]
    reading: str | None


@dataclass(frozen=True)
class Offer:
    """One product that serves a need of this visitor and may be shown to them."""

    product: Card
    suggestion: Suggestion
    need_label: str


@dataclass(frozen=True)
class LeftOut:
    """What is not shown, and every reason; `name` is None when they hold for everything in the shop."""

    name: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """Everything the answer page shows."""

    found: Recommendation
    told: list[dict[str, Any]]
    advice: tuple[CauseAdvice, ...]
    general_advice: str
    offers: tuple[Offer, ...]
    left_out: tuple[LeftOut, ...]
    reading: tuple[Any, ...]
    near: str
    stockists: StockistSearch | None

    @property
    def needs_doctor(self) -> bool:
        """GP or more urgent: care first, and nothing is offered, priced or sold on this page."""
        return self.found.urgency >= Urgency.GP


def build_answer(answers: Answers) -> Answer:
    """The whole answer for one visitor, from their answers and the range as it stands."""
    topic, shelf = current_topic(), current_shelf()
    report = parse_report(report_of(answers), topic)
    found = recommend(report, shelf.items, topic)
    offers = tuple(_offer(topic, shelf, s) for s in found.suggestions if s.item in shelf.products)
    causes = [because.cause for because in found.understood.causes if because.cause]
    return Answer(
        found=found,
        told=told(answers),
        advice=_advice(topic, found),
        general_advice=topic.signs["none"].advice,
        offers=offers,
        left_out=_left_out(shelf, found),
        reading=tuple(reading_for_causes(causes)[:MOST_READING]),
        near=answers.written("near"),
        stockists=_stockists(answers, offers),
    )


def _offer(topic: Topic, shelf: Shelf, suggestion: Suggestion) -> Offer:
    product = shelf.products[str(suggestion.item)]
    return Offer(product, suggestion, topic.needs[suggestion.need].label)


def _advice(topic: Topic, found: Recommendation) -> tuple[CauseAdvice, ...]:
    steps: dict[str, list[str]] = {}
    for step in found.self_care:
        steps.setdefault(step.cause, []).append(step.text)
    return tuple(
        CauseAdvice(cause, topic.causes[cause].label, tuple(texts), _section_on(cause))
        for cause, texts in steps.items()
    )


def _section_on(cause: str) -> str | None:
    found = reading_for_causes([cause])
    return found[0].address if found else None


def _left_out(shelf: Shelf, found: Recommendation) -> tuple[LeftOut, ...]:
    rows = []
    for withheld in found.withheld:
        product = shelf.products.get(withheld.item) if withheld.item else None
        reasons = dict.fromkeys(finding.why for finding in withheld.findings)
        rows.append(LeftOut(product.name if product else None, tuple(reasons)))
    return tuple(dict.fromkeys(rows))


def _stockists(answers: Answers, offers: tuple[Offer, ...]) -> StockistSearch | None:
    near = answers.written("near")
    if not near or not offers:
        return None
    slugs = tuple(offer.product.slug for offer in offers)
    return nearest_stockists(near=near, product_slugs=slugs, limit=MOST_STOCKISTS)
