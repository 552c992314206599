"""Webhooks reach the shop signed, in order, and again until the shop says it has them."""

import json
import threading

import pytest
import stripe

from shop.payments.sandbox.delivery import MOST_TRIES, WAITS, Courier, signature
from tests.payments.sandbox.running import SECRET, Clock, RunningSandbox, ShopWebhook, order_parameters

PAID = [
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
]


@pytest.fixture
def paid(library: stripe.StripeClient, sandbox: RunningSandbox) -> str:
    session = library.v1.checkout.sessions.create(params=order_parameters())
    sandbox.press(session.url, choice="pay")
    return session.id


def expired(library: stripe.StripeClient) -> str:
    session = library.v1.checkout.sessions.create(params=order_parameters())
    return library.v1.checkout.sessions.expire(session.id).id


def test_every_event_is_posted_once_and_in_order(
    sandbox: RunningSandbox, shop_webhook: ShopWebhook, library: stripe.StripeClient, paid: str
) -> None:
    assert sandbox.deliver() == 4

    assert shop_webhook.types == PAID
    assert sandbox.deliver() == 0
    event = json.loads(shop_webhook.received[3][0])
    assert (event["object"], event["livemode"], event["data"]["object"]["id"]) == ("event", False, paid)
    assert event["data"]["object"]["payment_status"] == "paid"
    assert library.v1.events.retrieve(event["id"]).pending_webhooks == 0
    assert sandbox.state()["webhooks"] == {"waiting": 0, "sending": 0, "delivered": 4, "failed": 0}


def test_the_library_accepts_the_signature(
    sandbox: RunningSandbox, shop_webhook: ShopWebhook, clock: Clock, paid: str
) -> None:
    sandbox.deliver()

    for body, header in shop_webhook.received:
        assert stripe.WebhookSignature.verify_header(body, header, SECRET)
        assert header.startswith(f"t={int(clock.instant.timestamp())},v1=")
    assert signature(b"{}", SECRET, 5) == stripe.WebhookSignature.generate_signature_header("{}", SECRET, 5)


@pytest.mark.parametrize("answer", [500, 404, 302])
def test_what_the_shop_does_not_accept_is_posted_again_later(
    sandbox: RunningSandbox,
    shop_webhook: ShopWebhook,
    clock: Clock,
    library: stripe.StripeClient,
    answer: int,
) -> None:
    expired(library)
    shop_webhook.answers = [answer, answer]

    assert (sandbox.deliver(), sandbox.deliver()) == (1, 0)
    clock.advance(seconds=WAITS[0])
    assert (sandbox.deliver(), sandbox.deliver()) == (1, 0)
    clock.advance(seconds=WAITS[1] - 1)
    assert sandbox.deliver() == 0
    clock.advance(seconds=1)
    assert sandbox.deliver() == 1

    assert shop_webhook.types == ["checkout.session.expired"] * 3
    assert len({json.loads(body)["id"] for body, _ in shop_webhook.received}) == 1
    assert len({header for _, header in shop_webhook.received}) == 3
    assert sandbox.state()["webhooks"]["delivered"] == 1


def test_after_fifteen_tries_the_sandbox_gives_up_until_asked(
    sandbox: RunningSandbox, shop_webhook: ShopWebhook, clock: Clock, library: stripe.StripeClient
) -> None:
    expired(library)
    shop_webhook.answers = [500] * MOST_TRIES

    for _ in range(MOST_TRIES + 3):
        sandbox.deliver()
        clock.advance(hours=1)

    assert MOST_TRIES == 15
    assert len(shop_webhook.received) == 15
    assert sandbox.state()["webhooks"]["failed"] == 1
    event = library.v1.events.list().data[0]
    assert event.pending_webhooks == 0
    sandbox.press(f"{sandbox.url}/control/events/{event.id}/resend")
    assert sandbox.deliver() == 1
    assert sandbox.press(f"{sandbox.url}/control/events/evt_none/resend").status_code == 404


