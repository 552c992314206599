"""A bad sheet is refused by file, line and key, with what would be right; all mistakes at once."""

from pathlib import Path

import pytest

from shop.catalog.sheets import SheetError, read_sheets
from tests.catalog.ranges import sheet_with, starter_copy


def mistakes_of(folder: Path) -> list[str]:
    with pytest.raises(SheetError) as refused:
        read_sheets(folder)
    return [str(mistake) for mistake in refused.value.mistakes]


def test_the_starter_range_is_seven_sheets_in_shelf_order() -> None:
    assert [sheet["slug"] for sheet in read_sheets()] == [
        "dormeasan",
        "stress-relief-daytime",
        "atrosan",
        "atrogel",
        "balance-mineral-drink",
        "bambu",
        "pollinosan-eye-drops",
    ]


SLIPS = [
    ("position = 60", 'position = "sixty"', "bambu.toml:4: position must be a whole number, not 'sixty'"),
    ("position = 60", "position = -1", "bambu.toml:4: position must be 0 or more, not -1"),
    (
        'value = "food"',
        'value = "potion"',
        "bambu.toml:16: kind.value 'potion' is not known; one of: traditional-herbal-medicine, "
        "food-supplement, food, medical-device, unknown",
    ),
    (
        "price_minor = 575",
        "price_minor = 5.75",
        "bambu.toml:79: packs[1].price_minor must be a whole number, not 5.75",
    ),
    (
        "price_minor = 975",
        "price_minor = 0",
        "bambu.toml:91: packs[2].price_minor must be 1 or more, not 0",
    ),
    (
        'sku = "BAMBU-200"',
        'sku = "BAMBU-100"',
        "bambu.toml:73: packs[1].sku 'BAMBU-100' stands here twice; keep one",
    ),
    (
        'sku = "BAMBU-100"',
        'sku = "bambu 100"',
        "bambu.toml:73: packs[1].sku must look like ATROSAN-30, not 'bambu 100'",
    ),
    (
        "price_sample = true",
        "price_smaple = true",
        "bambu.toml:80: packs[1].price_smaple is not a key of this table; did you mean 'price_sample'?",
    ),
    (
        'source = ["DOC", "VAT_COFFEE"]',
        'source = ["GOSSIP"]',
        "bambu.toml:18: kind.source[1] 'GOSSIP' is not in recommender/topics/sources.toml; "
        "add it there first",
    ),
    (
        'source = ["DOC", "VAT_COFFEE"]',
        "source = []",
        "bambu.toml:18: kind.source must name at least one source; GK means general knowledge",
    ),
    (
        'need = "coffee-substitute"',
        'need = "cofee-substitute"',
        "bambu.toml:97: serves[1].need 'cofee-substitute' is not in recommender/topics/needs.toml; "
        "did you mean 'coffee-substitute'?",
    ),
    (
        '["plain-food",',
        '["plain-foods",',
        "bambu.toml:7: traits[1] 'plain-foods' is not in recommender/topics/traits.toml; "
        "did you mean 'plain-food'?",
    ),
    (
        'basis = "plain-food"',
        'basis = "registered-use"',
        "bambu.toml:99: serves[1].statement only a medicine with a registered_use in force can be confirmed "
        "for a registered use",
    ),
    (
        'slug = "bambu"',
        'slug = "barley-cup"',
        "bambu.toml:2: slug must be the name of the file, 'bambu', not 'barley-cup'",
    ),
    (
        "checked_on = 2026-11-23",
        'checked_on = "yesterday"',
        "bambu.toml:27: vat.checked_on must be a day such as 2026-11-23, without quotes, not 'yesterday'",
    ),
    (
        'form = "Instant drink in a jar"',
        'form = ""',
        "bambu.toml:5: form must not be empty; leave the key out when nothing is known",
    ),
    (
        "in place of coffee.",
        "and stops muscle twitches.",
        "bambu.toml:6: summary may not say 'stops muscle twitches'; only a registered wording may, "
        "letter for letter",
    ),
    ("[vat]", "[vta]", "bambu.toml:26: vta is not a key of this table; did you mean 'vat'?"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), SLIPS, ids=[said.split(" ")[1] for _, _, said in SLIPS])
def test_a_slip_is_told_with_file_line_and_key(right: str, wrong: str, said: str, tmp_path: Path) -> None:
    assert said in mistakes_of(sheet_with(tmp_path, {right: wrong}))


def test_a_condition_nobody_knows_is_refused_with_those_that_may_be_meant(tmp_path: Path) -> None:
    folder = sheet_with(tmp_path, {'"kidney_disease"': '"kidney_diseaze"'}, name="balance-mineral-drink")

    assert mistakes_of(folder) == [
        "balance-mineral-drink.toml:118: cautions[1].condition 'kidney_diseaze' is not in "
        "recommender/topics/conditions.toml; did you mean 'kidney_disease' or 'liver_disease'?"
    ]


