"""Decides which objects a list shows: newest first, filtered, a page at a time, as the provider pages."""

import json
from collections.abc import Mapping
from typing import Any

from shop.payments.sandbox import events
from shop.payments.sandbox.errors import invalid_parameter, not_simulated
from shop.payments.sandbox.sessions import KIND as SESSION
from shop.payments.sandbox.store import Document, Work

DEFAULT_LIMIT = 10
LARGEST_LIMIT = 100
PAGING = {"limit", "starting_after", "ending_before", "expand", "created"}
COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
# which parameter selects by which place in the kept object
FILTERS: dict[str, dict[str, str]] = {
    SESSION: {
        "payment_intent": "$.payment_intent",
        "status": "$.status",
        "customer_details[email]": "$.customer_details.email",
    },
    "payment_intent": {},
    "refund": {"charge": "$.charge", "payment_intent": "$.payment_intent"},
    "event": {"type": "$.type"},
}


def page(work: Work, kind: str, parameters: dict[str, Any], url: str) -> Document:
    """A list object of that kind; raises ApiError for a filter that won't do or a cursor that isn't there."""
    limit = _limit(parameters)
    conditions, values = _conditions(kind, parameters)
    backwards = "ending_before" in parameters
    for name, comparison in (("starting_after", "<"), ("ending_before", ">")):
        if name in parameters:
            work.get(kind, parameters[name], param=name, status=400)
            place = "(SELECT sequence FROM documents WHERE id = ?)"
            conditions.append(f"sequence {comparison} {place}")
            values.append(parameters[name])
    where, order = " AND ".join(conditions), "ASC" if backwards else "DESC"
    query = f"SELECT body FROM documents WHERE {where} ORDER BY sequence {order} LIMIT ?"  # noqa: S608 - our words
    rows = work.connection.execute(query, (*values, limit + 1)).fetchall()
    found = [json.loads(row["body"]) for row in rows[:limit]]
    if kind == "event":
        found = [events.with_pending(work.connection, event) for event in found]
    return _list(found[::-1] if backwards else found, url, has_more=len(rows) > limit)


def line_items(work: Work, parameters: dict[str, Any], session_id: str) -> Document:
    """GET /v1/checkout/sessions/{id}/line_items, in the order in which they were sent."""
    work.get(SESSION, session_id)
    lines = work.children("item", session_id)
    limit = _limit(parameters)
    ids = [line["id"] for line in lines]
    for name in ("starting_after", "ending_before"):
        if name in parameters and parameters[name] not in ids:
            raise invalid_parameter(name, f"No such line item: '{parameters[name]}'", "resource_missing")
    url = f"/v1/checkout/sessions/{session_id}/line_items"
    if "ending_before" in parameters:
        before = lines[: ids.index(parameters["ending_before"])]
        return _list(before[-limit:], url, has_more=len(before) > limit)
    after = lines[ids.index(parameters["starting_after"]) + 1 :] if "starting_after" in parameters else lines
    return _list(after[:limit], url, has_more=len(after) > limit)


def _list(data: list[Document], url: str, *, has_more: bool) -> Document:
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def _limit(parameters: Mapping[str, Any]) -> int:
    limit = parameters.get("limit", DEFAULT_LIMIT)
    if not 1 <= limit <= LARGEST_LIMIT:
        raise invalid_parameter(
            "limit", f"limit must lie between 1 and {LARGEST_LIMIT}.", "parameter_invalid_integer"
        )
    if "starting_after" in parameters and "ending_before" in parameters:
        raise invalid_parameter("ending_before", "You may only specify one of these parameters.")
    return limit


def _conditions(kind: str, parameters: dict[str, Any]) -> tuple[list[str], list[Any]]:
    conditions, values = ["kind = ?"], [kind]
    sent = {**parameters, **_flat(parameters.get("customer_details"), "customer_details")}
    sent.pop("customer_details", None)
    if kind == "event" and "types" in sent:
        wanted = sent.pop("types")
        conditions.append(f"json_extract(body, '$.type') IN ({', '.join('?' * len(wanted))})")
        values.extend(wanted)
    for name, value in sent.items():
        if name in PAGING:
            continue
        if name not in FILTERS[kind]:
            raise not_simulated(name)
        operator = "GLOB" if name == "type" else "="  # events are asked for as `charge.*` too
        conditions.append(f"json_extract(body, '{FILTERS[kind][name]}') {operator} ?")
        values.append(value.replace("[", "[[]").replace("?", "[?]") if name == "type" else value)
    created = parameters.get("created", {})
    for name, bound in created.items() if isinstance(created, dict) else [("is", created)]:
        conditions.append(f"created {COMPARISONS.get(name, '=')} ?")
        values.append(bound)
    return conditions, values


def _flat(group: dict[str, Any] | None, name: str) -> dict[str, Any]:
    return {f"{name}[{key}]": value for key, value in (group or {}).items()}
