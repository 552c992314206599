"""Decides what `expand[]` puts in the place of an id (https://docs.stripe.com/api/expanding_objects)."""

from typing import Any

from shop.payments.sandbox import listing
from shop.payments.sandbox.errors import ApiError
from shop.payments.sandbox.store import Document, Work

# property → kind of the object whose id stands there
EXPANDABLE = {"payment_intent": "payment_intent", "latest_charge": "charge", "charge": "charge"}


def expand(work: Work, answer: Document, parameters: dict[str, Any]) -> Document:
    """The answer with every wanted property in full; raises ApiError for one that can't be expanded."""
    for wanted in parameters.get("expand", []):
        _expand(work, answer, wanted.split("."), wanted)
    return answer


def _expand(work: Work, holder: Document, path: list[str], wanted: str) -> None:
    name, rest = path[0], path[1:]
    if holder.get("object") == "list" and name == "data" and rest:
        for entry in holder["data"]:
            _expand(work, entry, rest, wanted)
        return
    if holder.get("object") == "checkout.session" and name == "line_items" and not rest:
        holder["line_items"] = listing.line_items(work, {}, holder["id"])
        return
    if name not in EXPANDABLE or name not in holder:
        raise ApiError(f"This property cannot be expanded ({wanted}).", param="expand")
    if isinstance(holder[name], str):
        holder[name] = work.get(EXPANDABLE[name], holder[name])
    if rest and holder[name] is not None:
        _expand(work, holder[name], rest, wanted)
