"""Every address: unsafe ones are guarded, public ones carry nothing of the visitor."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.settings import ROOT

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def filled(rule: str) -> str:
    """An address of the rule: the first of its choices, else 1, in each variable part."""
    chosen = re.sub(r"<any\((\w+)[^)]*\):\w+>", r"\1", rule)
    return re.sub(r"<[^>]+>", "1", chosen)


def test_every_unsafe_route_refuses_a_form_from_another_site(app: Flask, client: FlaskClient) -> None:
    unsafe = [rule for rule in app.url_map.iter_rules() if (rule.methods or set()) & UNSAFE]

    answers = {
        rule.rule: client.post(filled(rule.rule), headers={"Sec-Fetch-Site": "cross-site"}).status_code
        for rule in unsafe
    }

    assert set(answers.values()) == {403}
    assert len(answers) >= 8


def test_no_view_both_takes_a_form_and_counts_as_a_public_page(app: Flask) -> None:
    both = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "is_public_page", False)
        and (rule.methods or set()) & UNSAFE
    ]

    assert both == []


@pytest.mark.parametrize(
    "room",
    ["alerts", "api", "basket", "catalog", "checkout", "guide", "journal", "orders", "pages", "stockists"],
)
def test_a_room_keeps_its_templates_under_its_own_name(room: str) -> None:
    assert (ROOT / "templates" / room).is_dir()
    assert (ROOT / "shop" / room).is_dir()
    assert (ROOT / "tests" / room).is_dir()


def test_every_public_page_is_sent_with_an_etag_and_without_a_cookie(app: Flask, client: FlaskClient) -> None:
    public = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "is_public_page", False) and "<" not in rule.rule
    ]

    answers = {path: client.get(path) for path in public}

    assert {path for path, answer in answers.items() if answer.status_code != 200} == set()
    assert {path for path, answer in answers.items() if not answer.headers.get("ETag")} == set()
    assert {path for path, answer in answers.items() if "Set-Cookie" in answer.headers} == set()
    assert len(answers) >= 10
