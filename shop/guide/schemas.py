"""Decides what each page of the guide takes: which answers there are, and what to say when one is missing."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from recommender import Topic
from shop.guide.answers import (
    NONE,
    UNKNOWN,
    UNSURE,
    YES_NO_UNSURE,
    Answers,
    condition_fields,
    sign_fields,
)

MAX_MEDICINES = 40
MAX_NAME = 80
OLDEST = 120


def problems_on(page: str, topic: Topic, answers: Answers) -> dict[str, str]:
    """What is wrong with the answers of one page: field name → one sentence. Empty when all is well."""
    check = {"causes": _causes, "signs": _signs, "about": _about}.get(page)
    if check is None:
        return {}
    schema, values = check(topic, answers)
    errors = schema.validate(values)
    return {str(name): _first(messages) for name, messages in errors.items()}


def _first(messages: Any) -> str:
    while isinstance(messages, dict):
        messages = next(iter(messages.values()))
    return str(messages[0]) if isinstance(messages, list) else str(messages)


def _choices(allowed: tuple[str, ...], missing: str | None) -> fields.List:
    unknown = "“{input}” is not one of the choices. Tick again."
    return fields.List(
        fields.String(validate=validate.OneOf(allowed, error=unknown)),
        validate=validate.Length(1, error=missing) if missing else None,
        required=missing is not None,
        error_messages={"required": missing} if missing else None,
    )


def _causes(topic: Topic, answers: Answers) -> tuple[Schema, dict[str, Any]]:
    missing = "Tick what may be behind it, or “I don’t know”."

    class Causes(Schema):
        cause = _choices((*topic.causes, UNKNOWN), missing)

        @validates_schema
        def not_both(self, data: dict[str, Any], **_: object) -> None:
            if UNKNOWN in data["cause"] and len(data["cause"]) > 1:
                raise ValidationError("Tick what may be behind it, or “I don’t know”, not both.", "cause")

    return Causes(), {"cause": list(answers.ticked("cause"))}


def _signs(topic: Topic, answers: Answers) -> tuple[Schema, dict[str, Any]]:
    members = dict(zip(sign_fields(topic), topic.sign_groups, strict=True))
    asked = {
        name: _choices(
            (*group.members, NONE, UNSURE), f"{group.title}: tick what is true, or “None of these”."
        )
        for name, group in members.items()
    }

    class Signs(Schema.from_dict(asked)):  # type: ignore[misc]
        @validates_schema(skip_on_field_errors=False)
        def not_both(self, data: dict[str, Any], **_: object) -> None:
            both = {
                name: [f"{members[name].title}: you ticked “None of these” and something else. Keep one."]
                for name, ticked in data.items()
                if NONE in ticked and len(ticked) > 1
            }
            if both:
                raise ValidationError(both)

    return Signs(), {name: list(answers.ticked(name)) for name in asked}


class _OneMedicine(fields.String):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        name = str(super()._deserialize(value, attr, data, **kwargs))
        if len(name) > MAX_NAME:
            raise ValidationError(f"“{name[:30]}…” is too long for a name. Write one medicine on each line.")
        return name


def _one_of(words: tuple[str, ...], *, question: str) -> fields.String:
    return fields.String(
        validate=validate.OneOf(words, error=f"{question}: choose one of the answers given.")
    )


def _about(topic: Topic, answers: Answers) -> tuple[Schema, dict[str, Any]]:
    groups = dict(zip(condition_fields(topic), topic.condition_groups, strict=True))
    wrong_age = f"Write your age as a whole number of years from 0 to {OLDEST}, such as 45."

    class About(Schema.from_dict({name: _choices(group.members, None) for name, group in groups.items()})):  # type: ignore[misc]
        class Meta:
            unknown = EXCLUDE

        age = fields.Integer(
            validate=validate.Range(0, OLDEST, error=wrong_age), error_messages={"invalid": wrong_age}
        )
        pregnant = _one_of(YES_NO_UNSURE, question="Pregnant")
        breastfeeding = _one_of(YES_NO_UNSURE, question="Breastfeeding")
        conditions_checked = _one_of(("yes", UNSURE), question="Whether you ticked everything")
        takes_medicines = _one_of(YES_NO_UNSURE, question="Whether you take medicines")
        medicines = fields.List(
            _OneMedicine(),
            validate=validate.Length(
                max=MAX_MEDICINES, error=f"Write at most {MAX_MEDICINES} medicines, one on each line."
            ),
        )
        near = fields.String(
            validate=validate.Length(max=60, error="Write a postcode or a town: 60 letters at most.")
        )

        @validates_schema(skip_on_field_errors=False)
        def names_of_medicines(self, data: dict[str, Any], **_: object) -> None:
            if data.get("takes_medicines") == "yes" and not data.get("medicines"):
                raise ValidationError(
                    "Write the names of your medicines, or choose “I’m not sure”.", "medicines"
                )

    values: dict[str, Any] = {name: list(answers.ticked(name)) for name in groups}
    for name in ("age", "pregnant", "breastfeeding", "conditions_checked", "takes_medicines", "near"):
        if answers.written(name):
            values[name] = answers.written(name)
    values["medicines"] = list(answers.medicines())
    return About(), values
