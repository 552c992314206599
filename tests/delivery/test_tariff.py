"""A tariff with a slip is refused, with where and why."""

from pathlib import Path

import pytest
from flask import Flask

from shop.delivery.tariff import FILE, TariffError, read_tariff


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ('cutoff = "14:00"', 'cutoff = "2pm"', "cutoff:"),
        ("days = [2, 3]", "days = [3, 2]", "mainland.standard.days: must be two whole numbers"),
        ("[2000, 350], [10000, 595]", "[2000, 350], [1000, 595]", "mainland.standard.bands: must be"),
        ('"KA27-28"', '"KA28-27"', "islands.postcodes: 'KA28-27' must count upwards"),
        ('"HS", "KA27', '"HS1a", "KA27', "islands.postcodes: 'HS1a' must look like"),
        ('postcodes = ["IM"]', 'postcodes = ["XX"]', "'XX' begins with none of areas"),
        ('postcodes = ["BT"]', "postcodes = []", "exactly one must have no postcodes"),
        ('holidays = "NIR"', 'holidays = "WAL"', "zones.3.holidays:"),
        ("cutoff =", "cutof =", "cutoff:"),
        ("\n[[zones]]\n", "\n[[zones]\n", "the file is not TOML"),
    ],
)
def test_a_slip_is_told_with_its_place(right: str, wrong: str, words: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert right in text

    with pytest.raises(TariffError) as refused:
        read_tariff(text.replace(right, wrong, 1))

    assert words in str(refused.value)


def test_the_command_checks_the_shop_s_own_file_and_quotes(app: Flask, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("cutoff = 1")
    runner = app.test_cli_runner()

    assert runner.invoke(args=["delivery", "check"]).output == "5 zones, no mistakes.\n"
    assert runner.invoke(args=["delivery", "check", str(bad)]).exit_code == 1
    quoted = runner.invoke(args=["delivery", "quote", "ze10aa", "--grams", "3000"]).output
    assert "To the Scottish islands, Wight and Scilly:\n  Standard, tracked 48: £12.95, arrives " in quoted
    assert runner.invoke(args=["delivery", "quote", "JE2 3AB"]).exit_code == 1
