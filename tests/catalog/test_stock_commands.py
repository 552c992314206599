"""What the shopkeeper can do with the shelves at the terminal, and what is said to a wrong word."""

import pytest
from click.testing import Result
from flask import Flask

from tests.shelves import set_shelf


def stock(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["stock", *words])


def test_a_delivery_is_put_on_the_shelf_and_stands_in_the_history(app: Flask) -> None:
    done = stock(app, "receive", "ATROSAN-30", "12", "--why", "delivery note 7")

    assert done.output == "ATROSAN-30: 36 on hand, 0 reserved, 36 free.\n"
    history = stock(app, "history", "ATROSAN-30").output.splitlines()
    assert [line.split()[2:] for line in history[:2]] == [
        ["delivered", "24", "24", "on", "hand", "0", "reserved", "its", "sheet", "was", "loaded"],
        ["delivered", "12", "36", "on", "hand", "0", "reserved", "delivery", "note", "7"],
    ]
    assert history[2] == "Movements: 2."


def test_a_count_says_what_was_missing(app: Flask) -> None:
    done = stock(app, "count", "ATROSAN-30", "22", "--why", "counted on Monday")

    assert done.output == "-2 against the ledger.\nATROSAN-30: 22 on hand, 0 reserved, 22 free.\n"


def test_broken_packs_are_written_off(app: Flask) -> None:
    done = stock(app, "write-off", "ATROSAN-30", "1", "--why", "fell down")

    assert done.output == "ATROSAN-30: 23 on hand, 0 reserved, 23 free.\n"


def test_what_runs_low_is_listed(app: Flask) -> None:
    set_shelf("ATROSAN-30", 6, reserved=1)

    done = stock(app, "list", "--low")

    assert " ".join(done.output.split()) == "ATROSAN-30 6 on hand 1 reserved 5 free low Packs: 1."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("receive", "ATROSAN-3", "1", "--why", "x"), "Did you mean ATROSAN-30"),
        (("receive", "ATROSAN-30", "0", "--why", "x"), "1<=x<=100000"),
        (("receive", "ATROSAN-30", "4006381333931", "--why", "x"), "1<=x<=100000"),
        (("receive", "ATROSAN-30", "1"), "Missing option '--why'"),
        (("receive", "ATROSAN-30", "1", "--why", "  "), "say why in one line"),
        (("count", "ATROSAN-30", "-1", "--why", "x"), "No such option"),
        (("write-off", "ATROSAN-30", "25", "--why", "x"), "You can have 24. Nothing was changed."),
        (("history", "NOTHING"), "No pack has the sku NOTHING."),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(
    app: Flask, words: tuple[str, ...], told: str
) -> None:
    done = stock(app, *words)

    assert done.exit_code != 0
    assert told in done.output
    assert stock(app, "history", "ATROSAN-30").output.endswith("Movements: 1.\n")
