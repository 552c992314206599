"""What delivery costs, by where to, how much and how heavy."""

import pytest

from shop.delivery.ways import (
    NotDelivered,
    TooHeavy,
    UnknownDelivery,
    choices,
    chosen,
    in_short,
    zone_for,
)


@pytest.mark.parametrize(
    ("goods_minor", "standard_minor"),
    [(0, 350), (1, 350), (2_999, 350), (3_000, 0), (3_001, 0), (250_000, 0)],
)
def test_standard_delivery_is_free_from_thirty_pounds(goods_minor: int, standard_minor: int) -> None:
    assert chosen("standard", choices(goods_minor)).price_minor == standard_minor


@pytest.mark.parametrize("goods_minor", [0, 2_999, 3_000, 250_000])
def test_express_delivery_is_never_free(goods_minor: int) -> None:
    assert chosen("express", choices(goods_minor)).price_minor == 525


@pytest.mark.parametrize(("grams", "standard_minor"), [(0, 350), (2_000, 350), (2_001, 595), (25_000, 995)])
def test_a_heavy_parcel_costs_more(grams: int, standard_minor: int) -> None:
    assert choices(0, weight_grams=grams)[0].price_minor == standard_minor


def test_what_no_carrier_takes_is_refused() -> None:
    with pytest.raises(TooHeavy, match="up to 25 kg"):
        choices(0, weight_grams=25_001)


@pytest.mark.parametrize("code", ["", "Standard", "drone", "standard\x00"])
def test_a_code_nobody_offered_is_refused(code: str) -> None:
    with pytest.raises(UnknownDelivery) as refused:
        chosen(code, choices(1_150))

    assert refused.value.fields == {"delivery": "Choose how we should deliver."}


def test_a_way_that_does_not_go_there_says_so() -> None:
    with pytest.raises(UnknownDelivery, match="doesn't go to this postcode"):
        chosen("express", choices(1_150, zone=zone_for("ZE1 0AA")))


@pytest.mark.parametrize(
    ("postcode", "key"),
    [
        ("sw1y4jh", "mainland"),
        ("EH1 1AA", "mainland"),
        ("PA1 1AA", "mainland"),
        ("KA11 5BW", "mainland"),
        ("PH1 1AA", "mainland"),
        ("TR1 1AA", "mainland"),
        ("PO1 1AA", "mainland"),
        ("IV2 3AB", "highlands"),
        ("IV51 9AA", "highlands"),
        ("KW14 7AA", "highlands"),
        ("PH41 4AA", "highlands"),
        ("PA34 4AA", "highlands"),
        ("KW15 1AA", "islands"),
        ("HS1 2AA", "islands"),
        ("ZE1 0AA", "islands"),
        ("KA27 8AA", "islands"),
        ("PA20 0AA", "islands"),
        ("PA75 6AA", "islands"),
        ("PH42 4AA", "islands"),
        ("TR21 0AA", "islands"),
        ("PO30 1AA", "islands"),
        ("BT1 1AA", "northern-ireland"),
        ("im1 1aa", "isle-of-man"),
        ("GIR 0AA", "mainland"),
    ],
)
def test_a_postcode_lies_in_one_zone(postcode: str, key: str) -> None:
    assert zone_for(postcode).key == key


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ("", "Enter a UK postcode, like SW1A 1AA."),
        ("75001", "Enter a UK postcode, like SW1A 1AA."),
        ("x\x00y", "Enter a UK postcode, like SW1A 1AA."),
        ("JE2 3AB", "We can't deliver to the Channel Islands."),
        ("GY1 1AA", "We can't deliver to the Channel Islands."),
        ("BF1 2AA", "We can't deliver to BFPO addresses: Forces post does not carry"),
        ("GX11 1AA", "No UK postcode begins with GX. We deliver in the UK and to the Isle of Man only."),
    ],
)
def test_where_we_do_not_deliver_is_told_with_the_reason(entered: str, words: str) -> None:
    with pytest.raises(NotDelivered) as refused:
        zone_for(entered)

    assert refused.value.message.startswith(words)


def test_every_zone_has_a_sentence() -> None:
    assert in_short() == (
        "To the UK mainland: from £3.50, free from £30.00.",
        "To the Scottish Highlands: from £4.95, free from £50.00.",
        "To the Scottish islands, Wight and Scilly: from £5.95, free from £50.00.",
        "To Northern Ireland: from £4.95, free from £50.00.",
        "To the Isle of Man: from £5.95, free from £50.00.",
    )
