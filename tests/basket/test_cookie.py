"""How a basket travels in a cookie, and what happens to a cookie that can't be believed."""

import string
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask, Request, Response
from hypothesis import given, settings
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import EnvironBuilder

from shop.basket import cookie
from shop.basket.models import Basket, Line
from shop.settings import from_environment

SECRET = "a secret that is long enough to be one"
FULL = Basket(tuple(Line(f"{number:02}" + "x" * 38, 99, 1_000_000) for number in range(20)))
SKUS = st.text(string.ascii_letters + string.digits + "._-", min_size=1, max_size=40)
LINES = st.builds(Line, SKUS, st.integers(1, 99), st.integers(0, 1_000_000))
BASKETS = st.lists(LINES, max_size=20, unique_by=lambda line: line.sku).map(
    lambda lines: Basket(tuple(lines))
)


@pytest.fixture(autouse=True)
def small_app() -> Iterator[Flask]:
    """Only what the cookie needs of the shop: its settings."""
    app = Flask(__name__)
    app.extensions["settings"] = from_environment({"SECRET_KEY": SECRET})
    with app.app_context():
        yield app


def request_with(value: str) -> Request:
    return Request(EnvironBuilder(headers=[("Cookie", f"basket={value}")]).get_environ())


def stored(basket: Basket) -> dict[str, str]:
    """The Set-Cookie lines of a stored basket, by name."""
    response = Response()
    cookie.store(response, basket)
    return {line.partition("=")[0]: line for line in response.headers.getlist("Set-Cookie")}


def value_of(basket: Basket) -> str:
    return stored(basket)["basket"].partition("=")[2].partition(";")[0]


def signed(content: object, *, salt: str = cookie.SALT, secret: str = SECRET) -> str:
    return str(URLSafeTimedSerializer(secret, salt=salt).dumps(content))


def assert_emptied(value: str) -> None:
    request = request_with(value)
    assert cookie.load(request) == Basket()
    assert cookie.is_unreadable(request) is True


@given(BASKETS)
def test_a_basket_comes_back_as_it_was_stored(basket: Basket) -> None:
    value = value_of(basket) if basket.lines else ""

    assert cookie.load(request_with(value)) == basket
    assert cookie.is_unreadable(request_with(value)) is False


def test_no_cookie_is_an_empty_basket_and_no_news() -> None:
    request = Request(EnvironBuilder().get_environ())

    assert cookie.load(request) == Basket()
    assert cookie.is_unreadable(request) is False


def test_the_largest_basket_fits_into_a_cookie() -> None:
    assert len(value_of(FULL)) < cookie.MAX_LENGTH
    assert cookie.load(request_with(value_of(FULL))) == FULL


def test_the_cookie_is_kept_thirty_days_from_scripts_and_other_sites() -> None:
    lines = stored(Basket().add("A", 2, 100).add("B", 1, 200))

    assert lines["basket"].partition("; ")[2].split("; ")[1:] == [
        "Max-Age=2592000",
        "HttpOnly",
        "Path=/",
        "SameSite=Lax",
    ]
    assert lines["basket_count"].startswith("basket_count=3; Expires=")
    assert lines["basket_count"].endswith("; Max-Age=2592000; Path=/; SameSite=Lax")


def test_the_cookie_only_travels_encrypted_where_the_shop_does(small_app: Flask) -> None:
    small_app.extensions["settings"] = from_environment(
        {"SECRET_KEY": SECRET, "SHOP_URL": "https://shop.example"}
    )

    assert all("; Secure;" in line for line in stored(Basket().add("A", 1, 100)).values())


def test_an_emptied_basket_makes_the_browser_forget_both_cookies() -> None:
    lines = stored(Basket())

    assert sorted(lines) == ["basket", "basket_count"]
    assert all("Max-Age=0" in line for line in lines.values())


def test_a_cookie_is_read_for_thirty_days_and_not_a_day_longer() -> None:
    with time_machine.travel(datetime(2026, 11, 1, tzinfo=UTC), tick=False):
        value = value_of(Basket().add("A", 1, 100))

    with time_machine.travel(datetime(2026, 12, 1, tzinfo=UTC), tick=False):
        assert cookie.load(request_with(value)) == Basket((Line("A", 1, 100),))
    with time_machine.travel(datetime(2026, 12, 1, 0, 0, 1, tzinfo=UTC), tick=False):
        assert_emptied(value)


def test_a_cookie_signed_for_something_else_is_not_believed() -> None:
    assert_emptied(signed({"l": [["A", 1, 100]]}, salt="shop.orders"))


def test_a_cookie_signed_with_another_key_is_not_believed() -> None:
    assert_emptied(signed({"l": [["A", 1, 100]]}, secret="another secret, also long enough"))


@given(st.integers(0, 200), st.sampled_from(string.ascii_letters))
def test_a_changed_character_is_noticed(position: int, character: str) -> None:
    value = value_of(Basket().add("DROPS-15", 2, 1150))
    # The last character of each part also carries bits that mean nothing.
    place = position % (value.index(".") - 1)
    changed = value[:place] + character + value[place + 1 :]

    if changed != value:
        assert_emptied(changed)


def test_an_endless_cookie_is_not_read() -> None:
    assert_emptied(value_of(FULL) + "A" * cookie.MAX_LENGTH)


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        "lines",
        {},
        {"l": None},
        {"l": [["A", 1]]},
        {"l": [["A", 1, 100, 5]]},
        {"l": [["A", 0, 100]]},
        {"l": [["A", -1, 100]]},
        {"l": [["A", 100, 100]]},
        {"l": [["A", 1.0, 100]]},
        {"l": [["A", True, 100]]},
        {"l": [["A", 1, -1]]},
        {"l": [["A", 1, False]]},
        {"l": [["", 1, 100]]},
        {"l": [["A\x00", 1, 100]]},
        {"l": [["A", 1, 100], ["A", 2, 100]]},
        {"l": [[f"A{number}", 1, 100] for number in range(21)]},
        {"l": [["A", 1, 100]], "name": "Jane"},
    ],
)
def test_a_rightly_signed_cookie_with_wrong_content_is_not_believed(content: object) -> None:
    assert_emptied(signed(content))


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_as_cookie_give_an_empty_basket_and_no_error(raw: bytes) -> None:
    environ = EnvironBuilder().get_environ()
    environ["HTTP_COOKIE"] = "basket=" + raw.decode("latin-1")

    assert cookie.load(Request(environ)) == Basket()
    assert cookie.is_unreadable(Request(environ)) in (True, False)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_signed_value_gives_an_empty_basket_and_no_error(content: object) -> None:
    assert cookie.load(request_with(signed(content))).lines == ()
