"""Each bug that took or lost money in another shop, and the test here that would see it."""

import ast

import pytest

from shop.settings import ROOT

BUGS = {
    "return page and webhook at once (pretix #1233, medusa #13301)": (
        "payments/test_races.py::test_webhook_return_page_and_reconciliation_at_once_settle_once"
    ),
    "return page first (pretix #1166)": (
        "payments/test_through_the_sandbox.py"
        "::test_the_return_page_first_and_doubled_webhooks_after_it_mail_once"
    ),
    "two payments started for one order (saleor #19220)": (
        "payments/test_walls.py::test_an_order_never_has_two_open_payments"
    ),
    "one of two payments refunded (pretix #343)": (
        "payments/test_refunds_at_the_provider.py::test_of_two_payments_the_one_too_many_goes_back_by_no_name"
    ),
    "paid but sold out meanwhile (pretix #74)": (
        "payments/test_expire.py::test_late_money_for_goods_that_are_sold_out_is_noted_and_flagged"
    ),
    "lost webhook (pretix #2629, saleor #10925)": (
        "payments/test_reconcile.py::test_a_lost_webhook_is_made_up_for_after_a_minute"
    ),
    "charged, but the order was never written (django-oscar #4246)": (
        "payments/test_faults.py::test_after_twenty_kills_and_reconciliation_everything_agrees"
    ),
    "the last unit and many shoppers (openfoodnetwork #3925, oscar #4524)": (
        "orders/test_last_units_race.py::test_twenty_orders_for_the_last_boxes_become_as_many_as_there_are"
    ),
    "an old page expires under a paid order (woocommerce-gateway-stripe #5812)": (
        "payments/test_expire.py::test_an_old_page_that_expires_does_not_touch_the_paid_order"
    ),
    "expire on a completed session (PayumStripePlugin #70)": (
        "payments/test_expire.py::test_a_session_that_was_paid_meanwhile_is_settled_instead"
    ),
    "receipts twice (makeradmin #666)": (
        "payments/test_webhook.py::test_a_doubled_message_is_kept_once_and_mails_once"
    ),
    "the basket changed in a second tab while paying": (
        "checkout/test_order_and_pay.py"
        "::test_pressing_again_after_the_basket_changed_in_another_tab_still_pays_for_what_was_ordered"
    ),
    "the mail server down while paying": (
        "mail/test_sending.py::test_a_mail_written_while_the_server_is_down_goes_out_when_it_is_up"
    ),
    "a cheap basket for a dear order (evershop #1025)": (
        "checkout/test_order_and_pay.py::test_a_cheap_total_sent_with_a_dear_basket_orders_nothing"
    ),
    "stolen cards tried by robots (gateway-stripe #918)": (
        "checkout/test_too_many_unpaid.py"
        "::test_a_sixth_unpaid_order_for_one_email_is_refused_and_nothing_is_written"
    ),
    "the same line twice in one basket (oscar #2637)": (
        "basket/test_basket.py::test_the_same_pack_twice_is_one_line_of_both"
    ),
    "partial refunds a penny off (WooCommerce #64668)": (
        "payments/test_refunds.py::test_ten_packs_at_a_discount_go_back_one_by_one_to_the_penny"
    ),
    "a voucher used once too often (oscar #2101)": (
        "offers/test_slots_race.py::test_the_unique_slot_goes_to_as_many_as_there_are"
    ),
}


@pytest.mark.parametrize("bug", BUGS)
def test_the_bug_has_its_test(bug: str) -> None:
    file, _, name = BUGS[bug].partition("::")

    tree = ast.parse((ROOT / "tests" / file).read_text())

    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
