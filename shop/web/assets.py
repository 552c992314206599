"""Decides how styles, scripts, fonts and pictures are served: by their fingerprint, kept for a year."""

import mimetypes
from hashlib import blake2b
from pathlib import Path

from flask import Blueprint, Response

from shop.errors import NotFound
from shop.web.caching import public_page

STATIC = Path(__file__).resolve().parent.parent / "static"
BUNDLE = "css/shop-bundle.css"

# The system's own table differs between machines; these are all the kinds the shop serves.
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webmanifest": "application/manifest+json",
}


class Assets:
    """The files of `shop/static`, read once, with one style sheet joined from many.

    `css/bundle.txt` lists the style sheets in their order. Inside them `url(/assets/…)` is given its
    fingerprint, so a font can be kept as long as a style sheet.
    """

    def __init__(self, folder: Path = STATIC) -> None:
        self._content = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix in KINDS
        }
        names = self._content.pop("css/bundle.txt", b"").decode().split()
        joined = b"\n".join(self._content[f"css/{name}"] for name in names)
        self._tags = {name: _tag(content) for name, content in self._content.items()}
        for name in self._tags:
            joined = joined.replace(f"url(/assets/{name})".encode(), f"url({self.url(name)})".encode())
        self._content[BUNDLE] = joined
        self._tags[BUNDLE] = _tag(joined)

    def url(self, name: str) -> str:
        """The address of a file, such as `/assets/1f0c…/js/shop.js`; raises KeyError for an unknown file."""
        return f"/assets/{self._tags[name]}/{name}"

    def content(self, tag: str, name: str) -> bytes | None:
        """The bytes of a file, or None when the file or that version of it is not here."""
        return self._content[name] if self._tags.get(name) == tag else None


def _tag(content: bytes) -> str:
    return blake2b(content, digest_size=6).hexdigest()


def serve(assets: Assets) -> Blueprint:
    """A blueprint that answers for these assets."""
    room = Blueprint("assets", __name__)

    @room.get("/assets/<tag>/<path:name>")
    @public_page(immutable=True)
    def asset(tag: str, name: str) -> Response:
        content = assets.content(tag, name)
        if content is None:
            raise NotFound("There is no such file, or a newer one has taken its place. Reload the page.")
        kind = KINDS.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Response(content, content_type=kind)

    return room
