"""What people of the shop do at the terminal: each refusal is one clear line, and nothing is half done."""

from datetime import timedelta

import pytest
from flask import Flask

from shop import clock
from shop.orders.cancelling import cancellations_of
from shop.payments.books import check_books
from shop.payments.refund_models import Refund
from tests.orders.factories import COFFEE, TABLETS, set_stock, stock
from tests.payments.factories import at_the_payment_page, how_many, mails, order_of, paid, standing
from tests.payments.fake_gateway import FakeGateway


def said(app: Flask, words: str, *more: str) -> str:
    """What `flask orders …` printed, its exit code first when it isn't 0."""
    done = app.test_cli_runner().invoke(args=["orders", *words.split(), *more])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output.strip() if done.exit_code == 0 else f"{done.exit_code} {done.output.strip()}"


def test_a_sale_goes_out_of_the_door_and_the_shopper_is_told_once(
    app: Flask, paid_through: FakeGateway
) -> None:
    placed = paid(paid_through, clock.now())

    assert said(app, "pack SR-100001") == "SR-100001 is packed."
    assert said(app, "dispatch 100001 --carrier Tracked --tracking AB123GB") == "SR-100001 is dispatched."
    assert said(app, "deliver sr-100001") == "SR-100001 is delivered."

    assert mails()[1:] == [f"order:{order_of(placed).id}:dispatch"]
    page = app.test_client().get(f"/orders/{placed.secret}").text
    assert "with Tracked, tracking code AB123GB" in page
    shown = said(app, "show 100001")
    assert "AB123GB" in shown
    assert "payment 1  confirmed  £15.00 came in, £15.00 is left" in shown


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("pack SR-999999", "1 Error: Check that you copied the whole address"),
        ("pack nonsense", "'nonsense' is not an order number such as SR-100001."),
        ("dispatch 100001", "1 Error: An order that is paid can't become dispatched."),
        ("refund 100001 --line X --why y", "write SKU=QTY, such as ATROSAN-30=2"),
        ("refund 100001 --line ATROSAN-30=2 --why y", "2 of ATROSAN-30 can't go back: 1 of 1 are left."),
        ("refund 100001 --payment 99 --why y", "1 Error: "),
        ("refund 100001", "Missing option '--why'"),
        ("return 100001 --why y", "SR-100001 never left the shop."),
        ("resolve 100001 --why y", "1 Error: An order that is paid can't become paid."),
        ("list --status lost", "'lost' is not one of"),
    ],
)
def test_what_can_not_be_done_is_one_clear_line_and_nothing_happens(
    words: str, answer: str, app: Flask, paid_through: FakeGateway
) -> None:
    placed = paid(paid_through, clock.now())

    assert answer in said(app, words)
    assert (standing(placed), how_many(Refund)) == (("confirmed", "paid", "taken"), 0)


def test_cancelling_a_paid_order_pays_back_and_puts_its_goods_on_the_shelf(
    app: Flask, paid_through: FakeGateway
) -> None:
    set_stock("ATROSAN-30", 5)
    placed = paid(paid_through, clock.now())

    told = said(app, "cancel 100001 --why", "the shopper rang")

    assert told == "SR-100001 is cancelled. 1 refunds.\nRefund 1: £15.00, succeeded."
    assert standing(placed) == ("refunded", "cancelled", "released")
    assert stock("ATROSAN-30") == (5, 0)
    assert check_books() == []
    assert "refund 1  succeeded  £15.00  the shopper rang" in said(app, "show 100001")
    assert said(app, "list --status cancelled").startswith("SR-100001  cancelled")


def test_cancelling_an_unpaid_order_closes_its_page(app: Flask, paid_through: FakeGateway) -> None:
    placed = at_the_payment_page(gateway=paid_through, now=clock.now())

    assert said(app, "cancel 100001 --why asked") == "SR-100001 is cancelled. 0 refunds."
    assert standing(placed) == ("cancelled", "cancelled", "released")


def test_goods_come_back_are_noted_and_their_money_is_due_in_14_days(
    app: Flask, paid_through: FakeGateway
) -> None:
    set_stock("BAMBU-100", 7)
    placed = paid(paid_through, clock.now(), TABLETS, COFFEE)
    said(app, "pack 100001")
    said(app, "dispatch 100001")
    assert "noted" in said(app, "return 100001 --requested --why rang")
    assert "waiting for the goods" in said(app, "list --due")

    refused = said(app, "return 100001 --restock --why came")
    assert "ATROSAN-30 was out of the shop" in refused
    assert cancellations_of(order_of(placed).id)[0].received_at is None
    said(app, "return 100001 --line BAMBU-100=2 --restock --why came")
    received = said(app, "return 100001 --why came")

    due = f"{clock.now() + timedelta(days=14):%Y-%m-%d}"
    assert f"by {due}" in received
    assert f"pay back by {due}" in said(app, "list --due")
    assert stock("BAMBU-100") == (7, 0)
    assert said(app, "refund 100001 --why returned") == "Refund 1: £26.50, succeeded."
    assert said(app, "list --due") == ""
    assert stock("BAMBU-100") == (7, 0)
    assert standing(placed)[:2] == ("refunded", "dispatched")
    assert check_books() == []


def test_a_cancelled_order_is_not_packed_before_that_is_settled(
    app: Flask, paid_through: FakeGateway
) -> None:
    placed = paid(paid_through, clock.now())
    said(app, "return 100001 --requested --why rang")

    assert "were cancelled on" in said(app, "pack 100001")
    assert standing(placed)[1] == "paid"


def test_a_refund_while_the_provider_is_down_is_written_down_and_sent_later(
    app: Flask, paid_through: FakeGateway
) -> None:
    placed = paid(paid_through, clock.now())
    paid_through.is_down = True

    told = said(app, "refund 100001 --line ATROSAN-30=1 --why broken")

    assert told.endswith("Refund 1: £11.50, created.")
    assert standing(placed)[0] == "confirmed"


def test_a_flagged_order_goes_on_where_it_stood(app: Flask, paid_through: FakeGateway) -> None:
    placed = paid(paid_through, clock.now())
    said(app, "pack 100001")
    said(app, "dispatch 100001")
    paid_through.refuses_refunds = True
    assert "The provider said no" in said(app, "refund 100001 --why broken")
    assert standing(placed)[1] == "needs_attention"

    assert said(app, "resolve 100001 --why", "paid by bank transfer") == "SR-100001 is dispatched."
