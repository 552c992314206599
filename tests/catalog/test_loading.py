"""Sheets go in, sheets come out: the same ones; what is live is never overwritten unasked."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, update

from shop.catalog.actions import load_starter_range
from shop.catalog.models import Product, Variant
from shop.catalog.product_sheets import StockInUse, sheet_of
from shop.catalog.queries import get_product, list_products
from shop.catalog.sheet_writing import write_sheet
from shop.catalog.sheets import read_sheets
from shop.catalog.vocabulary import PRODUCTS
from shop.db import content_version, db, transaction
from tests.catalog.ranges import sheet_with, starter_copy

STARTERS = tuple(sheet.stem for sheet in sorted(PRODUCTS.glob("*.toml")))


def set_variant(sku: str, **values: int) -> None:
    with transaction() as session:
        session.execute(update(Variant).where(Variant.sku == sku).values(**values))


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["catalog", *words])
    return result.exit_code, result.output


@pytest.mark.usefixtures("app")
def test_every_product_gives_back_the_sheet_it_came_from() -> None:
    assert [sheet_of(product) for product in list_products()] == read_sheets()


def test_an_export_is_the_starter_range_byte_for_byte(app: Flask, tmp_path: Path) -> None:
    assert run(app, "export", str(tmp_path / "out")) == (0, f"7 sheets written to {tmp_path / 'out'}.\n")

    for slug in STARTERS:
        exported = (tmp_path / "out" / f"{slug}.toml").read_bytes()
        assert exported == (PRODUCTS / f"{slug}.toml").read_bytes()


def test_an_export_holds_the_stock_of_today(app: Flask, tmp_path: Path) -> None:
    set_variant("BAMBU-100", on_hand=3)

    run(app, "export", str(tmp_path))

    (bambu,) = [sheet for sheet in read_sheets(tmp_path) if sheet["slug"] == "bambu"]
    assert [pack["stock"] for pack in bambu["packs"]] == [3, 24]


def test_quotes_and_accents_survive_the_way_there_and_back(tmp_path: Path) -> None:
    odd = 'A "quoted" café\\shop,\ttab, line\nbreak and del \x7f'
    sheet = {**read_sheets()[5], "summary": odd}
    (tmp_path / "bambu.toml").write_text(write_sheet(sheet), encoding="utf-8")

    assert read_sheets(tmp_path) == [sheet]


@pytest.mark.usefixtures("app")
def test_loading_again_changes_nothing(now: datetime) -> None:
    set_variant("BAMBU-100", price_minor=601)
    before = content_version(db.engine)

    with transaction():
        loaded = load_starter_range(sheets=read_sheets(), now=now)

    assert (loaded.added, loaded.replaced, len(loaded.kept)) == ((), (), 7)
    assert get_product("bambu").variants[0].price_minor == 601
    assert content_version(db.engine) == before


@pytest.mark.usefixtures("app")
def test_a_missing_product_is_added_and_pages_are_renewed(now: datetime) -> None:
    with transaction() as session:
        session.execute(delete(Product).where(Product.slug == "bambu"))
    before = content_version(db.engine)

    with transaction():
        loaded = load_starter_range(sheets=read_sheets(), now=now)

    assert loaded.added == ("bambu",)
    assert get_product("bambu").updated_at == now
    assert content_version(db.engine) == before + 1


def test_replacing_lets_the_sheet_win_and_keeps_what_is_reserved(app: Flask, tmp_path: Path) -> None:
    starter_copy(tmp_path)
    sheet_with(tmp_path, {"price_minor = 575": "price_minor = 610", "stock = 24": "stock = 12"})
    set_variant("BAMBU-100", on_hand=20, reserved=4)

    assert run(app, "load", str(tmp_path)) == (0, "0 added, 0 replaced, 7 kept as they are.\n")
    assert run(app, "load", "--replace", str(tmp_path)) == (0, "0 added, 7 replaced, 0 kept as they are.\n")

    db.session.expire_all()
    small = get_product("bambu").variants[0]
    assert (small.price_minor, small.on_hand, small.reserved) == (610, 12, 4)


def test_a_sheet_may_take_away_a_pack_nobody_was_promised(app: Flask, now: datetime) -> None:
    sheets = read_sheets()
    sheets[5]["packs"] = sheets[5]["packs"][1:]

    with transaction():
        load_starter_range(sheets=sheets, now=now, replace=True)

    db.session.expire_all()
    assert [v.sku for v in get_product("bambu").variants] == ["BAMBU-200"]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(("pack", "stock"), [("BAMBU-100", 3), ("BAMBU-1000", 24)])
def test_a_sheet_may_not_take_away_what_is_promised(pack: str, stock: int, now: datetime) -> None:
    set_variant("BAMBU-100", reserved=4)
    sheets = read_sheets()
    sheets[5]["packs"][0] = {**sheets[5]["packs"][0], "sku": pack, "stock": stock}

    with pytest.raises(StockInUse, match="BAMBU-100 is reserved 4 times"), transaction():
        load_starter_range(sheets=sheets, now=now, replace=True)

    db.session.expire_all()
    assert [(v.sku, v.on_hand, v.reserved) for v in get_product("bambu").variants] == [
        ("BAMBU-100", 24, 4),
        ("BAMBU-200", 24, 0),
    ]


def test_a_bad_sheet_loads_nothing_and_says_where(app: Flask, tmp_path: Path) -> None:
    starter_copy(tmp_path)
    sheet_with(tmp_path, {"price_minor = 575": 'price_minor = "5.75"'})
    with transaction() as session:
        session.execute(delete(Product))

    code, said = run(app, "load", str(tmp_path))

    assert (code, said) == (1, "bambu.toml:79: packs[1].price_minor must be a whole number, not '5.75'\n")
    assert list_products() == []


@pytest.mark.parametrize("words", [[], ["--replace"]], ids=["adding", "replacing"])
def test_loading_checks_what_is_kept_in_the_database_too(
    app: Flask, words: list[str], tmp_path: Path
) -> None:
    sheet_with(tmp_path, {"price_minor = 575": "price_minor = 610"})
    gel = get_product("atrogel")
    with transaction():
        first, *others = gel.facts["cautions"]
        gel.facts = {**gel.facts, "cautions": [{**first, "condition": "pregnent"}, *others]}

    code, said = run(app, "load", *words, str(tmp_path))

    assert code == 1
    assert said.startswith(
        "atrogel.toml:138: cautions[1].condition 'pregnent' is not in "
        "recommender/topics/conditions.toml; did you mean 'pregnant'?\n"
    )
    assert said.endswith("Nothing was loaded.\n")
    db.session.expire_all()
    assert get_product("bambu").variants[0].price_minor == 575


def test_a_mistake_in_the_database_is_mended_by_a_right_sheet(app: Flask, now: datetime) -> None:
    gel = get_product("atrogel")
    with transaction():
        gel.facts = {**gel.facts, "traits": ["gel-like"]}

    with transaction():
        loaded = load_starter_range(sheets=read_sheets(), now=now, replace=True)

    assert len(loaded.replaced) == 7
    assert get_product("atrogel").facts["traits"] == ["herbal-medicine", "arnica", "for-the-skin"]


def test_the_check_reads_without_loading(app: Flask, tmp_path: Path) -> None:
    assert run(app, "check") == (0, "7 sheets, no mistakes.\n")
    assert run(app, "check", str(sheet_with(tmp_path, {"size = 100": "size = 0"}))) == (
        1,
        "bambu.toml:74: packs[1].size must be 1 or more, not 0\n",
    )


def test_what_must_be_confirmed_is_listed(app: Flask) -> None:
    code, said = run(app, "unconfirmed")
    lines = [" ".join(line.split()) for line in said.splitlines()]

    assert code == 0
    assert "atrosan ATROSAN-30 price of 2019-06-20" in lines
    assert "atrosan ATROSAN-60 sample price" in lines
    assert "atrogel ATROGEL-50 the pack is remembered, not confirmed" in lines
    assert "atrosan registration Not confirmed yet — check the pack" in lines
    assert "bambu BAMBU-100 sample price" in lines
    baseless = " no lawful basis confirmed: not offered, nothing claimed"
    assert [line.removesuffix(baseless) for line in lines if line.endswith(baseless)] == [
        "stress-relief-daytime mild-stress-and-anxiety",
        "balance-mineral-drink nutrients-from-food-and-drink",
        "pollinosan-eye-drops hayfever-eyes",
    ]
    assert "stress-relief-daytime to confirm The registration number" in lines
    assert lines[-1] == f"{len(lines) - 1} facts to confirm."
