"""Which answers are everybody's, and which are one visitor's."""

from flask import Flask, request
from werkzeug.test import Client

from shop.web.caching import public_page
from shop.web.page_cache import PageCache


def shops(rendered: list[str]) -> Client:
    """A page on shops: `kind` is anybody's, `near` is where one visitor is."""
    app = Flask("shops")

    @app.get("/shops")
    @public_page("kind", private=("near",))
    def page() -> str:
        said = f"near {request.args.get('near', '')} kind {request.args.get('kind', '')}"
        rendered.append(said)
        return said

    return Client(PageCache(app.wsgi_app, version=lambda: 1))


def test_where_somebody_is_is_kept_by_nobody() -> None:
    rendered: list[str] = []
    client = shops(rendered)

    first = client.get("/shops?near=SW1A1AA")
    again = client.get("/shops?near=SW1A1AA")

    assert first.headers.get("Cache-Control") is None
    assert "ETag" not in again.headers
    assert rendered == ["near SW1A1AA kind "] * 2


def test_a_page_kept_for_everybody_never_answers_a_private_question() -> None:
    rendered: list[str] = []
    client = shops(rendered)

    client.get("/shops")
    mine = client.get("/shops?near=ZE10AA")

    assert mine.text == "near ZE10AA kind "


def test_the_same_question_without_a_place_is_answered_once_for_all() -> None:
    rendered: list[str] = []
    client = shops(rendered)

    for address in ("/shops?kind=pharmacy", "/shops?kind=pharmacy&near=", "/shops?x=1&kind=pharmacy"):
        client.get(address)

    assert rendered == ["near  kind pharmacy"] * 2