def test_a_shop_that_is_not_there_is_tried_again(
    sandbox: RunningSandbox, shop_webhook: ShopWebhook, clock: Clock, library: stripe.StripeClient
) -> None:
    expired(library)
    desk = sandbox.app.extensions["payment_sandbox"]

    def nobody(url: str, body: bytes, headers: dict[str, str]) -> int:
        raise ConnectionRefusedError

    assert Courier(desk.store, desk.settings, clock, post=nobody).deliver_due() == 1
    clock.advance(seconds=1)
    assert sandbox.deliver() == 1
    assert shop_webhook.types == ["checkout.session.expired"]


def test_a_restart_loses_no_webhook(
    sandbox: RunningSandbox, shop_webhook: ShopWebhook, library: stripe.StripeClient
) -> None:
    expired(library)

    sandbox.stop()
    sandbox.start()

    assert sandbox.deliver() == 1
    assert shop_webhook.types == ["checkout.session.expired"]


def test_what_a_dead_process_was_sending_is_sent_again(
    sandbox: RunningSandbox, shop_webhook: ShopWebhook, clock: Clock, library: stripe.StripeClient
) -> None:
    expired(library)
    courier = sandbox.app.extensions["payment_sandbox"].courier
    assert courier._claim() is not None

    assert sandbox.deliver() == 0
    clock.advance(seconds=60)
    assert sandbox.deliver() == 1


def test_several_couriers_never_post_the_same_thing_twice(
    sandbox: RunningSandbox, shop_webhook: ShopWebhook, clock: Clock, library: stripe.StripeClient
) -> None:
    for _ in range(6):
        expired(library)
    desk = sandbox.app.extensions["payment_sandbox"]
    couriers = [Courier(desk.store, desk.settings, clock) for _ in range(4)]
    threads = [threading.Thread(target=courier.deliver_due) for courier in couriers]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(shop_webhook.received) == 6
    assert len({json.loads(body)["id"] for body, _ in shop_webhook.received}) == 6


def test_webhooks_can_be_withheld_and_released(
    sandbox: RunningSandbox, shop_webhook: ShopWebhook, paid: str
) -> None:
    sandbox.switch(webhooks_withheld=1)
    assert sandbox.deliver() == 0

    sandbox.switch(webhooks_withheld=0)

    assert sandbox.deliver() == 4
    assert shop_webhook.types == PAID


def test_webhooks_can_come_twice(
    sandbox: RunningSandbox, shop_webhook: ShopWebhook, library: stripe.StripeClient
) -> None:
    sandbox.switch(webhooks_doubled=1)
    expired(library)

    assert sandbox.deliver() == 2

    first, second = (json.loads(body)["id"] for body, _ in shop_webhook.received)
    assert first == second


def test_webhooks_can_come_in_the_wrong_order(
    sandbox: RunningSandbox, shop_webhook: ShopWebhook, paid: str
) -> None:
    sandbox.switch(webhooks_reordered=1)

    sandbox.deliver()

    assert shop_webhook.types == PAID[::-1]


def test_the_background_thread_delivers_and_stops(
    sandbox: RunningSandbox, shop_webhook: ShopWebhook, clock: Clock, library: stripe.StripeClient
) -> None:
    session = library.v1.checkout.sessions.create(params=order_parameters())
    clock.advance(minutes=31)
    desk = sandbox.app.extensions["payment_sandbox"]
    arrived = threading.Event()

    def post(url: str, body: bytes, headers: dict[str, str]) -> int:
        arrived.set()
        return 200

    courier = Courier(desk.store, desk.settings, clock, post=post)
    courier.start()

    assert arrived.wait(10)
    courier.stop()
    assert library.v1.checkout.sessions.retrieve(session.id).status == "expired"
    assert library.v1.events.list().data[0].type == "checkout.session.expired"
