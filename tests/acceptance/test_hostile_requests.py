"""Every route, with every method and input of every bad kind: an answer a person can read, never a fault."""

import gzip
from urllib.parse import quote, urlencode

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.acceptance.hostile import HEADERS, PATHS, SCRIPT, TEXTS
from tests.acceptance.pages import Page

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "NONSENSE"]
FORM_NAMES = [
    *("cause", "signs-1", "signs-5", "age", "pregnant", "breastfeeding", "conditions-1"),
    *("conditions_checked", "takes_medicines", "medicines", "near", "return_to", "sku"),
    *("quantity", "remove", "email", "name", "address_line_1", "address_line_2", "town"),
    *("postcode", "phone", "delivery", "attempt", "shown", "leaflet", "need", "kind", "product"),
    *("session_id", "text", "q", "page"),
]
UNPACK = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


def rules(app: Flask) -> list[Rule]:
    """Every route of the shop."""
    return list(app.url_map.iter_rules())


def address(rule: Rule, value: str = "1") -> str:
    """The route's address with this in the place of every variable part; choices keep their first."""
    parts = []
    for dynamic, text in rule._trace:
        if not dynamic:
            parts.append(text)
        elif text == "page":
            parts.append("check")
        else:
            parts.append(value)
    return "".join(parts).split("|", 1)[-1]


def assert_readable(response: TestResponse, what: str) -> None:
    """The answer is no fault, tells nothing of the inside, and says something to a person."""
    body = UNPACK[response.headers.get("Content-Encoding", "")](response.get_data())
    assert response.status_code < 500, f"{what}: {response.status}"
    assert b"Traceback" not in body, what
    assert b"/site-packages/" not in body, what
    assert b"root:x:0:0" not in body, what
    assert b"<script>alert('wa7ch')" not in body, what
    assert "stolen" not in str(response.headers.getlist("Set-Cookie")), what
    if response.request.method == "HEAD" or response.status_code in (204, 304):
        assert body == b"", what
    elif response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 307, 308):
        assert response.request.method == "OPTIONS" or len(Page(body.decode()).h1) == 1, what
    elif response.status_code >= 400:
        assert body.strip(), what


def test_the_shop_has_the_routes_these_tests_are_about(shared_app: Flask):
    assert len(rules(shared_app)) > 40


@pytest.mark.parametrize("method", METHODS)
def test_every_route_answers_every_method(method: str, shared_app: Flask, visitor: FlaskClient):
    for rule in rules(shared_app):
        where = address(rule)
        assert_readable(visitor.open(where, method=method), f"{method} {where}")


@pytest.mark.parametrize("value", PATHS, ids=lambda value: value[:30])
def test_every_variable_part_of_an_address_may_be_anything(
    value: str, shared_app: Flask, visitor: FlaskClient
):
    tried = 0
    for rule in rules(shared_app):
        if rule.arguments:
            where = address(rule, value)
            for method in ("GET", "POST"):
                answer = visitor.open(where, method=method)
                assert_readable(answer, f"{method} {where}")
                tried += 1
                assert b"create_app" not in answer.data

    assert tried > 20


@pytest.mark.parametrize("name", TEXTS)
def test_every_form_may_be_filled_with_anything(name: str, shared_app: Flask, visitor: FlaskClient):
    sent = urlencode(dict.fromkeys(FORM_NAMES, TEXTS[name]), errors="surrogatepass")
    for rule in rules(shared_app):
        if "POST" in (rule.methods or ()):
            where = address(rule)
            answer = visitor.post(where, data=sent, content_type="application/x-www-form-urlencoded")
            assert_readable(answer, f"POST {where} {name}")
            assert SCRIPT.encode() not in answer.data


@pytest.mark.parametrize("name", TEXTS)
def test_every_query_may_be_anything(name: str, shared_app: Flask, visitor: FlaskClient):
    query = "&".join(
        f"{key}={quote(TEXTS[name][:6_000].encode('utf-8', 'surrogatepass'))}" for key in FORM_NAMES
    )
    for rule in rules(shared_app):
        if "GET" in (rule.methods or ()):
            where = f"{address(rule)}?{query[:60_000]}"
            assert_readable(visitor.get(where), f"GET {where[:80]} {name}")


@pytest.mark.parametrize("headers", HEADERS, ids=lambda headers: " ".join(headers) + str(headers)[-20:])
def test_every_header_may_be_anything(headers: dict[str, str], shared_app: Flask, visitor: FlaskClient):
    for rule in rules(shared_app):
        for method in ("GET", "POST"):
            where = address(rule)
            answer = visitor.open(where, method=method, headers=headers)
            assert_readable(answer, f"{method} {where}")
            assert b"evil.example" not in answer.data
            assert "evil.example" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00\x01" * 100, "application/x-www-form-urlencoded"),
        (b"%ff=%fe&%00=%00&=&&&&;;", "application/x-www-form-urlencoded"),
        (b"a=1&" * 30_000, "application/x-www-form-urlencoded"),
        (b"cause=sleep&" * 900, "application/x-www-form-urlencoded"),
        (b"x" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"age=" + b"1" * 3_000_000, "application/x-www-form-urlencoded"),
        (
            b'--x\r\nContent-Disposition: form-data; name="age"; filename="../../a"\r\n\r\nx\r\n--x--',
            "multipart/form-data; boundary=x",
        ),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"--" * 5_000, "multipart/form-data; boundary="),
        (b'{"cause": ["sleep"]', "application/json"),
        (b"[" * 50_000, "application/json"),
        (b"cause=sleep", "text/plain"),
    ],
    ids=[
        *("bytes", "broken", "many", "repeated", "huge", "huge field", "file", "cut off", "no boundary"),
        *("JSON", "deep JSON", "text"),
    ],
)
def test_every_route_that_takes_a_body_may_be_sent_any(
    body: bytes, kind: str, shared_app: Flask, visitor: FlaskClient
):
    for rule in rules(shared_app):
        if "POST" in (rule.methods or ()):
            where = address(rule)
            assert_readable(visitor.post(where, data=body, content_type=kind), f"POST {where}")


def test_what_the_page_caches_is_not_what_somebody_put_into_the_address(visitor: FlaskClient):
    visitor.get("/shop/atrosan?x=<script>alert('wa7ch')</script>", headers={"Host": "evil.example"})

    assert visitor.get("/shop/atrosan").status_code == 200
    assert b"wa7ch" not in visitor.get("/shop/atrosan").data


@pytest.mark.parametrize(
    "path",
    ["/../wsgi.py", "/assets/../wsgi.py", "/assets/x/../../settings.py", "/assets/x/%2e%2e/settings.py"],
)
def test_no_file_of_the_shop_is_served_but_its_assets(path: str, visitor: FlaskClient):
    assert visitor.get(path).status_code == 404
