"""Decides which views answer everybody with the same bytes, and marks their answers for the page cache."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import make_response, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

# Set on the WSGI environment, never sent: the page cache in front of Flask looks for it.
ENVIRON_KEY = "shop.public_page"

PAGE_CONTROL = "public, max-age=60"
ASSET_CONTROL = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class PublicPage:
    """What the page cache may keep an answer by: its path and these query parameters, in this order."""

    query_names: tuple[str, ...]


def public_page(
    *query_names: str, private: tuple[str, ...] = (), immutable: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view whose answer is the same for every visitor, given its path and the named query parameters.

    The view sees only those parameters, so nothing else can reach its bytes. With a `private` one filled in,
    such as where somebody is, the answer is for that visitor and nobody keeps it. `immutable` is for
    addresses that carry a fingerprint of their content.
    """
    names = tuple(sorted((*query_names, *private)))

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def answer(*args: Any, **kwargs: Any) -> Any:
            seen: MultiDict[str, str] = MultiDict()
            for name in names:
                if name in request.args:
                    seen.setlist(name, request.args.getlist(name))
            request.args = ImmutableMultiDict(seen)
            response = make_response(view(*args, **kwargs))
            if response.status_code == 200 and not any(request.args.get(name) for name in private):
                request.environ[ENVIRON_KEY] = PublicPage(names)
                response.headers["Cache-Control"] = ASSET_CONTROL if immutable else PAGE_CONTROL
            return response

        answer.is_public_page = True  # type: ignore[attr-defined]
        return answer

    return decorate
