"""What an article, an answered question and a recipe are, for the reader and for the pages that show them.

They live in files under `content/`, are read once when the shop starts and never change while it runs,
so these are frozen values and not tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

KINDS = ("article", "warm-up", "question", "recipe")
NOT_REVIEWED = "Not medically reviewed"
URGENCIES = ("emergency", "today", "gp", "pharmacist")

_ROADS = {"article": "/read", "warm-up": "/read", "question": "/questions", "recipe": "/recipes"}


@dataclass(frozen=True)
class Reference:
    """A page we read. `note` says what kind of copy it was, where that matters."""

    key: str
    title: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class Citation:
    """A reference under its number on one page, with the ids of the places in the text that use it."""

    number: int
    reference: Reference
    uses: tuple[str, ...]

    @property
    def text(self) -> str:
        """What the list of sources says: the title, and which copy we read where that matters."""
        title, note = self.reference.title, self.reference.note
        if not note:
            return title
        return f"{title} {note}" if title.endswith("?") else f"{title}. {note}"

    @property
    def href(self) -> str:
        return self.reference.address


@dataclass(frozen=True)
class Heading:
    """A heading of the text: level 2 to 4, the anchor it can be linked by, and its words."""

    level: int
    anchor: str
    text: str

    @property
    def href(self) -> str:
        return f"#{self.anchor}"


@dataclass(frozen=True)
class Body:
    """A text made ready for a page. `html` comes from our own Markdown with raw HTML switched off."""

    html: str
    headings: tuple[Heading, ...] = ()
    citations: tuple[Citation, ...] = ()
    links: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()

    def __html__(self) -> str:
        """Lets a template write `{{ article.body }}`: the renderer has escaped everything already."""
        return self.html

    @property
    def contents(self) -> tuple[Heading, ...]:
        """The headings that belong in the list of contents."""
        return tuple(heading for heading in self.headings if heading.level == 2)

    @property
    def anchors(self) -> frozenset[str]:
        return frozenset(heading.anchor for heading in self.headings)

    def heading(self, anchor: str) -> Heading:
        """The heading with this anchor; raises KeyError when the text has none."""
        for heading in self.headings:
            if heading.anchor == anchor:
                return heading
        raise KeyError(anchor)


@dataclass(frozen=True)
class CareLevel:
    """One step of a care card: how urgent (one of URGENCIES), what to do, and the signs that call for it."""

    urgency: str
    action: str
    signs: tuple[str, ...]


@dataclass(frozen=True)
class CareCard:
    """When to get help, most urgent first; `title` is its heading."""

    name: str
    title: str
    levels: tuple[CareLevel, ...]


@dataclass(frozen=True)
class Article:
    """Something to read. `causes` maps a cause's id to the anchor of the section that covers it."""

    kind: str
    slug: str
    title: str
    description: str
    answer: str
    author: str
    medical_review: str
    published_on: date
    updated_on: date
    next_review_on: date
    care: CareCard
    causes: Mapping[str, str]
    related: tuple[str, ...]
    body: Body
    file: str

    @property
    def url(self) -> str:
        return f"{_ROADS[self.kind]}/{self.slug}"

    @property
    def is_reviewed(self) -> bool:
        return self.medical_review != NOT_REVIEWED


@dataclass(frozen=True)
class Ingredient:
    """How much of what goes in, in metric: `amount` "100 g", `name` "ripe banana, peeled"."""

    amount: str
    name: str

    def __str__(self) -> str:
        return f"{self.amount} {self.name}"


@dataclass(frozen=True)
class Recipe(Article):
    """Something to make: for how many portions, in how many minutes, from what, with which allergens."""

    portions: int
    minutes: int
    ingredients: tuple[Ingredient, ...]
    allergens: tuple[str, ...]
    steps: tuple[str, ...]


class Reading(NamedTuple):
    """A pointer to something worth reading about a cause."""

    title: str
    url: str
    anchor: str

    @property
    def address(self) -> str:
        """Path and anchor together, ready for a link."""
        return f"{self.url}#{self.anchor}"


@dataclass(frozen=True)
class Library:
    """Everything there is to read, newest first."""

    articles: tuple[Article, ...]

    def of_kind(self, *kinds: str) -> tuple[Article, ...]:
        return tuple(article for article in self.articles if article.kind in kinds)
