"""Decides which requests are refused before a view sees them, and what browsers are told to refuse."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, request
from flask.sessions import SessionInterface

from shop.errors import Refusal
from shop.settings import Settings
from shop.web.cross_origin import may_cross

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossOriginRefused(Refusal):
    """An unsafe request that another site's page made."""

    status = 403
    title = "That request came from another site"


def guard(app: Flask, settings: Settings) -> None:
    """Refuse unsafe requests from other origins, and set the security headers of every answer."""

    @app.before_request
    def refuse_cross_origin() -> None:
        if request.method not in SAFE_METHODS and not (is_same_origin() or may_cross(settings)):
            raise CrossOriginRefused(
                "For your safety we only take forms from our own pages. Open the page here and try again."
            )

    app.wsgi_app = SecurityHeaders(app.wsgi_app, _headers(settings))  # type: ignore[method-assign]


class NoSessions(SessionInterface):
    """The shop keeps no session: what is kept has a cookie of its own, what is private travels in forms."""

    def open_session(self, app: Flask, request: Request) -> None:
        """There is none; whoever asks for one is told so by Flask."""


class SecurityHeaders:
    """A WSGI layer that adds each of these headers to answers that don't set it themselves.

    Outside Flask, since adding ten headers one by one costs a tenth of a small page there.
    """

    def __init__(self, app: WsgiApp, headers: dict[str, str]) -> None:
        self.app = app
        self._headers = tuple((name.lower(), (name, value)) for name, value in headers.items())

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            given = {name.lower() for name, _ in headers}
            added = [header for name, header in self._headers if name not in given]
            return start_response(status, headers + added, *more)

        return self.app(environ, start)


def is_same_origin() -> bool:
    """Whether this request comes from our own pages, or from no browser at all.

    The rule of Go's http.CrossOriginProtection: `Sec-Fetch-Site` decides where it is sent; older browsers
    send `Origin`, which must name this host; a program that sends neither carries no visitor's cookies.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc == request.host


def _headers(settings: Settings) -> dict[str, str]:
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        # Browsers apply form-action to where a form is redirected, too: the payment page must be named.
        "form-action": " ".join(("'self'", *settings.payment_page_origins)),
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        # Only what says that it is the same for everybody may be kept by anybody.
        "Cache-Control": "no-store",
        "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    }
    if settings.is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers
