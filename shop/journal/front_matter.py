"""Reads the facts at the head of a content file and says, key by key, what is wrong with them."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from shop.journal.mistakes import Mistake
from shop.journal.models import KINDS, NOT_REVIEWED, Ingredient

_FENCED = re.compile(r"\A\+\+\+\n(.*?)^\+\+\+\n(.*)\Z", re.DOTALL | re.MULTILINE)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CAUSE = re.compile(r"[a-z]+(?:_[a-z]+)*")
_METRIC = re.compile(r"\d+(?:\.\d+)? (?:g|kg|ml|l)|\d+|a pinch")

Values = dict[str, Any]


class NotRight(ValueError):
    """A value isn't what its key needs; the message says what is."""


def split(file: str, text: str) -> tuple[Values, str, list[Mistake]]:
    """Splits a file into its front matter (TOML between two lines of +++) and its Markdown.

    Returns the raw values, the Markdown and the mistakes; with a mistake the values are empty.
    """
    found = _FENCED.match(text)
    if not found:
        return {}, "", [Mistake(file, "+++", "the file must open with TOML between two lines of +++")]
    try:
        return tomllib.loads(found[1]), found[2], []
    except tomllib.TOMLDecodeError as error:
        return {}, "", [Mistake(file, "+++", f"the front matter is not TOML: {error}")]


def check(file: str, values: Mapping[str, Any]) -> tuple[Values, list[Mistake]]:
    """Reads every key the file's kind needs. Returns the values as models want them, and all mistakes.

    Keys of every kind: title, slug, kind, description, answer, author, medical_review, published_on,
    updated_on, next_review_on (dates), care (a card of care.toml), references (keys of references.toml);
    and if wished related (slugs) and the table [causes] (cause id = anchor).
    A recipe also needs portions, minutes, allergens, steps and [[ingredients]] (amount, name).
    """
    keys = _KEYS | (_RECIPE_KEYS if values.get("kind") == "recipe" else {})
    read: Values = {}
    mistakes = [
        Mistake(file, key, f"is not a key we know; right are {', '.join(sorted(keys))}")
        for key in values.keys() - keys.keys()
    ]
    for key, (reader, default) in keys.items():
        if key not in values and default is not None:
            read[key] = default
            continue
        try:
            if key not in values:
                raise NotRight("is missing")
            read[key] = reader(values[key])
        except NotRight as error:
            mistakes.append(Mistake(file, key, f"{error}; right is {_RIGHT[reader]}"))
    return read, mistakes + _dates_in_order(file, read)


def _dates_in_order(file: str, read: Values) -> list[Mistake]:
    mistakes = []
    published, updated = read.get("published_on"), read.get("updated_on")
    if published and updated and updated < published:
        advice = f"{updated} is before published_on; right is {published} or after"
        mistakes.append(Mistake(file, "updated_on", advice))
    review = read.get("next_review_on")
    if updated and review and review <= updated:
        mistakes.append(Mistake(file, "next_review_on", f"{review} must be after updated_on ({updated})"))
    return mistakes


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise NotRight(f"{value!r} is no text")
    return value.strip()


def _sentence(value: Any) -> str:
    words = _text(value)
    if not words.endswith((".", "?", "!")):
        raise NotRight("does not end like a sentence")
    return words


def _slug(value: Any) -> str:
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise NotRight(f"{value!r} can't be an address")
    return value


def _kind(value: Any) -> str:
    if value not in KINDS:
        raise NotRight(f"{value!r} is no kind of ours")
    return str(value)


def _review(value: Any) -> str:
    if value != NOT_REVIEWED and not str(value).startswith("Medically reviewed by "):
        raise NotRight(f"{value!r} leaves open whether anyone reviewed it")
    return str(value)


def _date(value: Any) -> date:
    if type(value) is not date:
        raise NotRight(f"{value!r} is no date")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise NotRight(f"{value!r} is no count")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise NotRight(f"{value!r} is no list")
    texts = tuple(_text(item) for item in value)
    if len(set(texts)) != len(texts):
        raise NotRight("says something twice")
    return texts


def _causes(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise NotRight(f"{value!r} is no table")
    for cause, anchor in value.items():
        if not _CAUSE.fullmatch(cause) or not isinstance(anchor, str) or not _SLUG.fullmatch(anchor):
            raise NotRight(f"{cause} = {anchor!r} can't be read")
    return dict(value)


def _ingredients(value: Any) -> tuple[Ingredient, ...]:
    if not isinstance(value, list) or not value:
        raise NotRight("is no list of tables")
    ingredients = []
    for row in value:
        if not isinstance(row, dict) or row.keys() != {"amount", "name"}:
            raise NotRight(f"{row!r} has other keys than amount and name")
        if not isinstance(row["amount"], str) or not _METRIC.fullmatch(row["amount"]):
            raise NotRight(f"{row['amount']!r} is not metric")
        ingredients.append(Ingredient(row["amount"], _text(row["name"])))
    return tuple(ingredients)


Reader = Callable[[Any], Any]

_RIGHT: dict[Reader, str] = {
    _text: "a text in quotes",
    _sentence: "one whole sentence in quotes",
    _slug: 'small letters, digits and hyphens, as in "sleep-habits"',
    _kind: f"one of {', '.join(KINDS)}",
    _review: f'"{NOT_REVIEWED}" or "Medically reviewed by <name, role>"',
    _date: "a day without quotes, as in 2026-11-25",
    _count: "a whole number from 1",
    _texts: 'a list of different texts, as in ["one", "two"]',
    _causes: 'a table [causes] of lines like sleep = "poor-sleep" (cause id, anchor in this file)',
    _ingredients: '[[ingredients]] with name and amount, as in "100 g", "2" or "a pinch" (metric)',
}

# Key → how it is read, and the value when it is left out (None: it can't be).
_KEYS: dict[str, tuple[Reader, Any]] = {
    "title": (_text, None),
    "slug": (_slug, None),
    "kind": (_kind, None),
    "description": (_sentence, None),
    "answer": (_sentence, None),
    "author": (_text, None),
    "medical_review": (_review, None),
    "published_on": (_date, None),
    "updated_on": (_date, None),
    "next_review_on": (_date, None),
    "care": (_text, None),
    "references": (_texts, None),
    "related": (_texts, ()),
    "causes": (_causes, {}),
}

_RECIPE_KEYS: dict[str, tuple[Reader, Any]] = {
    "portions": (_count, None),
    "minutes": (_count, None),
    "ingredients": (_ingredients, None),
    "allergens": (_texts, None),
    "steps": (_texts, None),
}