def test_a_class_of_medicines_nobody_knows_is_refused(tmp_path: Path) -> None:
    folder = sheet_with(tmp_path, {'"ace_inhibitor"': '"ace_inhibiter"'}, name="balance-mineral-drink")

    assert mistakes_of(folder) == [
        "balance-mineral-drink.toml:209: interactions[4].medicine_class 'ace_inhibiter' is not in "
        "recommender/topics/medicines.toml; did you mean 'ace_inhibitor' or 'integrase_inhibitor' or "
        "'calcineurin_inhibitor'?"
    ]


def test_a_need_without_a_shelf_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shop.catalog.sheet_schema.shelves", lambda: {"hayfever-eyes": "Itchy eyes"})

    assert mistakes_of(sheet_with(tmp_path, {})) == [
        "bambu.toml:97: serves[1].need 'coffee-substitute' has no shelf; one of: hayfever-eyes"
    ]


def test_products_of_one_group_must_give_the_same_reason(tmp_path: Path) -> None:
    starter_copy(tmp_path)
    sheet_with(tmp_path, {"so we only sell one": "so we sell only one"}, name="stress-relief-daytime")

    assert mistakes_of(tmp_path) == [
        "stress-relief-daytime.toml:82: exclusive_group.text must be what dormeasan.toml says of "
        "'valerian-hops', letter for letter"
    ]


def test_all_mistakes_of_a_sheet_are_told_at_once(tmp_path: Path) -> None:
    folder = sheet_with(
        tmp_path, {"position = 60": "position = true", 'unit = "g"': 'unit = "oz"', "sku = ": "skus = "}
    )

    assert mistakes_of(folder) == [
        "bambu.toml:4: position must be a whole number, not True",
        "bambu.toml:72: packs[1].sku is missing; README.md says what belongs here",
        "bambu.toml:73: packs[1].skus is not a key of this table; did you mean 'sku'?",
        "bambu.toml:75: packs[1].unit 'oz' is not known; one of: tablet, sachet, ml, g",
    ]


def test_mistakes_of_several_sheets_are_told_together(tmp_path: Path) -> None:
    sheet_with(tmp_path, {"position = 60": "position = 6.0"})
    sheet_with(tmp_path, {"position = 40": "position = 4.0"}, name="atrogel")

    assert [line.split(":")[0] for line in mistakes_of(tmp_path)] == ["atrogel.toml", "bambu.toml"]


def test_two_sheets_may_not_share_a_pack(tmp_path: Path) -> None:
    starter_copy(tmp_path)
    sheet_with(tmp_path, {'"BAMBU-100"': '"ATROGEL-50"'})

    assert mistakes_of(tmp_path) == [
        "bambu.toml:73: packs[1].sku 'ATROGEL-50' is taken by atrogel.toml; every pack needs its own"
    ]


def test_what_is_not_toml_is_told_by_line(tmp_path: Path) -> None:
    found = mistakes_of(sheet_with(tmp_path, {"position = 60": "position = = 60"}))

    assert len(found) == 1
    assert found[0].startswith("bambu.toml:4: the file is not TOML: ")


def test_what_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "bambu.toml").write_bytes(b"slug = \xff")

    assert mistakes_of(tmp_path) == ["bambu.toml:1: the file must be UTF-8 text (invalid start byte)"]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()

    assert mistakes_of(tmp_path / "none") == ["none:1: the folder holds no product sheet (*.toml)"]


def test_a_registered_use_must_be_said_letter_for_letter(tmp_path: Path) -> None:
    said = 'statement = "A traditional herbal medicinal product'
    folder = sheet_with(tmp_path, {said: 'statement = "A herbal product'}, name="atrogel")

    assert mistakes_of(folder)[0].endswith(
        "statement must be registered_use.wording letter for letter, then 'Always read the leaflet.'"
    )


def test_a_lapsed_registration_gives_no_basis(tmp_path: Path) -> None:
    folder = sheet_with(tmp_path, {'status = "registered"': 'status = "lapsed"'}, name="atrogel")

    assert "a registered_use in force" in mistakes_of(folder)[0]


def test_a_claim_needs_an_amount_on_the_label(tmp_path: Path) -> None:
    folder = sheet_with(
        tmp_path,
        {'seen, so nothing is claimed for it yet."\nconfirmed = false': 'seen."\nconfirmed = true'},
        name="balance-mineral-drink",
    )

    assert mistakes_of(folder)[0].endswith(
        "serves[1].statement must be the wording in claims; without an amount on the label there is no claim"
    )


def test_a_claim_with_its_amount_is_a_lawful_basis(tmp_path: Path) -> None:
    said = "Magnesium contributes to normal muscle function"
    folder = sheet_with(
        tmp_path,
        {
            'statement = "No amount on its label has been seen, so nothing is claimed for it yet."\n'
            "confirmed = false": f'statement = "{said}."\nconfirmed = true'
        },
        name="balance-mineral-drink",
    )
    with (folder / "balance-mineral-drink.toml").open("a") as sheet:
        sheet.write(
            f'\n[[claims]]\nnutrient = "magnesium"\nwording = "{said}"\namount = "100 mg"\n'
            'per = "single portion"\nsource = ["GK"]\nconfidence = "general-knowledge"\n'
        )

    (sheet_read,) = read_sheets(folder)

    assert sheet_read["serves"][0]["statement"] == f"{said}."
