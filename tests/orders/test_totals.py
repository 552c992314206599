import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.orders.totals import Goods, VatShare, add_up, share_delivery


def goods(unit_minor: int, quantity: int = 1, vat_rate: int = 20, discount_minor: int = 0) -> Goods:
    return Goods(unit_minor=unit_minor, quantity=quantity, vat_rate=vat_rate, discount_minor=discount_minor)


@st.composite
def any_goods(draw: st.DrawFn) -> Goods:
    unit, quantity = draw(st.integers(0, 20_000)), draw(st.integers(1, 99))
    return goods(unit, quantity, draw(st.sampled_from([0, 5, 20])), draw(st.integers(0, unit * quantity)))


ORDERS = st.lists(any_goods(), min_size=1, max_size=20)


def test_one_line_and_delivery_add_up_with_the_vat_inside() -> None:
    totals = add_up([goods(1150)], delivery_minor=350)

    assert totals.goods_minor == 1150
    assert totals.total_minor == 1500
    assert totals.delivery_vat_minor == 58
    assert totals.vat_minor == 192 + 58
    assert totals.by_rate == (VatShare(20, 1500, 250),)


def test_delivery_follows_the_goods_in_a_mixed_basket() -> None:
    totals = add_up([goods(1150), goods(575, 2, vat_rate=0)], delivery_minor=350)

    assert share_delivery([goods(1150), goods(575, 2, vat_rate=0)], 350) == {20: 175, 0: 175}
    assert totals.by_rate == (VatShare(20, 1325, 192 + 29), VatShare(0, 1325, 0))
    assert totals.total_minor == 2650


def test_delivery_with_food_alone_has_no_vat() -> None:
    totals = add_up([goods(575, vat_rate=0)], delivery_minor=350)

    assert totals.delivery_vat_minor == 0
    assert totals.vat_minor == 0


def test_the_odd_penny_goes_where_the_share_was_cut_most() -> None:
    lines = [goods(100, vat_rate=20), goods(200, vat_rate=0)]

    assert share_delivery(lines, 100) == {20: 33, 0: 67}


def test_the_odd_penny_goes_to_the_higher_rate_when_shares_tie() -> None:
    assert share_delivery([goods(100, vat_rate=0), goods(100, vat_rate=20)], 351) == {20: 176, 0: 175}


def test_goods_given_away_still_share_the_delivery() -> None:
    lines = [goods(100, vat_rate=20, discount_minor=100), goods(100, vat_rate=0, discount_minor=100)]

    assert share_delivery(lines, 350) == {20: 175, 0: 175}


def test_vat_is_rounded_once_for_a_line_and_not_for_each_piece() -> None:
    # HMRC's fraction of 10 x £0.33 is £0.55; ten times the rounded VAT of one would be £0.60.
    assert goods(33, 10).vat_minor == 55


def test_ten_bottles_at_a_quarter_off_come_to_179_pounds_25() -> None:
    # WooCommerce #64668 refunds £179.26 for this order.
    totals = add_up([goods(2390, 10, discount_minor=5975)], delivery_minor=0)

    assert totals.total_minor == 17_925
    assert totals.vat_minor == 2988


def test_an_order_without_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one line"):
        add_up([], delivery_minor=350)


@pytest.mark.parametrize("discount", [-1, 1151])
def test_a_discount_beyond_its_line_is_refused(discount: int) -> None:
    with pytest.raises(ValueError, match="discount"):
        goods(1150, discount_minor=discount)


@given(lines=ORDERS, delivery=st.integers(0, 2_000))
def test_lines_and_delivery_less_discount_are_the_total(lines: list[Goods], delivery: int) -> None:
    totals = add_up(lines, delivery_minor=delivery)

    assert (
        totals.total_minor
        == sum(x.line_minor for x in lines) - sum(x.discount_minor for x in lines) + delivery
    )
    assert totals.goods_minor - totals.discount_minor + totals.delivery_minor == totals.total_minor


@given(lines=ORDERS, delivery=st.integers(0, 2_000))
def test_the_shares_of_the_rates_add_up_to_the_total_and_its_vat(lines: list[Goods], delivery: int) -> None:
    totals = add_up(lines, delivery_minor=delivery)

    assert sum(share.gross_minor for share in totals.by_rate) == totals.total_minor
    assert sum(share.vat_minor for share in totals.by_rate) == totals.vat_minor
    assert totals.vat_minor == sum(x.vat_minor for x in lines) + totals.delivery_vat_minor
    assert all(0 <= share.vat_minor <= share.gross_minor for share in totals.by_rate)
    assert all(share.vat_minor == 0 for share in totals.by_rate if share.rate == 0)


@given(lines=ORDERS, delivery=st.integers(0, 2_000))
def test_delivery_is_shared_to_the_penny_and_no_share_is_off_by_more(
    lines: list[Goods], delivery: int
) -> None:
    shares = share_delivery(lines, delivery)

    assert sum(shares.values()) == delivery
    charged = sum(x.charged_minor for x in lines)
    if charged:
        for rate, share in shares.items():
            exact = delivery * sum(x.charged_minor for x in lines if x.vat_rate == rate)
            assert abs(share * charged - exact) < charged


@given(lines=ORDERS, delivery=st.integers(0, 2_000))
def test_the_order_of_the_lines_changes_nothing(lines: list[Goods], delivery: int) -> None:
    assert add_up(lines[::-1], delivery_minor=delivery) == add_up(lines, delivery_minor=delivery)
