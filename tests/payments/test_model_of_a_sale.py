"""Random sequences of buyer, staff, provider and clock against a plain model of where the money is."""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from shop.db import db
from shop.errors import Refusal
from shop.payments.books import check_books, check_with_provider
from shop.payments.cancelling import cancel_order
from shop.payments.gateway_values import GatewayUnavailable
from shop.payments.left import money_left
from shop.payments.reconcile import due_work
from shop.payments.refund_sending import send_refund
from shop.payments.refunds import Wanted, ask_refund
from shop.payments.settling import expire, settle
from tests import databases
from tests.orders.factories import TABLETS, line, set_stock, stock
from tests.payments.factories import Placed, at_the_payment_page, order_of, payment_of, session_of
from tests.payments.fake_gateway import FakeGateway

SKU = "ATROSAN-30"
START = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


class Sales(RuleBasedStateMachine):
    """The model: who paid at the provider, and how much the provider gave back of it."""

    template: Path
    orders = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        # A shop of its own for each sequence: what is kept is never deleted.
        self.folder = TemporaryDirectory()
        databases.copy_of(self.template, Path(self.folder.name))
        app = databases.application(databases.settings_for(Path(self.folder.name)))
        self.context = app.app_context()
        self.context.push()
        self.numbers = count(1)
        self.now = START
        self.gateway = FakeGateway()
        self.sold: list[Placed] = []
        set_stock(SKU, 6)

    @rule(target=orders, quantity=st.integers(1, 3))
    def buys(self, quantity: int) -> object:
        try:
            number = next(self.numbers)
            placed = at_the_payment_page(
                line(TABLETS, quantity=quantity, discount_minor=7 * (quantity - 1)),
                gateway=self.gateway,
                now=self.now,
                attempt=f"{number:032}",
            )
        except (Refusal, GatewayUnavailable):
            return multiple()
        self.sold.append(placed)
        return placed

    @rule(placed=orders)
    def pays(self, placed: Placed) -> None:
        if self.gateway.sessions[session_of(placed)].status == "open":
            self.gateway.pays(session_of(placed))

    @rule(placed=orders)
    def comes_back(self, placed: Placed) -> None:
        settle(payment_id=placed.payment_id, gateway=self.gateway, now=self.now)

    @rule(placed=orders)
    def goes_back(self, placed: Placed) -> None:
        expire(payment_id=placed.payment_id, gateway=self.gateway, now=self.now, why="went back")

    @rule(placed=orders, packs=st.integers(0, 3), delivery=st.booleans(), restock=st.booleans())
    def staff_refunds(self, placed: Placed, packs: int, delivery: bool, restock: bool) -> None:
        wanted = Wanted(packs={SKU: packs} if packs else {}, delivery=delivery, restock=restock)
        order_id = order_of(placed).id
        try:
            refund_id = ask_refund(order_id=order_id, wanted=wanted, why="a test", now=self.now)
        except Refusal:
            return
        send_refund(refund_id=refund_id, gateway=self.gateway, now=self.now)

    @rule(placed=orders)
    def staff_cancels(self, placed: Placed) -> None:
        order_id = order_of(placed).id
        try:
            cancel_order(order_id=order_id, gateway=self.gateway, restock=True, why="a test", now=self.now)
        except Refusal:
            return

    @rule(placed=orders, pence=st.integers(1, 2000))
    def dashboard_refunds(self, placed: Placed, pence: int) -> None:
        state = self.gateway.fetch_checkout(session_of(placed))
        if state.payment_status == "paid" and pence <= state.amount_minor - state.refunded_minor:
            self.gateway.gives_back(session_of(placed), pence)

    @rule()
    def refunds_fail(self) -> None:
        self.gateway.settles_refunds("failed")

    @rule(minutes=st.integers(1, 40))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        due_work(self.gateway, self.now)

    @invariant()
    def the_shelf_never_promises_more_than_there_is(self) -> None:
        on_hand, reserved = stock(SKU)
        assert 0 <= reserved <= on_hand

    def teardown(self) -> None:
        try:
            self.everybody_goes_home()
        finally:
            db.session.remove()
            db.engine.dispose()
            self.context.pop()
            self.folder.cleanup()

    def everybody_goes_home(self) -> None:
        """All is settled: then shop and provider hold the same pennies."""
        self.now += timedelta(days=1)
        for placed in self.sold:
            expire(payment_id=placed.payment_id, gateway=self.gateway, now=self.now, why="the end")
            settle(payment_id=placed.payment_id, gateway=self.gateway, now=self.now)
        for placed in self.sold:
            state = self.gateway.fetch_checkout(session_of(placed))
            paid = state.amount_minor if state.payment_status == "paid" else 0
            order = order_of(placed)
            assert money_left(payment_of(placed)) == paid - state.refunded_minor
            assert order.paid_at is not None or paid == 0 or order.attention
        assert stock(SKU)[1] == 0
        assert check_books() == []
        assert check_with_provider(self.gateway) == []


def test_whatever_happens_in_whatever_order_the_pennies_agree(migrated_database: Path) -> None:
    run_state_machine_as_test(
        type("SalesHere", (Sales,), {"template": migrated_database}),
        settings=settings(
            max_examples=12,
            stateful_step_count=12,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
