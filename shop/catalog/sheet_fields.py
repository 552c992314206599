"""Decides how strictly a product sheet is read: exact types, no unknown keys, a source to every fact."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate, validates_schema

from shop.catalog.vocabulary import HOW_SURE, known

PROVENANCE = ("note", "source", "confidence")
MISSING = "is missing; README.md says what belongs here"


class _Exact(fields.Field[Any]):
    """A TOML value of exactly one type: the file says what it means, nothing is converted."""

    type_: type = str
    words = "text in quotes"

    def __init__(self, **options: Any) -> None:
        if options.pop("optional", False):
            options["load_default"] = None
        elif "load_default" not in options:
            options["required"] = True
        super().__init__(error_messages={"required": MISSING}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> Any:
        if type(value) is not self.type_:
            raise ValidationError(f"must be {self.words}, not {value!r}")
        if value == "":
            raise ValidationError("must not be empty; leave the key out when nothing is known")
        return value


class Text(_Exact):
    """A text that isn't empty."""


class Whole(_Exact):
    """A whole number; true and false are none."""

    type_ = int
    words = "a whole number"


class YesNo(_Exact):
    """True or false."""

    type_ = bool
    words = "true or false"


class Day(_Exact):
    """A day of the calendar, without a time."""

    type_ = date
    words = "a day such as 2026-11-23, without quotes"


def one_of(known: Mapping[str, Any] | tuple[str, ...]) -> validate.OneOf:
    """Only these words."""
    return validate.OneOf(list(known), error=f"'{{input}}' is not known; one of: {', '.join(known)}")


def at_least(low: int) -> validate.Range:
    """This number or more."""
    return validate.Range(low, error=f"must be {low} or more, not {{input}}")


def looks_like(pattern: str, like: str) -> validate.Regexp:
    """This pattern, shown to the writer by an example."""
    return validate.Regexp(re.compile(pattern), error=f"must look like {like}, not '{{input}}'")


def id_of(word: str) -> Callable[[str], None]:
    """An id that the recommender's topics know as a `word`, see vocabulary.known."""

    def check(id: str) -> None:
        if id not in known(word):
            near = get_close_matches(id, known(word), n=3)
            meant = (
                "did you mean " + " or ".join(f"'{each}'" for each in near) + "?"
                if near
                else "add it there first"
            )
            raise ValidationError(f"'{id}' is not in recommender/topics/{word}s.toml; {meant}")

    return check


def texts(validate: Callable[[str], None] | None = None) -> fields.List[Any]:
    """A list of texts, each of them right by `validate`; empty unless given."""
    return fields.List(
        Text(validate=validate), load_default=list, error_messages={"invalid": "must be a list of texts"}
    )


def many(schema: type[Schema], **options: Any) -> fields.List[Any]:
    """Any number of such tables."""
    messages: dict[str, Any] = {"invalid": "must be a list of tables", "required": MISSING}
    return fields.List(fields.Nested(schema), error_messages=messages, **options)


def one(schema: type[Schema], *, required: bool = True) -> fields.Nested:
    """One such table."""
    if required:
        return fields.Nested(schema, required=True, error_messages={"required": MISSING})
    return fields.Nested(schema, load_default=None)


class Strict(Schema):
    """A table that refuses keys it doesn't know and says which one may be meant."""

    class Meta:
        unknown = EXCLUDE

    error_messages = {"type": "must be a table"}  # noqa: RUF012

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def refuse_unknown_keys(self, _data: Any, original: Any, **_: object) -> None:
        if not isinstance(original, Mapping):
            return
        wrong = {}
        for key in set(original) - set(self.fields):
            near = get_close_matches(key, self.fields, n=1)
            meant = f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(self.fields)}"
            wrong[key] = [f"is not a key of this table; {meant}"]
        if wrong:
            raise ValidationError(wrong)

    @post_load
    def in_order(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """What a table says first, where it was read last: the order in which an export writes it."""
        last = [key for key in PROVENANCE if key in data]
        return {key: data[key] for key in [*(k for k in self.fields if k not in last), *last]}


class Known(Strict):
    """What every fact carries: where it was read and how sure that makes it."""

    source = fields.List(
        Text(validate=id_of("source")),
        required=True,
        validate=validate.Length(1, error="must name at least one source; GK means general knowledge"),
        error_messages={"required": MISSING, "invalid": "must be a list of source keys"},
    )
    confidence = Text(validate=one_of(HOW_SURE))
    note = Text(optional=True)
