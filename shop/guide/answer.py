"""Puts the recommender's answer beside what the shop has: products, reading, and shops nearby."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from markupsafe import Markup

from recommender import Recommendation, Suggestion, Urgency, parse_report, recommend
from shop.guide.answers import Answers, report_of
from shop.guide.marks import quotes
from shop.guide.pages import Row, told
from shop.guide.ready_made import TITLE, ready_made
from shop.guide.shelf import EMPTY, Card, Shelf, current_shelf
from shop.guide.topic import current_topic
from shop.journal.queries import reading_for_causes
from shop.stockists.nearest import Wanted
from shop.stockists.queries import StockistSearch, nearest_stockists
from shop.web.templating import Around

MOST_READING = 4
MOST_STOCKISTS = 3


@dataclass(frozen=True)
class Offer:
    """One product that serves a need of this visitor and may be shown to them."""

    card: Card
    suggestion: Suggestion


@dataclass(frozen=True)
class LeftOut:
    """What is not shown, and why, every reason; `name` is None when they hold for everything in the shop."""

    name: str | None
    why: str


@dataclass(frozen=True)
class Answer:
    """Everything the answer page shows."""

    found: Recommendation
    care_card: Around
    told: list[Row]
    advice: tuple[Markup, ...]
    general_advice: str
    offers: tuple[Offer, ...]
    left_out: tuple[LeftOut, ...]
    reading: tuple[Any, ...]
    near: str
    stockists: StockistSearch | None

    @property
    def title(self) -> str:
        """The title of the page: what to do about it when a doctor is needed, else what helps."""
        return self.found.care.title if self.needs_doctor else TITLE

    @property
    def needs_doctor(self) -> bool:
        """GP or more urgent: care first, and nothing is offered, priced or sold on this page."""
        return self.found.urgency >= Urgency.GP

    @property
    def may_wait(self) -> bool:
        """Whether there is time for anything but getting help: nobody reads tips while 999 is called."""
        return self.found.urgency < Urgency.TODAY


def build_answer(answers: Answers, *, now: datetime, is_urgent: bool = False) -> Answer:
    """The whole answer for one visitor, from their answers and the range as it stands.

    For an urgent answer the range isn't even looked at: nothing of it would be shown.
    """
    topic, shelf = current_topic(), EMPTY if is_urgent else current_shelf()
    report = parse_report(report_of(answers), topic)
    found = recommend(report, shelf.items, topic)
    ready = ready_made()
    quoted = quotes(answers) if found.suggestions else {}
    offers = tuple(
        Offer(shelf.cards[s.item], _in_their_words(s, quoted))
        for s in found.suggestions
        if s.item in shelf.cards
    )
    causes = [because.cause for because in found.understood.causes if because.cause]
    return Answer(
        found=found,
        care_card=ready.care_card(found.care),
        told=told(answers, buttons=ready.change_buttons),
        advice=tuple(ready.advice[cause] for cause in dict.fromkeys(step.cause for step in found.self_care)),
        general_advice=topic.signs["none"].advice,
        offers=offers,
        left_out=_left_out(shelf, found),
        reading=tuple(reading_for_causes(causes)[:MOST_READING]) if found.reading else (),
        near=answers.written("near"),
        stockists=_stockists(answers, offers, now),
    )


def _in_their_words(suggestion: Suggestion, quoted: Mapping[str, str]) -> Suggestion:
    """The suggestion with each cause in the visitor's own words where they wrote of it."""
    if not quoted:
        return suggestion
    because = (replace(each, words=quoted.get(each.cause or "", each.words)) for each in suggestion.because)
    return replace(suggestion, because=tuple(because))


def _left_out(shelf: Shelf, found: Recommendation) -> tuple[LeftOut, ...]:
    rows = []
    for withheld in found.withheld:
        product = shelf.cards.get(withheld.item) if withheld.item else None
        reasons = dict.fromkeys(finding.why for finding in withheld.findings)
        rows.append(LeftOut(product.name if product else None, " ".join(reasons)))
    return tuple(dict.fromkeys(rows))


def _stockists(answers: Answers, offers: tuple[Offer, ...], now: datetime) -> StockistSearch | None:
    near = answers.written("near")
    if not near or not offers:
        return None
    wanted = Wanted(tuple(offer.card.slug for offer in offers))
    return nearest_stockists(near=near, at=now, wanted=wanted, limit=MOST_STOCKISTS)
