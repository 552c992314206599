"""Decides which parts of the answer are the same for everybody, and makes each of them once.

What goes in is the topic, the journal and the settings, never an answer: each part exists for every choice
there is before anybody chooses, so nothing of a visitor can stay behind in it.
"""

from dataclasses import dataclass
from typing import Any, cast

from flask import current_app
from markupsafe import Markup

from recommender import Care, Topic, Urgency
from shop.guide.pages import ROWS
from shop.guide.topic import current_topic
from shop.journal.queries import reading_for_causes
from shop.web.templating import BODY, Around, Frame, around

PIECES = "guide/pieces.html"
PAGE = "guide/answer.html"
PATH = "/guide/answer"
TITLE = "What helps"

CareKey = tuple[Urgency, str, str]


@dataclass(frozen=True)
class ReadyMade:
    """The parts: the page round the answer by its title, care cards round the advice on signs, advice on
    causes by cause, and the buttons that change an answer by the label of its row."""

    pages: dict[str, Around]
    care_cards: dict[CareKey, Around]
    advice: dict[str, Markup]
    change_buttons: dict[str, Markup]

    def care_card(self, care: Care) -> Around:
        """The card for this care, parted where the advice on the visitor's signs goes."""
        return self.care_cards[care.urgency, care.title, care.message]


def ready_made() -> ReadyMade:
    """The parts of this application, made on first use. No database is asked: an emergency needs them too."""
    held: ReadyMade | None = current_app.extensions.get("guide_ready_made")
    if held is None:
        held = current_app.extensions["guide_ready_made"] = _make(current_topic())
    return held


def _make(topic: Topic) -> ReadyMade:
    jinja = current_app.jinja_env
    pieces: Any = jinja.get_template(PIECES).module
    frame = cast(Frame, jinja.globals["frame"])
    titles = (TITLE, *(card.title for card in topic.cards.values()))
    return ReadyMade(
        pages={title: frame.around(PAGE, path=PATH, title=title) for title in titles},
        care_cards={
            (urgency, card.title, card.message): around(pieces.care(urgency.word, card, BODY))
            for urgency in Urgency
            for card in topic.cards.values()
        },
        advice={c.id: pieces.cause_advice(c, _section_on(c.id)) for c in topic.causes.values()},
        change_buttons={label: pieces.change_button(page, label) for page, label in ROWS},
    )


def _section_on(cause: str) -> str | None:
    found = reading_for_causes([cause])
    return found[0].address if found else None
