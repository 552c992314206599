"""The test shop's mailbox shows what was written, to nobody's harm, and is not there in a real shop."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.db import transaction
from tests.mail.test_enqueue import outbox, write


def test_the_newest_mail_stands_first_and_leads_to_its_text(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    with transaction():
        write(now, key="a", subject="First mail")
        write(
            now, key="b", subject="Second mail", text="See http://localhost:8000/orders/abc\n\nThank you.\n"
        )

    page = client.get("/sandbox/mail").text
    letter = client.get(f"/sandbox/mail/{outbox()[1].id}").text

    assert page.index("Second mail") < page.index("First mail")
    assert '<a href="http://localhost:8000/orders/abc"' in letter
    assert "<p>Thank you.</p>" in letter


def test_the_html_of_a_mail_is_shown_as_source_and_never_run(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    with transaction():
        write(now, subject="<b>Hello</b>", text="<i>text</i>", html="<script>alert(1)</script>")

    letter = client.get(f"/sandbox/mail/{outbox()[0].id}").text

    assert "<code>&lt;script&gt;alert(1)&lt;/script&gt;</code>" in letter
    assert "<script>alert" not in letter
    assert "&lt;b&gt;Hello&lt;/b&gt;" in letter
    assert "&lt;i&gt;text&lt;/i&gt;" in letter


@pytest.mark.parametrize("path", ["/sandbox/mail", "/sandbox/mail/1"])
def test_the_mailbox_is_kept_by_no_one(app: Flask, client: FlaskClient, now: datetime, path: str) -> None:
    with transaction():
        write(now)

    answer = client.get(path)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("path", ["/sandbox/mail", "/sandbox/mail/1"])
def test_a_real_shop_has_no_mailbox(app: Flask, client: FlaskClient, now: datetime, path: str) -> None:
    with transaction():
        write(now)
    app.extensions["settings"] = replace(app.extensions["settings"], sandbox=False)

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", ["0", "7", "99999999999999999999999", "-1", "x"])
def test_a_mail_that_is_not_there_is_a_plain_404(client: FlaskClient, number: str) -> None:
    assert client.get(f"/sandbox/mail/{number}").status_code == 404


def test_an_empty_mailbox_says_how_it_fills(client: FlaskClient) -> None:
    assert "No mails yet" in client.get("/sandbox/mail").text
