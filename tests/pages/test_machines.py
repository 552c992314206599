"""What search engines, telephones and load balancers are told."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from shop.catalog.models import Product
from shop.db import db, transaction
from shop.journal.library import shipped_library
from tests import databases

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
NOT_A_PAGE = {
    "/robots.txt",
    "/sitemap.xml",
    "/favicon.ico",
    "/site.webmanifest",
    "/api/openapi.json",
    "/embed/guide.js",
}


def listed(client: FlaskClient) -> list[str]:
    tree = ElementTree.fromstring(client.get("/sitemap.xml").data)  # noqa: S314 - our own page
    return [str(found.text) for found in tree.findall("s:url/s:loc", NAMESPACE)]


def test_the_sitemap_names_every_public_page_that_may_be_found(app: Flask, client: FlaskClient) -> None:
    public = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "is_public_page", False) and "<" not in rule.rule
    }
    public -= NOT_A_PAGE
    unlisted = {path for path in public if 'name="robots" content="noindex' in client.get(path).text}
    products = {f"/shop/{slug}" for slug in db.session.scalars(select(Product.slug))}
    texts = {article.url for article in shipped_library().articles}

    paths = [address.removeprefix("http://localhost:8000") for address in listed(client)]

    assert len(paths) == len(set(paths))
    assert set(paths) >= (public - unlisted) | products | texts
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_a_new_product_is_in_the_sitemap_at_once_with_its_day(client: FlaskClient) -> None:
    assert "http://localhost:8000/shop/new-name" not in listed(client)

    with transaction():
        db.session.scalars(select(Product).where(Product.slug == "bambu")).one().slug = "new-name"

    assert "http://localhost:8000/shop/new-name" in listed(client)
    assert re.search(
        r"/shop/new-name</loc><lastmod>20\d\d-\d\d-\d\d</lastmod>", client.get("/sitemap.xml").text
    )


def test_made_up_stockists_are_not_told_to_search_engines(client: FlaskClient) -> None:
    shops = [address for address in listed(client) if "/stockists/" in address]

    assert shops == ["http://localhost:8000/stockists/all"]


def test_addresses_come_from_the_settings_and_never_from_the_request(app: Flask) -> None:
    shop = databases.application(replace(app.extensions["settings"], shop_url="https://shop.example"))
    client = shop.test_client()

    robots = client.get("/robots.txt", headers={"Host": "evil.example"}).text
    sitemap = client.get("/sitemap.xml", headers={"Host": "evil.example"}).text

    assert "Sitemap: https://shop.example/sitemap.xml\n" in robots
    assert "<loc>https://shop.example/</loc>" in sitemap
    assert "evil" not in robots + sitemap


def test_robots_are_kept_from_what_belongs_to_one_visitor(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")

    assert answer.content_type == "text/plain; charset=utf-8"
    for path in ("/basket", "/checkout", "/orders/", "/guide/", "/sandbox/"):
        assert f"Disallow: {path}\n" in answer.text
    assert "Disallow: /guide\n" not in answer.text


def test_the_manifest_names_pictures_that_are_there(client: FlaskClient) -> None:
    answer = client.get("/site.webmanifest")
    found = json.loads(answer.data)

    assert answer.content_type == "application/manifest+json"
    assert (found["name"], found["start_url"]) == ("Stillwater Remedies", "/")
    assert [client.get(icon["src"]).status_code for icon in found["icons"]] == [200, 200]


def test_browsers_that_ask_for_the_old_icon_get_one(client: FlaskClient) -> None:
    answer = client.get("/favicon.ico")

    assert (answer.status_code, answer.content_type) == (200, "image/png")
    assert answer.data.startswith(b"\x89PNG")


def stopped() -> bool:
    raise OSError("the database is away")


@pytest.mark.parametrize(
    ("is_migrated", "status", "words"),
    [(lambda: True, 200, "ready\n"), (lambda: False, 503, "not ready\n"), (stopped, 503, "not ready\n")],
)
def test_readiness_is_what_the_database_says(
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    is_migrated: Callable[[], bool],
    status: int,
    words: str,
) -> None:
    monkeypatch.setattr("shop.pages.views.is_migrated", is_migrated)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.text) == (status, words)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_database_without_tables_is_not_ready_but_the_process_is_healthy(
    app: Flask, client: FlaskClient
) -> None:
    assert client.get("/readyz").status_code == 200
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))

    assert client.get("/readyz").status_code == 503
    assert (client.get("/healthz").status_code, client.get("/healthz").text) == (200, "ok\n")


def test_health_is_never_kept(client: FlaskClient) -> None:
    assert client.get("/healthz").headers["Cache-Control"] == "no-store"
