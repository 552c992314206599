"""One key, one piece of work, one answer: whatever goes wrong on the way."""

import threading
from collections.abc import Callable

import pytest
import requests
import stripe

from tests.payments.sandbox.running import Clock, RunningSandbox, order_parameters

FORM = {
    "mode": "payment",
    "success_url": "http://shop.example/thanks",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "gbp",
    "line_items[0][price_data][unit_amount]": "1150",
    "line_items[0][price_data][product_data][name]": "Tea",
}
KEYED = {"Idempotency-Key": "order-1"}


def sessions(sandbox: RunningSandbox) -> int:
    return len(sandbox.api("GET", "/v1/checkout/sessions").json()["data"])


def create(sandbox: RunningSandbox, **changes: str) -> requests.Response:
    return sandbox.api("POST", "/v1/checkout/sessions", data={**FORM, **changes}, headers=KEYED)


def test_the_same_key_and_body_get_the_same_answer(sandbox: RunningSandbox) -> None:
    first, second = create(sandbox), create(sandbox)

    assert second.content == first.content
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert second.headers["Original-Request"] == first.headers["Request-Id"]
    assert sessions(sandbox) == 1


def test_the_same_key_with_another_body_is_an_error(sandbox: RunningSandbox) -> None:
    create(sandbox)

    other = create(sandbox, mode="payment", locale="en-GB")

    assert (other.status_code, other.json()["error"]["type"]) == (400, "idempotency_error")
    assert sessions(sandbox) == 1


def test_the_same_key_at_another_address_is_an_error(sandbox: RunningSandbox) -> None:
    create(sandbox)

    other = sandbox.api("POST", "/v1/refunds", data={"payment_intent": "pi_1"}, headers=KEYED)

    assert (other.status_code, other.json()["error"]["type"]) == (400, "idempotency_error")


def test_parameters_that_were_refused_do_not_use_up_the_key(sandbox: RunningSandbox) -> None:
    refused = create(sandbox, mode="gift")
    taken = sandbox.api("POST", "/v1/checkout/sessions", data=FORM, headers=KEYED)

    assert (refused.status_code, taken.status_code) == (400, 200)


def test_what_was_refused_at_work_stays_refused_under_its_key(
    sandbox: RunningSandbox, library: stripe.StripeClient
) -> None:
    session = library.v1.checkout.sessions.create(params=order_parameters())
    library.v1.checkout.sessions.expire(session.id)

    first = sandbox.api("POST", f"/v1/checkout/sessions/{session.id}/expire", headers=KEYED)
    second = sandbox.api("POST", f"/v1/checkout/sessions/{session.id}/expire", headers=KEYED)

    assert (first.status_code, second.status_code) == (400, 400)
    assert second.headers["Idempotent-Replayed"] == "true"


def test_a_second_request_while_the_first_is_at_work_is_told_to_wait(sandbox: RunningSandbox) -> None:
    sandbox.switch(slow_seconds=1, api_slow=1)
    answers: list[requests.Response] = []
    first = threading.Thread(target=lambda: answers.append(create(sandbox)))
    first.start()
    while sandbox.state()["switches"]["api_slow"]:
        pass

    second = create(sandbox)
    first.join()

    assert (second.status_code, second.json()["error"]["code"]) == (409, "idempotency_key_in_use")
    assert answers[0].status_code == 200
    assert sessions(sandbox) == 1


def at_once(*work: Callable[[], object]) -> None:
    threads = [threading.Thread(target=each) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_many_at_once_without_a_key_open_many_sessions(sandbox: RunningSandbox) -> None:
    at_once(*[lambda: sandbox.api("POST", "/v1/checkout/sessions", data=FORM)] * 8)

    assert sessions(sandbox) == 8


def test_many_at_once_under_one_key_open_one_session(sandbox: RunningSandbox) -> None:
    answers: list[requests.Response] = []

    at_once(*[lambda: answers.append(create(sandbox))] * 8)

    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 200}) == 1
    assert sessions(sandbox) == 1


def test_a_key_is_free_again_after_a_day(sandbox: RunningSandbox, clock: Clock) -> None:
    first = create(sandbox)
    clock.advance(hours=24)

    second = create(sandbox)

    assert second.json()["id"] != first.json()["id"]


def test_a_claim_left_by_a_dead_process_is_taken_over(sandbox: RunningSandbox, clock: Clock) -> None:
    store = sandbox.app.extensions["payment_sandbox"].store
    first = create(sandbox)
    with store.transaction() as connection:
        connection.execute("UPDATE idempotency SET status = NULL, body = NULL")

    busy = create(sandbox)
    clock.advance(seconds=60)
    taken_over = create(sandbox)

    assert (first.status_code, busy.status_code, taken_over.status_code) == (200, 409, 200)


def test_a_key_longer_than_255_characters_is_refused(sandbox: RunningSandbox) -> None:
    answer = sandbox.api("POST", "/v1/checkout/sessions", data=FORM, headers={"Idempotency-Key": "k" * 256})

    assert answer.status_code == 400


@pytest.mark.parametrize(("switch", "status"), [("api_500", 500), ("api_409", 409), ("api_429", 429)])
def test_a_fault_before_the_work_leaves_the_key_free(
    sandbox: RunningSandbox, switch: str, status: int
) -> None:
    sandbox.switch(**{switch: 1})

    first, second = create(sandbox), create(sandbox)

    assert (first.status_code, second.status_code) == (status, 200)
    assert "Idempotent-Replayed" not in second.headers


def test_an_answer_lost_after_the_work_is_there_for_the_next_try(sandbox: RunningSandbox) -> None:
    sandbox.switch(api_lost=1)

    lost, found = create(sandbox), create(sandbox)

    assert (lost.status_code, found.status_code) == (504, 200)
    assert found.headers["Idempotent-Replayed"] == "true"
    assert sessions(sandbox) == 1
