"""What stands around every mail, in its text and its HTML part alike."""

import re
from dataclasses import replace

from flask import Flask, render_template_string

from tests import databases

COMPANY = {
    "company_name": "Example Remedies Ltd",
    "company_number": "01234567",
    "company_place": "England and Wales",
    "company_address": "1 Example Street, Leeds",
    "company_email": "help@shop.example",
    "company_phone": "0113 496 0000",
    "vat_number": "GB123456789",
}


def rendered(kind: str) -> str:
    return render_template_string(
        f'{{% extends "emails/layout.{kind}" %}}{{% block main %}}Thank you.{{% endblock %}}'
    )


def words(html: str) -> str:
    body = html.partition("<body>")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()


def test_the_test_shop_says_so_in_both_parts(app: Flask) -> None:
    for part in (rendered("txt"), words(rendered("html"))):
        assert "Thank you." in part
        assert "Nothing was really sold and no money moved." in part
        assert "Sample company details" in part


def test_a_real_shop_names_its_company_in_both_parts(app: Flask) -> None:
    real = databases.application(replace(app.extensions["settings"], sandbox=False, **COMPANY))

    with real.app_context():
        parts = [rendered("txt"), words(rendered("html"))]

    for part in parts:
        assert [value for value in COMPANY.values() if value not in part] == []
        assert "test shop" not in part
        assert "Sample" not in part
