"""What an offer takes off, to the penny."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shop.money import Money
from shop.offers.rules import NO_GIFT, Deal, Line, Terms, find_deal
from shop.offers.splitting import split
from tests.offers.given import line, terms

TODAY = date(2026, 11, 25)


def deal(
    *lines: Line, voucher: Terms | None = None, automatic: tuple[Terms, ...] = (), delivery_minor: int = 350
) -> Deal:
    return find_deal(lines, automatic=automatic, voucher=voucher, delivery_minor=delivery_minor, today=TODAY)


def code(**overrides: object) -> Terms:
    return terms(slug="code", code="WINTER-10", **overrides)


def test_ten_bottles_at_a_quarter_off_come_to_179_pounds_25() -> None:
    # WooCommerce #64668 ends at £179.26.
    found = deal(line(2390, 10), voucher=code(percent=25))

    assert found.discount_minor == 5975
    assert 23_900 - found.discount_minor == 17_925


@pytest.mark.parametrize(
    ("unit_minor", "quantity", "percent", "charged_minor"),
    [
        (36_606, 25, 10, 823_635),  # vendure #3091: rounded for each piece it drifts by 11 cents
        (1_999, 1, 25, 1_499),  # saleor #12040: rounded down it was 15.00
        (197, 20, 12, 3_467),  # xrechnung #128: rounded for each piece it was 34.60
        (1_500, 1, 19, 1_215),  # pretix #5781: a price with tax inside stays what it is
        (3_823, 10, 6, 35_936),  # vendure #2662, with whole per cents
    ],
)
def test_a_percentage_is_rounded_once_and_not_for_each_piece(
    unit_minor: int, quantity: int, percent: int, charged_minor: int
) -> None:
    found = deal(line(unit_minor, quantity), voucher=code(percent=percent))

    assert unit_minor * quantity - found.discount_minor == charged_minor


def test_an_amount_is_shared_by_what_the_lines_cost() -> None:
    found = deal(
        line(1000, sku="A-1"), line(1000, sku="B-1"), line(1000, sku="C-1"),
        voucher=code(kind="amount", percent=0, amount_minor=500),
    )  # fmt: skip

    assert [found.off(sku) for sku in ("A-1", "B-1", "C-1")] == [167, 167, 166]


def test_an_amount_larger_than_the_basket_takes_the_basket() -> None:
    found = deal(line(575), voucher=code(kind="amount", percent=0, amount_minor=1000))

    assert found.discount_minor == 575


def test_of_three_pieces_the_cheapest_is_free() -> None:
    two_and_one = code(kind="buy-x-get-y", percent=0, buy=2, get=1)

    found = deal(line(975, 2, sku="BAMBU-200"), line(575, 1, sku="BAMBU-100"), voucher=two_and_one)

    assert found.given[0].by_sku == (("BAMBU-100", 575),)


def test_a_medicine_is_neither_given_away_nor_counted() -> None:
    two_and_one = code(kind="buy-x-get-y", percent=0, buy=2, get=1)

    alone = deal(line(550, 3, sku="DORM-15", is_medicine=True), voucher=two_and_one)
    beside = deal(line(550, 1, sku="DORM-15", is_medicine=True), line(575, 2), voucher=two_and_one)

    assert (alone.given, alone.refusal) == ((), NO_GIFT)
    assert beside.given == ()
    assert beside.refusal == f"This code works from 3 pieces of what it is for. {NO_GIFT}"


@pytest.mark.parametrize(
    "offer",
    [code(percent=90), code(kind="amount", percent=0, amount_minor=5_000)],
)
def test_a_medicine_keeps_half_of_its_price(offer: Terms) -> None:
    assert deal(line(1151, sku="DORM-15", is_medicine=True), voucher=offer).discount_minor == 575


@pytest.mark.parametrize(
    ("offer", "words"),
    [
        (code(starts_on=date(2026, 12, 1)), "This code can be used from 1 December 2026."),
        (code(ends_on=date(2026, 11, 24)), "This code could be used until 24 November 2026."),
        (code(stopped=True), "This code can't be used any more."),
        (code(products=frozenset({"atrosan"})), "This code isn't for anything in your basket."),
        (
            code(minimum_minor=2_000),
            "This code works from £20.00. Add goods for £8.50 more, then enter it again.",
        ),
        (
            code(minimum_minor=2_000, needs=frozenset({"sleep"})),
            "This code works from £20.00 of what it is for. Add £8.50 more, then enter it again.",
        ),
    ],
)
def test_a_code_that_gives_nothing_says_why(offer: Terms, words: str) -> None:
    found = deal(line(1150, needs=frozenset({"sleep"})), voucher=offer)

    assert (found.given, found.refusal) == ((), words)


def test_the_first_and_the_last_day_count() -> None:
    found = deal(line(1000), voucher=code(starts_on=TODAY, ends_on=TODAY))

    assert (found.discount_minor, found.refusal) == (100, None)


def test_the_best_offer_for_everybody_and_one_code_go_together() -> None:
    five, ten = terms(slug="five", percent=5), terms(slug="ten")

    found = deal(line(1000), automatic=(five, ten), voucher=code(percent=10))

    assert [(each.slug, each.goods_minor) for each in found.given] == [("ten", 100), ("code", 90)]


def test_free_delivery_pays_for_the_delivery_and_for_nothing_else() -> None:
    free = code(kind="free-delivery", percent=0)

    assert (deal(line(1000), voucher=free).delivery_minor, deal(line(1000), voucher=free).discount_minor) == (
        350,
        0,
    )
    assert deal(line(1000), voucher=free, delivery_minor=0).refusal == (
        "This code pays for the first way of delivery. That is free already, or you chose another way."
    )


OFFERS = st.builds(
    Terms,
    slug=st.sampled_from(["a", "b", "c"]),
    label=st.just("x"),
    kind=st.sampled_from(["percentage", "amount", "buy-x-get-y", "free-delivery"]),
    code=st.just("CODE"),
    percent=st.integers(1, 100),
    amount_minor=st.integers(1, 30_000),
    buy=st.integers(1, 4),
    get=st.integers(1, 4),
    minimum_minor=st.integers(0, 5_000),
)
SKUS = ["A-1", "B-1", "C-1", "D-1", "E-1"]
LINES = st.lists(
    st.builds(
        line, st.integers(1, 20_000), st.integers(1, 99), sku=st.sampled_from(SKUS), is_medicine=st.booleans()
    ),
    min_size=1,
    unique_by=lambda each: each.sku,
)


@given(lines=LINES, voucher=OFFERS, automatic=OFFERS)
@example(lines=[line(2390, 10)], voucher=code(percent=25), automatic=terms(percent=1, minimum_minor=10**9))
@example(lines=[line(1, 1, is_medicine=True)], voucher=code(percent=50), automatic=terms(percent=50))
@example(lines=[line(399, 25), line(1999, 1, sku="B-1")], voucher=code(), automatic=terms(percent=33))
def test_no_line_costs_less_than_nothing_and_a_medicine_at_least_half(
    lines: list[Line], voucher: Terms, automatic: Terms
) -> None:
    found = deal(*lines, voucher=voucher, automatic=(automatic,))

    assert sum(found.off(each.sku) for each in lines) == found.discount_minor
    for each in lines:
        assert 0 <= found.off(each.sku) <= each.line_minor
        if each.is_medicine:
            assert 2 * found.off(each.sku) <= each.line_minor
        charged = each.line_minor - found.off(each.sku)
        assert 0 <= Money(charged).vat_included(20).minor <= charged
    assert 0 <= found.delivery_minor <= 350


@given(lines=LINES, voucher=OFFERS, automatic=st.lists(OFFERS, max_size=3))
def test_the_order_of_lines_and_offers_changes_nothing(
    lines: list[Line], voucher: Terms, automatic: list[Terms]
) -> None:
    named = tuple(terms(slug=f"o{n}", percent=each.percent) for n, each in enumerate(automatic))

    there = deal(*lines, voucher=voucher, automatic=named)

    assert deal(*lines[::-1], voucher=voucher, automatic=named[::-1]) == there


@given(lines=LINES, percent=st.integers(1, 99))
def test_a_higher_percentage_never_takes_less(lines: list[Line], percent: int) -> None:
    less, more = (deal(*lines, voucher=code(percent=each)).discount_minor for each in (percent, percent + 1))

    assert less <= more


@given(
    total=st.integers(0, 10**7),
    weights=st.dictionaries(st.text(max_size=3), st.integers(1, 10**6), min_size=1),
)
def test_shares_add_up_and_none_is_off_by_a_penny(total: int, weights: dict[str, int]) -> None:
    shares = split(total, weights)

    assert sum(shares.values()) == total
    whole = sum(weights.values())
    assert all(abs(shares[key] * whole - total * weight) < whole for key, weight in weights.items())
