"""Reads the shop's items from JSON values, and names every mistake in them by its path."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from recommender.problems import ItemsError, Problems, named, one_of, shown
from recommender.topic import Topic
from recommender.vocabulary import Action, Basis, Caution, Interaction, Item, Kind, Serves

Read = TypeVar("Read")
Word = TypeVar("Word")

_KINDS = {kind.value: kind for kind in Kind}
_BASES = {basis.value: basis for basis in Basis}
_ACTIONS = {action.word: action for action in Action}

_LAWFUL = {
    Basis.REGISTERED_USE: (Kind.HERBAL_MEDICINE, Kind.DEVICE, Kind.UNKNOWN),
    Basis.AUTHORISED_CLAIM: (Kind.SUPPLEMENT, Kind.FOOD, Kind.UNKNOWN),
    Basis.PLAIN_FOOD: (Kind.SUPPLEMENT, Kind.FOOD, Kind.UNKNOWN),
}
"""The kinds of item that each basis can hold for: a food has no registered use, a medicine no food claim."""

_MUST = ("id", "name", "kind", "serves", "traits", "cautions", "interactions")
_MAY = ("minimum_age", "exclusive_group")


def parse_items(data: Any, topic: Topic) -> tuple[Item, ...]:
    """The items in a JSON list, or in `{"items": [...]}`. Raises ItemsError with every problem in them.

    A list that is missing is a mistake, not an empty list: nobody knows whether the item has no cautions or
    whether they were forgotten.
    """
    problems = Problems()
    listed = data.get("items") if isinstance(data, dict) and set(data) == {"items"} else data
    if not isinstance(listed, list):
        problems.add("items", 'must be a list of items, or {"items": [...]}')
        problems.raise_any(ItemsError)
        return ()
    items = [_Reader(topic, problems, f"items[{place}]").item(each) for place, each in enumerate(listed)]
    seen: set[str] = set()
    for place, item in enumerate(items):
        if item is not None and item.id in seen:
            problems.add(f"items[{place}].id", f"{shown(item.id)} is the id of an item before it")
        seen |= {item.id} if item else set()
    problems.raise_any(ItemsError)
    return tuple(item for item in items if item is not None)


class _Reader:
    """Reads one item, adding what is wrong with it to the problems."""

    def __init__(self, topic: Topic, problems: Problems, where: str) -> None:
        self._topic = topic
        self._problems = problems
        self._where = where

    def item(self, data: Any) -> Item | None:
        if not self._has_keys(data, self._where, _MUST, _MAY):
            return None
        where = self._where
        kind = self._word(data["kind"], f"{where}.kind", _KINDS) or Kind.UNKNOWN
        return Item(
            id=self._text(data["id"], f"{where}.id"),
            name=self._text(data["name"], f"{where}.name"),
            kind=kind,
            serves=self._each(data["serves"], "serves", lambda each, at: self._serves(each, at, kind)),
            traits=frozenset(self._each(data["traits"], "traits", self._trait)),
            minimum_age=self._age(data.get("minimum_age")),
            cautions=self._each(data["cautions"], "cautions", self._caution),
            interactions=self._each(data["interactions"], "interactions", self._interaction),
            exclusive_group=self._text_or_none(data.get("exclusive_group"), f"{where}.exclusive_group"),
        )

    def _serves(self, data: Any, where: str, kind: Kind) -> Serves | None:
        keys = ("need", "basis", "statement", "confirmed", "source", "confidence")
        if not self._has_keys(data, where, keys):
            return None
        need = self._id(data["need"], f"{where}.need", self._topic.needs)
        basis = self._word(data["basis"], f"{where}.basis", _BASES)
        if not isinstance(data["confirmed"], bool):
            self._problems.add(f"{where}.confirmed", "must be true or false")
        if basis and kind not in _LAWFUL[basis]:
            right = (
                f"can't be said of {kind.value}; it is for {one_of([each.value for each in _LAWFUL[basis]])}"
            )
            self._problems.add(f"{where}.basis", f"{basis.value} {right}")
        return Serves(
            need=need,
            basis=basis or Basis.PLAIN_FOOD,
            statement=self._statement(data, where),
            confirmed=data["confirmed"] is True,
            source=self._sources(data["source"], f"{where}.source"),
            confidence=self._text(data["confidence"], f"{where}.confidence"),
        )

    def _caution(self, data: Any, where: str) -> Caution | None:
        if not self._has_keys(data, where, ("condition", "action", "text", "source", "confidence")):
            return None
        return Caution(
            condition=self._id(data["condition"], f"{where}.condition", self._topic.conditions),
            action=self._word(data["action"], f"{where}.action", _ACTIONS) or Action.BLOCK,
            text=self._text(data["text"], f"{where}.text"),
            source=self._sources(data["source"], f"{where}.source"),
            confidence=self._text(data["confidence"], f"{where}.confidence"),
        )

    def _interaction(self, data: Any, where: str) -> Interaction | None:
        keys = ("medicine_class", "action", "text", "source", "confidence")
        if not self._has_keys(data, where, keys, ("spacing",)):
            return None
        return Interaction(
            medicine_class=self._id(data["medicine_class"], f"{where}.medicine_class", self._topic.medicines),
            action=self._word(data["action"], f"{where}.action", _ACTIONS) or Action.BLOCK,
            text=self._text(data["text"], f"{where}.text"),
            spacing=self._text_or_none(data.get("spacing"), f"{where}.spacing"),
            source=self._sources(data["source"], f"{where}.source"),
            confidence=self._text(data["confidence"], f"{where}.confidence"),
        )

    def _statement(self, data: dict[str, Any], where: str) -> str:
        """Words that nobody has confirmed may still be missing, since they are never shown."""
        if data["confirmed"] is False and data["statement"] in ("", None):
            return ""
        return self._text(data["statement"], f"{where}.statement")

    def _trait(self, data: Any, where: str) -> str:
        return self._id(data, where, self._topic.traits)

    def _has_keys(self, data: Any, where: str, must: tuple[str, ...], may: tuple[str, ...] = ()) -> bool:
        if not isinstance(data, dict):
            self._problems.add(where, "must be an object")
            return False
        for key in data:
            if key not in must and key not in may:
                right = f"is not known; the keys are {one_of(must + may)}"
                self._problems.add(f"{where}.{named(key)}", right)
        for key in must:
            if key not in data:
                self._problems.add(f"{where}.{key}", "is missing")
        return all(key in data for key in must)

    def _each(self, data: Any, key: str, read: Callable[[Any, str], Read | None]) -> tuple[Read, ...]:
        if not isinstance(data, list):
            self._problems.add(f"{self._where}.{key}", "must be a list")
            return ()
        found = (read(each, f"{self._where}.{key}[{place}]") for place, each in enumerate(data))
        return tuple(each for each in found if each is not None)

    def _text(self, data: Any, where: str) -> str:
        if isinstance(data, str) and data.strip():
            return data
        self._problems.add(where, "must be text")
        return ""

    def _text_or_none(self, data: Any, where: str) -> str | None:
        return None if data is None else self._text(data, where)

    def _id(self, data: Any, where: str, known: Mapping[str, object]) -> str:
        if isinstance(data, str) and data in known:
            return data
        self._problems.add(where, f"is {shown(data)}; must be {one_of(list(known))}")
        return ""

    def _word(self, data: Any, where: str, words: Mapping[str, Word]) -> Word | None:
        if isinstance(data, str) and data in words:
            return words[data]
        self._problems.add(where, f"is {shown(data)}; must be {one_of(list(words))}")
        return None

    def _sources(self, data: Any, where: str) -> tuple[str, ...]:
        if not isinstance(data, list) or not data:
            self._problems.add(where, "must be a list of at least one key of sources.toml")
            return ()
        return tuple(self._id_of_source(each, f"{where}[{place}]") for place, each in enumerate(data))

    def _id_of_source(self, data: Any, where: str) -> str:
        if isinstance(data, str) and data in self._topic.sources:
            return data
        self._problems.add(where, f"is {shown(data)}; must be a key of sources.toml")
        return ""

    def _age(self, data: Any) -> int | None:
        if data is None or (isinstance(data, int) and not isinstance(data, bool) and 0 <= data <= 120):
            return data
        self._problems.add(f"{self._where}.minimum_age", "must be a whole number from 0 to 120, or null")
        return None
