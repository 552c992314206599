"""Decides what is answered without waking Flask: public pages are kept by path and content version.

One rendering serves everybody until the content changes. Each kept page holds its plain, gzip and brotli
bytes and an ETag for each, so an answer costs a dictionary look-up.
"""

import gzip
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import blake2b
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlencode

import brotli

from shop.web.caching import ENVIRON_KEY, PublicPage

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

# Below this many bytes compression costs more than it saves (a TCP packet carries about 1,400).
COMPRESS_FROM = 1_000
COMPRESSIBLE = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/xml")
MAX_QUERY_LENGTH = 300


class KeptPage:
    """One rendered page in every encoding a browser may ask for."""

    __slots__ = ("encodings", "not_modified")

    def __init__(self, status: str, headers: Headers, body: bytes) -> None:
        tag = blake2b(body, digest_size=12).hexdigest()
        kind = next((v for n, v in headers if n.lower() == "content-type"), "")
        kept = [
            (n, v) for n, v in headers if n.lower() not in ("content-length", "etag", "set-cookie", "vary")
        ]
        kept.append(("Vary", "Accept-Encoding"))
        bodies = {"": body}
        if len(body) >= COMPRESS_FROM and kind.startswith(COMPRESSIBLE):
            bodies["br"] = brotli.compress(body, quality=9)
            bodies["gzip"] = gzip.compress(body, 9, mtime=0)
        self.encodings: dict[str, tuple[str, str, Headers, list[bytes]]] = {}
        for encoding, data in bodies.items():
            etag = f'"{tag}{"-" + encoding if encoding else ""}"'
            extra = [("Content-Encoding", encoding)] if encoding else []
            full = [*kept, *extra, ("ETag", etag), ("Content-Length", str(len(data)))]
            self.encodings[encoding] = (etag, status, full, [data])
        self.not_modified = [(n, v) for n, v in kept if n.lower() not in ("content-type",)]

    def answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Send this page as the browser can read it, or 304 when it holds it already."""
        accepts = environ.get("HTTP_ACCEPT_ENCODING", "")
        encoding = ""
        if len(self.encodings) > 1:
            encoding = "br" if _accepts(accepts, "br") else "gzip" if _accepts(accepts, "gzip") else ""
        etag, status, headers, body = self.encodings[encoding]
        if_none_match = environ.get("HTTP_IF_NONE_MATCH")
        if if_none_match is not None and (if_none_match.strip() == "*" or etag in if_none_match):
            start_response("304 Not Modified", [*self.not_modified, ("ETag", etag)])
            return [b""]
        start_response(status, headers)
        return [b""] if environ["REQUEST_METHOD"] == "HEAD" else body


def _accepts(header: str, encoding: str) -> bool:
    if encoding not in header:
        return False
    for part in header.split(","):
        name, _, weight = part.partition(";")
        if name.strip().lower() == encoding:
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


class PageCache:
    """A WSGI layer in front of `app`. `version()` is cheap and says which content is current.

    Holds at most `limit` pages, the least used go first. A version change drops them all.
    """

    def __init__(self, app: WsgiApp, *, version: Callable[[], int], limit: int = 1_000) -> None:
        self.app = app
        self.version = version
        self.limit = limit
        self._pages: OrderedDict[tuple[str, str], KeptPage] = OrderedDict()
        self._query_names: dict[str, tuple[str, ...]] = {}
        self._held = -1
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.app(environ, start_response)
        version = self.version()
        if version != self._held:
            self._drop_all(version)
        key = self._key(environ)
        page = self._pages.get(key) if key else None
        if page is not None:
            self._was_used(key)
            return page.answer(environ, start_response)
        return self._render(environ, start_response, version)

    def _key(self, environ: Environ) -> tuple[str, str] | None:
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if not query:
            return path, ""
        names = self._query_names.get(path)
        return None if names is None or len(query) > MAX_QUERY_LENGTH else (path, _canonical(query, names))

    def _render(self, environ: Environ, start_response: StartResponse, version: int) -> Iterable[bytes]:
        started: list[Any] = []

        def hold(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            started[:] = [status, headers, exc_info]
            return lambda _data: None

        # A HEAD request is rendered as GET, so that what is kept has its body.
        inner = {**environ, "REQUEST_METHOD": "GET"} if environ["REQUEST_METHOD"] == "HEAD" else environ
        answer = self.app(inner, hold)
        public = inner.get(ENVIRON_KEY)
        if not isinstance(public, PublicPage):
            start_response(*started)
            if inner is environ:
                return answer
            _read(answer)
            return [b""]
        body = _read(answer)
        page = KeptPage(started[0], started[1], body)
        self._keep(environ, public, page, version)
        return page.answer(environ, start_response)

    def _keep(self, environ: Environ, public: PublicPage, page: KeptPage, version: int) -> None:
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if len(query) > MAX_QUERY_LENGTH:
            return
        with self._lock:
            # The content may have changed while this page was being made: then it is already stale.
            if version != self._held:
                return
            self._query_names[path] = public.query_names
            self._pages[(path, _canonical(query, public.query_names))] = page
            while len(self._pages) > self.limit:
                self._pages.popitem(last=False)

    def _was_used(self, key: tuple[str, str] | None) -> None:
        # Another thread may have let go of it meanwhile; then there is nothing to move.
        with suppress(KeyError):
            self._pages.move_to_end(key)  # type: ignore[arg-type]

    def _drop_all(self, version: int) -> None:
        with self._lock:
            if version != self._held:
                self._pages.clear()
                self._query_names.clear()
                self._held = version


def _read(answer: Iterable[bytes]) -> bytes:
    try:
        return b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()


def _canonical(query: str, names: tuple[str, ...]) -> str:
    if not query or not names:
        return ""
    pairs = [(n, v) for n, v in parse_qsl(query, keep_blank_values=True, errors="replace") if n in names]
    return urlencode(sorted(pairs, key=lambda pair: pair[0]))


class VersionWatch:
    """Knows the content version without asking the database at every request.

    Asks at most once in `every` seconds, and at once after a change committed by this very process
    (`local_changes()` grows). When the database does not answer, the last known version stands, so kept
    pages go on being served.
    """

    def __init__(
        self, read: Callable[[], int], *, local_changes: Callable[[], int], every: float = 1.0
    ) -> None:
        self._read = read
        self._local_changes = local_changes
        self._every = every
        self._version = 0
        self._seen_changes = -1
        self._next = 0.0

    def __call__(self) -> int:
        instant = time.monotonic()
        changes = self._local_changes()
        if instant >= self._next or changes != self._seen_changes:
            self._next = instant + self._every
            self._seen_changes = changes
            # Whatever the driver raises, the shop window stays lit.
            with suppress(Exception):
                self._version = self._read()
        return self._version
