"""Styles, scripts, fonts and pictures are addressed by their content."""

from flask import Flask
from flask.testing import FlaskClient

from shop.web.assets import Assets


def test_an_asset_is_served_for_a_year_by_its_fingerprint(client: FlaskClient) -> None:
    url = Assets().url("js/shop.js")

    answer = client.get(url)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"


def test_an_old_fingerprint_is_not_answered_with_new_bytes(client: FlaskClient) -> None:
    assert client.get("/assets/000000000000/js/shop.js").status_code == 404


def test_the_style_sheets_are_joined_in_their_order_and_name_fonts_by_fingerprint(
    client: FlaskClient,
) -> None:
    assets = Assets()

    sheet = client.get(assets.url("css/shop-bundle.css")).text

    assert sheet.index("--page") < sheet.index(".button")
    assert f"url({assets.url('fonts/fraunces-latin-wght-normal.woff2')})" in sheet
    assert "url(/assets/fonts" not in sheet


def test_budgets_hold(client: FlaskClient, app: Flask) -> None:
    assets = Assets()

    def sent(name: str) -> int:
        return len(client.get(assets.url(name), headers={"Accept-Encoding": "gzip"}).data)

    assert sent("css/shop-bundle.css") <= 20_000
    assert sent("js/shop.js") <= 20_000
    assert (
        sent("fonts/fraunces-latin-wght-normal.woff2") + sent("fonts/source-sans-3-latin-wght-normal.woff2")
        <= 66_560
    )
