"""Offers are made, listed, stopped and checked from the command line."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.db import db
from shop.offers.models import Offer


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["offers", *words])
    return result.exit_code, result.output


def how_many() -> int:
    db.session.rollback()
    return db.session.execute(select(func.count(Offer.id))).scalar_one()


def test_an_offer_is_made_from_a_sheet_listed_checked_and_stopped(app: Flask, tmp_path: Path) -> None:
    sheet = tmp_path / "ten.toml"
    sheet.write_text(
        'slug = "winter-ten"\nkind = "percentage"\npercent = 10\ncode = "winter 10x"\nlimit_total = 3\n'
    )

    assert run(app, "check", str(sheet)) == (0, f"{sheet}: 10% off, no mistakes.\n")
    assert how_many() == 0
    assert run(app, "add", str(sheet))[0] == 0
    assert run(app, "list") == (0, "winter-ten · 10% off · code WINTER10X · used 0 of 3 · runs\n1 offers.\n")
    assert run(app, "check", "Winter 10X")[0] == 0
    assert "not now: This code can't be used any more." in run(app, "stop", "winter-ten")[1]
    assert run(app, "add", str(sheet))[0] == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--kind", "percentage"], "percent: is missing; the kind 'percentage' needs it"),
        (
            ["--kind", "amount", "--amount-minor", "500", "--buy", "2"],
            "buy: doesn't belong to the kind 'amount'",
        ),
        (
            ["--kind", "percentage", "--percent", "10", "--limit-each", "1"],
            "limit_each: needs a code",
        ),
        (["--kind", "percentage", "--percent", "10", "--code", "AB"], "code: must look like WINTER-10"),
        (
            ["--kind", "percentage", "--percent", "10", "--product", "atrosen"],
            "'atrosen' is not known",
        ),
        (
            ["--kind", "percentage", "--percent", "10", "--starts", "2026-12-02", "--ends", "2026-12-01"],
            "ends: must not be before starts, 2026-12-02",
        ),
        (["--kind", "percentage", "--percent", "60"], "percent: would all but give away"),
        (
            ["--kind", "buy-x-get-y", "--buy", "1", "--get", "1", "--product", "dormeasan"],
            "products: would give away A.Vogel Dormeasan",
        ),
    ],
)
def test_a_wrong_offer_is_refused_field_by_field(app: Flask, options: list[str], words: str) -> None:
    code, said = run(app, "add", "--slug", "wrong", *options)

    assert code == 1
    assert words in said
    assert "Nothing was made." in said
    assert how_many() == 0


def test_a_food_may_be_given_away(app: Flask) -> None:
    options = ("--kind", "buy-x-get-y", "--buy", "2", "--get", "1", "--product", "bambu")

    assert run(app, "add", "--slug", "bambu-three", *options)[1] == (
        "Made: bambu-three · Buy 2, get 1 free · for everybody · only bambu · runs\n"
    )
