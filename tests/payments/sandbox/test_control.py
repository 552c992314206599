"""The control page: which faults are on, what was asked, and who may touch it."""

from pathlib import Path

import pytest
import requests
import stripe

from shop.payments.sandbox.app import create_sandbox
from shop.payments.sandbox.settings import SandboxSettings
from tests.payments.sandbox.running import KEY, SECRET, RunningSandbox, order_parameters


def test_the_page_shows_every_switch_with_a_label(sandbox: RunningSandbox) -> None:
    page = requests.get(f"{sandbox.url}/control").text

    for name in sandbox.state()["switches"]:
        assert f'<label for="{name}">' in page
    assert "TEST PAYMENT – no money moves." in page
    assert requests.get(sandbox.url, allow_redirects=False).headers["Location"] == "/control"


def test_a_form_sets_the_switches_and_another_clears_them(sandbox: RunningSandbox) -> None:
    answer = sandbox.press(f"{sandbox.url}/control/switches", api_500="2", webhooks_doubled="1")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/control")
    assert sandbox.state()["switches"]["api_500"] == 2
    sandbox.press(f"{sandbox.url}/control/clear")
    assert set(sandbox.state()["switches"].values()) == {0, 5}


@pytest.mark.parametrize(
    "body",
    ['{"api_500": -1}', '{"api_500": 1e999}', '{"api_500": "x"}', '{"nothing": 1}', '{"webhooks_doubled": 2}',
     '{"api_500": null}', "[1]", "{", "[" * 100_000, '{"api_500": [1]}', b"\xed\xa0\x80"],
)  # fmt: skip
def test_a_switch_that_is_not_there_is_400_and_changes_nothing(
    sandbox: RunningSandbox, body: str | bytes
) -> None:
    before = sandbox.state()["switches"]

    answer = requests.post(
        f"{sandbox.url}/control/switches", data=body, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 400
    assert sandbox.state()["switches"] == before


def test_requests_are_counted_by_endpoint(sandbox: RunningSandbox, library: stripe.StripeClient) -> None:
    session = library.v1.checkout.sessions.create(params=order_parameters())
    library.v1.checkout.sessions.retrieve(session.id)
    library.v1.checkout.sessions.retrieve(session.id)

    assert sandbox.state()["request_counts"] == {
        "GET /v1/checkout/sessions/<session_id>": 2,
        "POST /v1/checkout/sessions": 1,
    }
    sandbox.press(f"{sandbox.url}/control/clear")
    assert sandbox.state()["request_counts"] == {}


def test_a_fault_strikes_as_often_as_asked(sandbox: RunningSandbox) -> None:
    sandbox.switch(api_500=2)

    statuses = [sandbox.api("GET", "/v1/events").status_code for _ in range(3)]

    assert statuses == [500, 500, 200]


def test_from_another_machine_only_the_key_opens_the_control_page(tmp_path: Path) -> None:
    settings = SandboxSettings(
        tmp_path / "s.sqlite3", "https://pay.example", "http://127.0.0.1:1/", SECRET, KEY
    )
    client = create_sandbox(settings).test_client()

    assert client.get("/control").status_code == 401
    assert client.get("/control", auth=("sk_test_sandbox_wrong", "")).status_code == 401
    assert client.post("/control/clear").status_code == 401
    assert client.get("/control", auth=(KEY, "")).status_code == 200


def test_another_site_can_not_switch_faults_on(sandbox: RunningSandbox) -> None:
    answer = requests.post(
        f"{sandbox.url}/control/switches", json={"api_500": 1}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert sandbox.state()["switches"]["api_500"] == 0


def test_a_strange_name_for_this_machine_opens_nothing(sandbox: RunningSandbox) -> None:
    answer = requests.get(f"{sandbox.url}/control", headers={"Host": "evil.example"})

    assert answer.status_code == 400
