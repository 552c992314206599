"""Decides what the address of a shelf may ask for, and what is said when it asks for something else."""

from collections.abc import Mapping
from dataclasses import dataclass

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from shop.catalog.vocabulary import KINDS, shelves

SHOWN_KINDS = tuple(kind for kind in KINDS if kind != "unknown")


class FilterSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    need = fields.String(validate=lambda need: _known(need, tuple(shelves())))
    kind = fields.String(validate=validate.OneOf(SHOWN_KINDS))


def _known(value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValidationError("unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """A shelf (need) and a kind, or None for all; `unknown` are values nobody knows, as sent."""

    need: str | None
    kind: str | None
    unknown: tuple[str, ...]


def read_filters(query: Mapping[str, str]) -> Filters:
    """Filters from the query string. An unknown value drops all filters, so that everything is shown."""
    given = {key: query[key] for key in ("need", "kind") if query.get(key)}
    problems = FilterSchema().validate(given)
    if problems:
        # Long values are cut: the page shows back what was sent.
        return Filters(need=None, kind=None, unknown=tuple(given[key][:40] for key in sorted(problems)))
    return Filters(need=given.get("need"), kind=given.get("kind"), unknown=())
