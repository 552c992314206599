"""What a customer can do on the payment page, with no script and no card."""

import re
import threading

import pytest
import requests
import stripe

from tests.payments.sandbox.running import Clock, RunningSandbox, order_parameters


@pytest.fixture
def session(library: stripe.StripeClient) -> stripe.checkout.Session:
    return library.v1.checkout.sessions.create(params=order_parameters())


def state(library: stripe.StripeClient, session: stripe.checkout.Session) -> tuple[str | None, str]:
    now = library.v1.checkout.sessions.retrieve(session.id)
    return now.status, now.payment_status


def thanks(session: stripe.checkout.Session) -> str:
    return f"http://shop.example/thanks?session={session.id}"


def test_the_page_says_what_it_is_and_what_is_bought(session: stripe.checkout.Session) -> None:
    answer = requests.get(session.url)
    page = answer.text

    assert "TEST PAYMENT – no money moves." in page
    assert "Valerian root tea &amp; honey" in page
    assert "£26.45" in page
    assert "ada@example.com" in page
    assert '<a class="back" href="http://shop.example/basket">Back to the shop</a>' in page
    assert re.findall(r'name="choice" value="(\w+)"', page) == [
        "pay",
        "decline",
        "three_d_secure",
        "pay_later",
    ]
    assert page.count("<h1>") == 1
    assert '<html lang="en-GB">' in page
    assert re.findall(r"<script|<style|style=|cc-|card number\"", page) == []
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; form-action 'self' http://shop.example;")
    assert answer.headers["Cache-Control"] == "no-store"
    stylesheet = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)[0]
    assert (
        requests.get(session.url.partition("/pay/")[0] + stylesheet)
        .headers["Content-Type"]
        .startswith("text/css")
    )


def test_paying_completes_the_session_and_leads_back_to_the_shop(
    library: stripe.StripeClient, sandbox: RunningSandbox, session: stripe.checkout.Session
) -> None:
    answer = sandbox.press(session.url, choice="pay")

    assert (answer.status_code, answer.headers["Location"]) == (303, thanks(session))
    paid = library.v1.checkout.sessions.retrieve(session.id)
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert str(paid.payment_intent).startswith("pi_")
    assert [event.type for event in library.v1.events.list().data][::-1] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


def test_paying_twice_takes_the_money_once(
    library: stripe.StripeClient, sandbox: RunningSandbox, session: stripe.checkout.Session
) -> None:
    sandbox.press(session.url, choice="pay")

    again = sandbox.press(session.url, choice="pay")

    assert (again.status_code, again.headers["Location"]) == (303, f"/pay/{session.id}")
    assert "This is paid" in requests.get(session.url).text
    assert len(library.v1.payment_intents.list().data) == 1
    assert len(library.v1.events.list(params={"type": "checkout.session.completed"}).data) == 1


