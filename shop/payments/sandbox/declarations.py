"""Decides which parameters a call may carry, going by what the pinned payment library itself declares."""

import re
import sys
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

import typing_extensions
from stripe import params as declared
from stripe._api_version import _ApiVersion
from stripe._request_options import RequestOptions
from stripe.params import checkout as declared_checkout
from stripe.params.checkout._session_line_item_list_params import SessionLineItemListParams

from shop.payments.sandbox.errors import (
    empty_parameter,
    invalid_parameter,
    missing_parameter,
    unknown_parameter,
)
from shop.payments.sandbox.forms import Tree

API_VERSION: str = _ApiVersion.CURRENT
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,15}", re.ASCII)
DECIMAL_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12})?", re.ASCII)
SCALARS = {str: "text", int: "integer", bool: "boolean", Decimal: "decimal", float: "decimal"}


@dataclass(frozen=True)
class Shape:
    """What a parameter may look like; a union of types has several of these filled in."""

    scalar: str | None = None
    choices: tuple[str, ...] = ()
    may_be_empty: bool = False
    is_map: bool = False
    item: "Shape | None" = None
    fields: "Mapping[str, tuple[bool, Shape]] | None" = None


@cache
def declaration(operation: str) -> Shape:
    """What the library declares for `operation`, a key of OPERATIONS."""
    return _object_shape(OPERATIONS[operation])


def check(operation: str, sent: Tree) -> dict[str, Any]:
    """The parameters as typed values: text, int, bool, lists and dicts.

    Raises ApiError in the provider's words for a parameter which the library doesn't declare for this
    operation, one that is missing, and a value of the wrong type.
    """
    return _check_fields(declaration(operation).fields or {}, sent, "")


def _check(shape: Shape, value: Tree | str, path: str) -> Any:
    if isinstance(value, str):
        return _check_text(shape, value, path)
    if shape.fields is not None:
        return _check_fields(shape.fields, value, path)
    if shape.item is not None:
        if not all(key.isascii() and key.isdecimal() and len(key) < 6 for key in value):
            raise invalid_parameter(path, "Invalid array")
        ordered = sorted(value.items(), key=lambda entry: int(entry[0]))
        return [_check(shape.item, entry, f"{path}[{key}]") for key, entry in ordered]
    if shape.is_map:
        return _check_map(value, path)
    raise invalid_parameter(path, f"Invalid string: {path} is a group of parameters")


def _check_fields(fields: "Mapping[str, tuple[bool, Shape]]", sent: Tree, path: str) -> dict[str, Any]:
    inside = {name: f"{path}[{name}]" if path else name for name in (*fields, *sent)}
    for name in sent:
        if name not in fields:
            raise unknown_parameter(inside[name])
    for name, (is_required, _) in fields.items():
        if is_required and name not in sent:
            raise missing_parameter(inside[name])
    return {name: _check(fields[name][1], value, inside[name]) for name, value in sent.items()}


def _check_text(shape: Shape, value: str, path: str) -> Any:
    if value == "":
        if shape.may_be_empty or shape.is_map:
            return {} if shape.is_map else ""
        raise empty_parameter(path)
    match shape.scalar:
        case None:
            raise invalid_parameter(path, "Invalid object" if shape.item is None else "Invalid array")
        case "integer":
            if not WHOLE_NUMBER.fullmatch(value):
                raise invalid_parameter(path, f"Invalid integer: {value}", "parameter_invalid_integer")
            return int(value)
        case "decimal":
            if not DECIMAL_NUMBER.fullmatch(value):
                raise invalid_parameter(path, f"Invalid decimal: {value}")
            return value
        case "boolean":
            if value not in {"true", "false"}:
                raise invalid_parameter(path, f"Invalid boolean: {value}")
            return value == "true"
    if shape.choices and value not in shape.choices:
        raise invalid_parameter(path, f"Invalid {path}: must be one of {', '.join(shape.choices)}")
    return value


