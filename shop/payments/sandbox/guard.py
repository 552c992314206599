"""Decides what a browser may do with the stand-in's pages: nothing from elsewhere, no scripts, no cards."""

from urllib.parse import urlsplit

from flask import Response, abort, g, request

from shop.payments.sandbox.parts import sandbox


def refuse_other_sites() -> None:
    """A form on another site can't press these buttons; programs that send no such headers may."""
    if request.method in {"GET", "HEAD"}:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            abort(403)
        return
    sender = request.headers.get("Origin")
    if sender is not None and sender != origin(sandbox().settings.public_url):
        abort(403)


def allow_form_target(url: str | None) -> None:
    """Let a form of this page end at that address: browsers hold `form-action` against redirects too."""
    if url is not None:
        g.setdefault("form_targets", set()).add(origin(url))


def protect(response: Response) -> Response:
    """Headers for every answer: a strict policy, nothing kept, nothing framed."""
    targets = " ".join(sorted({"'self'", *g.get("form_targets", set())}))
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self'; form-action {targets}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def origin(url: str) -> str:
    """Scheme, host and port of an address, as browsers write it in Origin."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    standard = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port not in {None, standard} else ""
    return f"{parts.scheme}://{host}{port}"