def test_many_presses_and_an_expiry_at_once_have_one_outcome(
    library: stripe.StripeClient, sandbox: RunningSandbox, session: stripe.checkout.Session
) -> None:
    def expire() -> None:
        sandbox.api("POST", f"/v1/checkout/sessions/{session.id}/expire")

    presses = [
        threading.Thread(target=sandbox.press, args=(session.url,), kwargs={"choice": "pay"})
        for _ in range(5)
    ]
    threads = [*presses, threading.Thread(target=expire)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    outcome = state(library, session)
    paid = len(library.v1.payment_intents.list().data)
    ends = library.v1.events.list(
        params={"types": ["checkout.session.completed", "checkout.session.expired"]}
    ).data
    assert (outcome, paid) in [(("complete", "paid"), 1), (("expired", "unpaid"), 0)]
    assert len(ends) == 1


def test_a_declined_card_leaves_the_session_open_for_another_try(
    library: stripe.StripeClient, sandbox: RunningSandbox, session: stripe.checkout.Session
) -> None:
    answer = sandbox.press(session.url, choice="decline")

    assert "The bank said no" in requests.get(sandbox.url + answer.headers["Location"]).text
    assert state(library, session) == ("open", "unpaid")
    intent = library.v1.payment_intents.list().data[0]
    assert (intent.status, intent.last_payment_error.code) == ("requires_payment_method", "card_declined")
    sandbox.press(session.url, choice="pay")
    assert state(library, session) == ("complete", "paid")
    assert [found.id for found in library.v1.payment_intents.list().data] == [intent.id]


def test_three_d_secure_asks_once_more_and_then_pays(
    library: stripe.StripeClient, sandbox: RunningSandbox, session: stripe.checkout.Session
) -> None:
    asked = sandbox.press(session.url, choice="three_d_secure")
    question = sandbox.url + asked.headers["Location"]

    assert "Is it really you?" in requests.get(question).text
    assert state(library, session) == ("open", "unpaid")
    assert library.v1.payment_intents.list().data[0].status == "requires_action"
    answer = sandbox.press(question, answer="complete")
    assert (answer.status_code, answer.headers["Location"]) == (303, thanks(session))
    assert state(library, session) == ("complete", "paid")


def test_three_d_secure_that_fails_pays_nothing(
    library: stripe.StripeClient, sandbox: RunningSandbox, session: stripe.checkout.Session
) -> None:
    question = f"{session.url}/confirm"
    assert sandbox.press(question, answer="complete").headers["Location"] == f"/pay/{session.id}"
    sandbox.press(session.url, choice="three_d_secure")

    answer = sandbox.press(question, answer="fail")

    assert "could not confirm that it was you" in requests.get(sandbox.url + answer.headers["Location"]).text
    assert state(library, session) == ("open", "unpaid")
    error = library.v1.payment_intents.list().data[0].last_payment_error
    assert error.code == "payment_intent_authentication_failure"


@pytest.mark.parametrize(
    ("outcome", "payment_status", "event", "words"),
    [
        ("succeed", "paid", "checkout.session.async_payment_succeeded", "This is paid"),
        ("fail", "unpaid", "checkout.session.async_payment_failed", "The money never came"),
    ],
)
def test_paying_later_is_settled_later(
    library: stripe.StripeClient,
    sandbox: RunningSandbox,
    session: stripe.checkout.Session,
    outcome: str,
    payment_status: str,
    event: str,
    words: str,
) -> None:
    answer = sandbox.press(session.url, choice="pay_later")

    assert (answer.status_code, answer.headers["Location"]) == (303, thanks(session))
    assert state(library, session) == ("complete", "unpaid")
    assert library.v1.payment_intents.list().data[0].status == "processing"
    assert sandbox.state()["payments_under_way"] == [session.id]
    assert "The money is on its way" in requests.get(session.url).text
    sandbox.press(f"{session.url}/later", outcome=outcome)
    sandbox.press(f"{session.url}/later", outcome="succeed")
    assert state(library, session) == ("complete", payment_status)
    assert len(library.v1.events.list(params={"type": event}).data) == 1
    assert words in requests.get(session.url).text


def test_an_expired_page_says_so_and_takes_nothing(
    library: stripe.StripeClient, sandbox: RunningSandbox, session: stripe.checkout.Session, clock: Clock
) -> None:
    sandbox.press(session.url, choice="three_d_secure")
    clock.advance(minutes=31)

    answer = sandbox.press(f"{session.url}/confirm", answer="complete")

    assert "This payment page has run out" in requests.get(sandbox.url + answer.headers["Location"]).text
    assert state(library, session) == ("expired", "unpaid")
    assert library.v1.payment_intents.list().data[0].status == "canceled"


def test_without_an_address_from_the_shop_the_page_asks_for_one(
    library: stripe.StripeClient, sandbox: RunningSandbox
) -> None:
    parameters = {key: value for key, value in order_parameters().items() if key != "customer_email"}
    session = library.v1.checkout.sessions.create(params=parameters)
    assert '<label for="email">Your email address</label>' in requests.get(session.url).text

    wrong = sandbox.press(session.url, choice="pay", email='"><script>alert(1)</script>')

    assert wrong.status_code == 400
    assert "<title>Error: Pay £26.45" in wrong.text
    assert "<script>" not in wrong.text
    assert state(library, session) == ("open", "unpaid")
    sandbox.press(session.url, choice="pay", email=" grace@example.com ")
    paid = library.v1.checkout.sessions.retrieve(session.id)
    assert (paid.customer_email, paid.customer_details.email) == (None, "grace@example.com")


def test_names_from_the_shop_are_only_text(library: stripe.StripeClient) -> None:
    parameters = order_parameters()
    parameters["line_items"][0]["price_data"]["product_data"]["name"] = "<script>alert(1)</script>{{ 7 * 7 }}"
    session = library.v1.checkout.sessions.create(params=parameters)

    page = requests.get(session.url).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}" in page
    assert "<script>" not in page


def test_nothing_to_pay_is_finished_without_a_payment(
    library: stripe.StripeClient, sandbox: RunningSandbox
) -> None:
    parameters = order_parameters()
    for line in parameters["line_items"]:
        line["price_data"]["unit_amount"] = 0
    session = library.v1.checkout.sessions.create(params=parameters)
    assert "Finish the order" in requests.get(session.url).text

    sandbox.press(session.url, choice="pay")

    assert state(library, session) == ("complete", "no_payment_required")
    assert library.v1.payment_intents.list().data == []


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil.example"}],
)
def test_a_form_on_another_site_presses_nothing(
    library: stripe.StripeClient, session: stripe.checkout.Session, headers: dict[str, str]
) -> None:
    answer = requests.post(session.url, data={"choice": "pay"}, headers=headers, allow_redirects=False)

    assert answer.status_code == 403
    assert state(library, session) == ("open", "unpaid")


@pytest.mark.parametrize("path", ["", "/confirm", "/later"])
def test_a_button_that_is_not_there_does_nothing(
    library: stripe.StripeClient, sandbox: RunningSandbox, session: stripe.checkout.Session, path: str
) -> None:
    assert sandbox.press(f"{session.url}{path}", choice="steal", answer="maybe").status_code == 400
    assert state(library, session) == ("open", "unpaid")


def test_a_page_that_is_not_there_is_a_plain_404(sandbox: RunningSandbox) -> None:
    answer = requests.get(f"{sandbox.url}/pay/cs_test_none")

    assert answer.status_code == 404
    assert "There is no payment here." in answer.text
    assert requests.get(f"{sandbox.url}/favicon.ico").status_code == 404
