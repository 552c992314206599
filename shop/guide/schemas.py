"""Decides what each page of the guide takes: which answers there are, and what to say when one is missing."""

from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shop.guide.answers import (
    MAX_MEDICINES,
    MAX_NAME,
    MAX_PLACE,
    NONE,
    OLDEST,
    UNKNOWN,
    UNSURE,
    WORDS,
    YES_NO_UNSURE,
    Answers,
    condition_fields,
    sign_fields,
)
from shop.guide.glance import is_plainly_right
from shop.guide.topic import current_topic
from shop.guide.words import no_cause_in, slip_in

ABOUT_TEXTS = ("age", "pregnant", "breastfeeding", "conditions_checked", "takes_medicines", "near")


def problems_on(page: str, answers: Answers) -> dict[str, str]:
    """What is wrong with the answers of one page: field name → one sentence. Empty when all is well."""
    if page == "causes" and (slip := slip_in(answers)):
        return {WORDS: slip}
    if is_plainly_right(page, answers):
        return {}
    if page == "causes" and not answers.ticked("cause") and (slip := no_cause_in(answers)):
        return {"cause": slip}
    read = {"causes": _causes, "signs": _signs, "about": _about}.get(page)
    if read is None:
        return {}
    schema, values = read(answers)
    return {str(name): _first(messages) for name, messages in schema.validate(values).items()}


def _first(messages: Any) -> str:
    while isinstance(messages, dict):
        messages = next(iter(messages.values()))
    return str(messages[0]) if isinstance(messages, list) else str(messages)


class Choices(fields.Field):
    """Some of the choices of a group of boxes; a value that is none of them is named."""

    def __init__(self, allowed: tuple[str, ...], *, missing: str | None = None) -> None:
        super().__init__()
        self.allowed = frozenset(allowed)
        self.missing = missing

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[str, ...]:
        for each in value:
            if each not in self.allowed:
                raise ValidationError(f"“{each[:40]}” is not one of the choices. Tick again.")
        if self.missing and not value:
            raise ValidationError(self.missing)
        return tuple(value)


class Names(fields.Field):
    """Names of medicines, at most MAX_MEDICINES of them, each at most MAX_NAME letters long."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[str, ...]:
        if len(value) > MAX_MEDICINES:
            raise ValidationError(f"Write at most {MAX_MEDICINES} medicines, one on each line.")
        for name in value:
            if len(name) > MAX_NAME:
                raise ValidationError(
                    f"“{name[:30]}…” is too long for a name. Write one medicine on each line."
                )
        return tuple(value)


def _one_of(words: tuple[str, ...], *, question: str) -> fields.String:
    return fields.String(
        validate=validate.OneOf(words, error=f"{question}: choose one of the answers given.")
    )


# A schema costs far more to make than to use, so each is made once for the topic.
@cache
def _causes_schema() -> Schema:
    class Causes(Schema):
        cause = Choices(
            (*current_topic().causes, UNKNOWN), missing="Tick what may be behind it, or “I don’t know”."
        )

        @validates_schema
        def not_both(self, data: dict[str, Any], **_: object) -> None:
            if UNKNOWN in data["cause"] and len(data["cause"]) > 1:
                raise ValidationError("Tick what may be behind it, or “I don’t know”, not both.", "cause")

    return Causes()


@cache
def _signs_schema() -> Schema:
    topic = current_topic()
    groups = dict(zip(sign_fields(), topic.sign_groups, strict=True))
    missing = "{}: tick what is true, or “None of these”."
    asked = {
        name: Choices((*group.members, NONE, UNSURE), missing=missing.format(group.title))
        for name, group in groups.items()
    }

    class Signs(Schema.from_dict(asked)):  # type: ignore[misc]
        @validates_schema(skip_on_field_errors=False)
        def not_both(self, data: dict[str, Any], **_: object) -> None:
            both = {
                name: [f"{groups[name].title}: you ticked “None of these” and something else. Keep one."]
                for name, ticked in data.items()
                if NONE in ticked and len(ticked) > 1
            }
            if both:
                raise ValidationError(both)

    return Signs()


@cache
def _about_schema() -> Schema:
    topic = current_topic()
    groups = dict(zip(condition_fields(), topic.condition_groups, strict=True))
    wrong_age = f"Write your age as a whole number of years from 0 to {OLDEST}, such as 45."

    class About(Schema.from_dict({name: Choices(group.members) for name, group in groups.items()})):  # type: ignore[misc]
        age = fields.String(
            validate=validate.Regexp(r"(?a:\d{1,3})\Z", error=wrong_age),
        )
        pregnant = _one_of(YES_NO_UNSURE, question="Pregnant")
        breastfeeding = _one_of(YES_NO_UNSURE, question="Breastfeeding")
        conditions_checked = _one_of(("yes", UNSURE), question="Whether you ticked everything")
        takes_medicines = _one_of(YES_NO_UNSURE, question="Whether you take medicines")
        medicines = Names()
        near = fields.String(
            validate=validate.Length(
                max=MAX_PLACE, error=f"Write a postcode or a town: {MAX_PLACE} letters at most."
            )
        )

        @validates_schema(skip_on_field_errors=False)
        def together(self, data: dict[str, Any], **_: object) -> None:
            if data.get("takes_medicines") == "yes" and data.get("medicines") == ():
                raise ValidationError(
                    "Write the names of your medicines, or choose “I’m not sure”.", "medicines"
                )
            if int(data.get("age", 0)) > OLDEST:
                raise ValidationError(wrong_age, "age")

    return About()


def _causes(answers: Answers) -> tuple[Schema, dict[str, Any]]:
    return _causes_schema(), {"cause": answers.ticked("cause")}


def _signs(answers: Answers) -> tuple[Schema, dict[str, Any]]:
    schema = _signs_schema()
    return schema, {name: answers.ticked(name) for name in schema.fields}


def _about(answers: Answers) -> tuple[Schema, dict[str, Any]]:
    values: dict[str, Any] = {
        name: answers.ticked(name) for name in condition_fields() if answers.ticked(name)
    }
    for name in ABOUT_TEXTS:
        if written := answers.written(name):
            values[name] = written
    values["medicines"] = answers.medicines()
    return _about_schema(), values
