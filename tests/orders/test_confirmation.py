import re
from dataclasses import replace
from datetime import datetime
from html import unescape

from flask import Flask

from shop.orders.confirmation import confirmation
from shop.orders.terms import CANCEL_FORM, RIGHT_TO_CANCEL
from tests.orders.factories import ADA, COFFEE, TABLETS, placed


def words(html: str) -> list[str]:
    """What a reader of the HTML part reads, word by word."""
    body = re.sub(r"<style>.*?</style>|<head>.*?</head>", " ", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", body)).split()


def test_the_mail_says_everything_the_law_wants_in_writing(app: Flask, now: datetime) -> None:
    order = placed(TABLETS, COFFEE, now=now)

    letter = confirmation(order)

    assert letter.subject == "Your order SR-100001 at Stillwater Remedies"
    for said in (
        "1 × A.Vogel Atrosan Devil's Claw tablets, 30 tablets, at £11.50    £11.50",
        "2 × A.Vogel Bambu, 100 g, at £5.75    £11.50",
        "Delivery: Standard, tracked 48    £3.50",
        "Total, VAT included    £26.50",
        "Of it at 20% VAT: £13.25, VAT in it    £2.21",
        "Of it at 0% VAT: £13.25, VAT in it    £0.00",
        "12 St James's Square\nLondon\nSW1Y 4JH\n",
        "2 to 3 working days after we send it",
        f"http://localhost:8000/orders/{order.secret}",
        "http://localhost:8000/terms, version 2026-11",
        *RIGHT_TO_CANCEL,
        *CANCEL_FORM,
    ):
        assert said in letter.text


def test_the_text_part_says_what_the_html_part_says(app: Flask, now: datetime) -> None:
    letter = confirmation(placed(TABLETS, COFFEE, now=now))

    text = [word for word in letter.text.split() if word != "--"]

    assert text == words(letter.html)


def test_the_subject_names_no_product_and_the_mail_no_complaint(app: Flask, now: datetime) -> None:
    letter = confirmation(placed(now=now))

    assert "Atrosan" not in letter.subject
    assert re.findall(r"twitch|cramp|sleep|anxiety|stress|pain", letter.text, flags=re.IGNORECASE) == []


def test_a_name_with_markup_stays_a_name(app: Flask, now: datetime) -> None:
    sneaky = replace(ADA, name="<b>Ada</b> & {{ 1 }}")

    letter = confirmation(placed(now=now, shopper=sneaky))

    assert "&lt;b&gt;Ada&lt;/b&gt; &amp; {{ 1 }}" in letter.html
    assert "<b>Ada</b> & {{ 1 }}" in letter.text
