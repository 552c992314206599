"""What is kept, by what it is kept, and when it is let go."""

import gzip
from collections.abc import Iterable
from typing import Any

import brotli
from werkzeug.test import Client

from shop.web.caching import ENVIRON_KEY, PublicPage
from shop.web.page_cache import PageCache, VersionWatch

LONG = b"the same for everybody. " * 200


class Site:
    """A WSGI application that counts its renderings: /public… is public, everything else is not."""

    def __init__(self) -> None:
        self.rendered: list[str] = []
        self.version = 1

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
        self.rendered.append(f"{path}?{query}")
        if path.startswith("/public"):
            environ[ENVIRON_KEY] = PublicPage(("kind", "need"))
        start_response(
            "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "public, max-age=60")]
        )
        return [LONG]


def site_and_client() -> tuple[Site, Client]:
    site = Site()
    return site, Client(PageCache(site, version=lambda: site.version, limit=3))


def test_a_public_page_is_rendered_once_for_everybody() -> None:
    site, client = site_and_client()

    answers = [client.get("/public") for _ in range(3)]

    assert [answer.data for answer in answers] == [LONG] * 3
    assert site.rendered == ["/public?"]


def test_a_page_of_one_visitor_is_never_kept() -> None:
    site, client = site_and_client()

    client.get("/basket")
    client.get("/basket")

    assert site.rendered == ["/basket?", "/basket?"]


def test_an_unsafe_request_always_reaches_the_application() -> None:
    site, client = site_and_client()

    client.get("/public")
    client.post("/public")

    assert site.rendered == ["/public?", "/public?"]


def test_a_change_of_content_is_seen_at_the_next_request() -> None:
    site, client = site_and_client()
    client.get("/public")

    site.version = 2
    client.get("/public")

    assert site.rendered == ["/public?", "/public?"]


def test_query_parameters_a_page_does_not_know_share_one_rendering() -> None:
    site, client = site_and_client()

    client.get("/public")
    client.get("/public?utm_source=letter")
    client.get("/public?need=sleep&x=1")
    client.get("/public?x=2&need=sleep")

    assert site.rendered == ["/public?", "/public?need=sleep&x=1"]


def test_the_page_that_nobody_asked_for_goes_when_too_many_are_kept() -> None:
    site, client = site_and_client()

    for number in (0, 1, 2):
        client.get(f"/public/{number}")
    client.get("/public/0")
    client.get("/public/3")
    client.get("/public/0")
    client.get("/public/1")

    assert site.rendered == ["/public/0?", "/public/1?", "/public/2?", "/public/3?", "/public/1?"]


def test_each_encoding_has_its_own_tag_and_the_same_text() -> None:
    _, client = site_and_client()

    plain = client.get("/public")
    small = client.get("/public", headers={"Accept-Encoding": "gzip, br"})
    older = client.get("/public", headers={"Accept-Encoding": "gzip;q=1.0, br;q=0"})

    assert brotli.decompress(small.data) == gzip.decompress(older.data) == plain.data
    assert (small.headers["Content-Encoding"], older.headers["Content-Encoding"]) == ("br", "gzip")
    assert len({plain.headers["ETag"], small.headers["ETag"], older.headers["ETag"]}) == 3
    assert {a.headers["Vary"] for a in (plain, small, older)} == {"Accept-Encoding"}


def test_who_holds_the_page_already_is_told_so_without_its_bytes() -> None:
    _, client = site_and_client()
    etag = client.get("/public").headers["ETag"]

    again = client.get("/public", headers={"If-None-Match": etag})

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)


def test_head_is_answered_like_get_without_the_body() -> None:
    site, client = site_and_client()

    head = client.head("/public")

    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", str(len(LONG)))
    assert client.get("/public").data == LONG
    assert site.rendered == ["/public?"]


def test_a_page_that_was_made_while_the_content_changed_is_not_kept() -> None:
    site = Site()
    versions = iter([1, 2, 2])
    cache = PageCache(site, version=lambda: next(versions))
    client = Client(cache)

    def change_meanwhile(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        cache._drop_all(2)
        return site(environ, start_response)

    cache.app = change_meanwhile
    client.get("/public")
    cache.app = site
    client.get("/public")

    assert site.rendered == ["/public?", "/public?"]


def test_the_version_is_read_once_in_a_while_and_at_once_after_a_change_of_our_own() -> None:
    reads: list[int] = []
    changes = 0

    def read() -> int:
        reads.append(1)
        return len(reads)

    watch = VersionWatch(read, local_changes=lambda: changes, every=3600)

    assert [watch(), watch(), watch()] == [1, 1, 1]
    changes = 1
    assert watch() == 2


def test_pages_are_served_while_the_database_is_away() -> None:
    answers = iter([7])

    watch = VersionWatch(lambda: next(answers), local_changes=lambda: 0, every=0.0)

    assert [watch(), watch()] == [7, 7]
