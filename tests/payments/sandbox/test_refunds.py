"""Money back: all of it, some of it, never more than came in."""

import pytest
import stripe

from tests.payments.sandbox.running import RunningSandbox, order_parameters


@pytest.fixture
def intent(library: stripe.StripeClient, sandbox: RunningSandbox) -> str:
    """A payment of £26.45 that succeeded."""
    session = library.v1.checkout.sessions.create(params=order_parameters())
    sandbox.press(session.url, choice="pay")
    return library.v1.checkout.sessions.retrieve(session.id).payment_intent


def test_a_paid_order_has_an_intent_and_a_charge(library: stripe.StripeClient, intent: str) -> None:
    paid = library.v1.payment_intents.retrieve(intent, params={"expand": ["latest_charge"]})

    assert (paid.status, paid.amount, paid.amount_received, paid.currency) == ("succeeded", 2645, 2645, "gbp")
    assert (paid.latest_charge.status, paid.latest_charge.paid) == ("succeeded", True)
    assert library.v1.charges.retrieve(paid.latest_charge.id).amount == 2645
    assert [found.id for found in library.v1.payment_intents.list().data] == [intent]


def test_all_of_it_goes_back_once(library: stripe.StripeClient, intent: str) -> None:
    refund = library.v1.refunds.create(params={"payment_intent": intent, "metadata": {"line": "all"}})

    assert (refund.status, refund.amount, refund.metadata.to_dict()) == ("succeeded", 2645, {"line": "all"})
    with pytest.raises(stripe.InvalidRequestError) as caught:
        library.v1.refunds.create(params={"payment_intent": intent})
    assert caught.value.code == "charge_already_refunded"
    assert library.v1.charges.retrieve(refund.charge).refunded is True
    assert [event.type for event in library.v1.events.list(params={"limit": 2}).data] == [
        "charge.refunded",
        "refund.created",
    ]


def test_part_of_it_goes_back_and_never_more_than_is_left(library: stripe.StripeClient, intent: str) -> None:
    first = library.v1.refunds.create(params={"payment_intent": intent, "amount": 1150})

    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount"):
        library.v1.refunds.create(params={"payment_intent": intent, "amount": 1496})
    charge = library.v1.charges.retrieve(first.charge)
    assert (charge.amount_refunded, charge.refunded) == (1150, False)
    rest = library.v1.refunds.create(params={"charge": first.charge, "amount": 1495})
    assert [found.id for found in library.v1.refunds.list(params={"payment_intent": intent}).data] == [
        rest.id,
        first.id,
    ]
    assert library.v1.refunds.retrieve(first.id).to_dict() == first.to_dict()


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_or_less_can_not_go_back(library: stripe.StripeClient, intent: str, amount: int) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        library.v1.refunds.create(params={"payment_intent": intent, "amount": amount})

    assert library.v1.refunds.list().data == []


def test_a_refund_says_of_what(library: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        library.v1.refunds.create(params={"amount": 5})

    assert caught.value.code == "parameter_missing"


def test_what_was_not_paid_can_not_be_refunded(library: stripe.StripeClient, sandbox: RunningSandbox) -> None:
    session = library.v1.checkout.sessions.create(params=order_parameters())
    sandbox.press(session.url, choice="decline")
    intent = library.v1.checkout.sessions.retrieve(session.id).payment_intent

    with pytest.raises(stripe.InvalidRequestError, match="does not have a successful charge"):
        library.v1.refunds.create(params={"payment_intent": intent})


def test_the_same_key_refunds_once(library: stripe.StripeClient, intent: str) -> None:
    def refund() -> str:
        return library.v1.refunds.create(
            params={"payment_intent": intent, "amount": 500}, options={"idempotency_key": "refund-1"}
        ).id

    assert refund() == refund()
    assert len(library.v1.refunds.list().data) == 1


@pytest.mark.parametrize(
    ("outcome", "status", "given_back"), [("succeed", "succeeded", 500), ("fail", "failed", 0)]
)
def test_a_pending_refund_is_settled_by_hand(
    library: stripe.StripeClient,
    sandbox: RunningSandbox,
    intent: str,
    outcome: str,
    status: str,
    given_back: int,
) -> None:
    sandbox.switch(refund_pending=1)
    refund = library.v1.refunds.create(params={"payment_intent": intent, "amount": 500})
    assert (refund.status, sandbox.state()["pending_refunds"]) == ("pending", [refund.id])

    sandbox.press(f"{sandbox.url}/control/refunds/{refund.id}", outcome=outcome)

    assert library.v1.refunds.retrieve(refund.id).status == status
    assert library.v1.charges.retrieve(refund.charge).amount_refunded == given_back
    assert library.v1.events.list(params={"limit": 1}).data[0].type == "refund.updated"
    assert sandbox.press(f"{sandbox.url}/control/refunds/{refund.id}", outcome=outcome).status_code == 404