def _check_map(value: Tree, path: str) -> dict[str, str]:
    """Metadata: at most 50 keys of 40 characters, values of 500 (https://docs.stripe.com/api/metadata)."""
    if len(value) > 50:
        raise invalid_parameter(path, "Metadata can have up to 50 keys.")
    for key, entry in value.items():
        if not isinstance(entry, str):
            raise invalid_parameter(f"{path}[{key}]", "Metadata values must be strings")
        if len(key) > 40 or len(entry) > 500:
            raise invalid_parameter(
                f"{path}[{key}]", "Metadata keys hold up to 40 characters, values up to 500"
            )
    return {key: str(entry) for key, entry in value.items()}


@cache
def _object_shape(declared_class: Any) -> Shape:
    # how to send a request (the key, the account) is declared beside what to send
    ignored = RequestOptions.__annotations__
    fields = {}
    for name, annotation in declared_class.__annotations__.items():
        if name in ignored:
            continue
        kind = _resolved(annotation, sys.modules[declared_class.__module__].__dict__)
        is_required = typing.get_origin(kind) not in {typing.NotRequired, typing_extensions.NotRequired}
        inner = kind if is_required else typing.get_args(kind)[0]
        fields[name] = (is_required, _shape(inner, sys.modules[declared_class.__module__].__dict__))
    return Shape(fields=fields)


def _resolved(annotation: Any, names: dict[str, Any]) -> Any:
    while isinstance(annotation, typing.ForwardRef | str):
        written = annotation if isinstance(annotation, str) else annotation.__forward_arg__
        annotation = eval(written, names)  # noqa: S307 - the pinned library's own annotations, no one's input
    return annotation


def _shape(annotation: Any, names: dict[str, Any]) -> Shape:
    kind = _resolved(annotation, names)
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return _union([_shape(part, names) for part in inside])
    if origin in {typing.Literal, typing_extensions.Literal}:
        words = tuple(str(word) for word in inside if word != "")
        return Shape(scalar="text" if words else None, choices=words, may_be_empty="" in inside)
    if origin is list:
        return Shape(item=_shape(inside[0], names))
    if origin is dict or getattr(kind, "__name__", "") == "UntypedStripeObject" or origin is not None:
        return Shape(is_map=True)
    if kind in SCALARS:
        return Shape(scalar=SCALARS[kind])
    return _object_shape(kind)


def _union(parts: list[Shape]) -> Shape:
    """All of them at once. `Literal[…] | str` says that the list may grow; this version knows the list."""
    whole = Shape()
    for part in parts:
        whole = replace(
            whole,
            scalar=whole.scalar or part.scalar,
            choices=whole.choices + part.choices,
            may_be_empty=whole.may_be_empty or part.may_be_empty,
            is_map=whole.is_map or part.is_map,
            item=whole.item or part.item,
            fields=whole.fields or part.fields,
        )
    return whole


OPERATIONS: dict[str, Any] = {
    "checkout.sessions.create": declared_checkout.SessionCreateParams,
    "checkout.sessions.retrieve": declared_checkout.SessionRetrieveParams,
    "checkout.sessions.update": declared_checkout.SessionUpdateParams,
    "checkout.sessions.expire": declared_checkout.SessionExpireParams,
    "checkout.sessions.list": declared_checkout.SessionListParams,
    "checkout.sessions.line_items": SessionLineItemListParams,
    "payment_intents.retrieve": declared.PaymentIntentRetrieveParams,
    "payment_intents.list": declared.PaymentIntentListParams,
    "charges.retrieve": declared.ChargeRetrieveParams,
    "refunds.create": declared.RefundCreateParams,
    "refunds.retrieve": declared.RefundRetrieveParams,
    "refunds.list": declared.RefundListParams,
    "events.retrieve": declared.EventRetrieveParams,
    "events.list": declared.EventListParams,
}
