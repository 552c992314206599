"""Whatever is sent, the answer is in the provider's shape and the sandbox stays up."""

import string
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.payments.sandbox.app import create_sandbox
from shop.payments.sandbox.declarations import OPERATIONS, check, declaration
from shop.payments.sandbox.errors import ApiError
from shop.payments.sandbox.forms import decode
from shop.payments.sandbox.settings import SandboxSettings
from tests.payments.sandbox.running import KEY, SECRET, Clock

FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
AUTHORISED = {"Authorization": f"Bearer {KEY}"}
PATHS = [
    "checkout/sessions", "checkout/sessions/cs_test_1", "checkout/sessions/cs_test_1/expire",
    "checkout/sessions/cs_test_1/line_items", "checkout/sessions/%00", "checkout/sessions/%FF%FE",
    "checkout//sessions", "refunds", "refunds/re_1", "payment_intents", "payment_intents/pi_1", "events",
    "events/evt_1", "charges/ch_1", "customers", "",
]  # fmt: skip
names = st.sampled_from(
    ["mode", "line_items[0][quantity]", "line_items[0][price_data][currency]", "limit", "created[gt]",
     "line_items[0][price_data][unit_amount]", "line_items[0][price_data][product_data][name]", "success_url",
     "types[]", "payment_intent", "starting_after", "metadata[a]", "metadata", "expires_at", "expand[]",
     "customer_details[email]", "amount", "type"]
) | st.text(alphabet=string.ascii_letters + "[]{}_0 ü\x00", max_size=12)  # fmt: skip
values = st.sampled_from(
    [
        "payment",
        "gbp",
        "1",
        "-1",
        "99999999999999999999",
        "http://shop.example/",
        "",
        "[",
        "charge.*",
        "line_items",
    ]
) | st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
forms = st.lists(st.tuples(names, values), max_size=8).map(
    lambda pairs: "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()
)


@pytest.fixture
def visitor(tmp_path: Path) -> FlaskClient:
    sandbox = SandboxSettings(
        tmp_path / "s.sqlite3", "http://127.0.0.1:1", "http://127.0.0.1:1/", SECRET, KEY
    )
    app = create_sandbox(sandbox, clock=Clock())
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app.test_client()


@FUZZ
@given(encoded=st.binary(max_size=80) | forms)
def test_any_bytes_are_a_tree_or_a_refusal(encoded: bytes) -> None:
    for operation in OPERATIONS:
        with suppress(ApiError):
            assert isinstance(check(operation, decode(encoded)), dict)


@FUZZ
@given(
    path=st.sampled_from(PATHS), method=st.sampled_from(["GET", "POST"]), form=forms | st.binary(max_size=40)
)
def test_any_request_gets_an_answer_in_the_shape_of_the_provider(
    visitor: FlaskClient, path: str, method: str, form: bytes
) -> None:
    if method == "GET":
        answer = visitor.get(f"/v1/{path}", query_string=form.decode("latin-1"), headers=AUTHORISED)
    else:
        kind = "application/x-www-form-urlencoded"
        answer = visitor.post(f"/v1/{path}", data=form, content_type=kind, headers=AUTHORISED)

    assert answer.status_code in {200, 400, 404, 308}
    if answer.status_code in {400, 404}:
        assert answer.get_json()["error"]["type"] == "invalid_request_error"
        assert answer.get_json()["error"]["message"]


@FUZZ
@given(header=st.text(alphabet=st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=30))
def test_any_credentials_but_the_key_are_refused(visitor: FlaskClient, header: str) -> None:
    for value in (header, f"Basic {header}", f"Bearer {header}"):
        assert visitor.get("/v1/events", headers={"Authorization": value}).status_code == 401


@FUZZ
@given(
    form=forms,
    path=st.sampled_from(
        ["/pay/cs_test_1", "/pay/cs_test_1/later", "/control/switches", "/control/refunds/x"]
    ),
)
def test_the_pages_never_break(visitor: FlaskClient, form: bytes, path: str) -> None:
    answer = visitor.post(path, data=form, content_type="application/x-www-form-urlencoded")

    assert answer.status_code in {303, 400, 404}


@pytest.mark.parametrize(
    ("encoded", "tree"),
    [
        (b"a=1", {"a": "1"}),
        (b"a=1&a=2", {"a": "2"}),
        (b"a[b][0][c]=1+2%26", {"a": {"b": {"0": {"c": "1 2&"}}}}),
        (b"a[]=x&a[]=y", {"a": {"0": "x", "1": "y"}}),
        (b"a[][b]=1&a[][c]=2&a[][b]=3", {"a": {"0": {"b": "1", "c": "2"}, "1": {"b": "3"}}}),
        (b"a", {"a": ""}),
        (b"", {}),
    ],
)
def test_brackets_make_a_tree(encoded: bytes, tree: dict[str, object]) -> None:
    assert decode(encoded) == tree


@pytest.mark.parametrize(
    "encoded",
    [b"a=1&a[b]=2", b"a[b]=1&a=2", b"[a]=1", b"a[b=1", b"a]=1", b"a=%FF", b"\xff=1",
     b"a" + b"[b]" * 10 + b"=1", b"a=1&" * 2_001],
)  # fmt: skip
def test_broken_forms_are_refused(encoded: bytes) -> None:
    with pytest.raises(ApiError):
        decode(encoded)


def test_the_declarations_come_from_the_library() -> None:
    fields = declaration("checkout.sessions.create").fields or {}

    assert {"mode", "line_items", "success_url", "expires_at", "metadata", "locale"} <= fields.keys()
    assert fields.keys().isdisjoint({"payment_method_types", "idempotency_key", "api_key"})
    assert fields["mode"][1].choices == ("payment", "setup", "subscription")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/nothing"), ("PUT", "/v1/refunds"), ("DELETE", "/v1/events")]
)
def test_an_address_that_is_not_there_says_so_as_the_provider_does(
    visitor: FlaskClient, method: str, path: str
) -> None:
    answer = visitor.open(path, method=method, headers=AUTHORISED)

    assert answer.status_code == 404
    assert answer.get_json()["error"]["message"].startswith(f"Unrecognized request URL ({method}: {path})")


def test_json_and_books_are_not_taken(visitor: FlaskClient) -> None:
    json = visitor.post("/v1/refunds", json={"payment_intent": "pi_1"}, headers=AUTHORISED)
    form = "application/x-www-form-urlencoded"
    book = visitor.post("/v1/refunds", data=b"a" * 1_000_001, content_type=form, headers=AUTHORISED)

    assert (json.status_code, book.status_code) == (400, 400)
    assert json.get_json()["error"]["type"] == book.get_json()["error"]["type"] == "invalid_request_error"
