import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.checkout.schemas import (
    EMAIL_WORDS,
    NAMES,
    PHONE_WORDS,
    BadDetails,
    read_details,
    read_token,
)
from shop.delivery.ways import NO_POSTCODE
from shop.mail.headers import checked_address
from tests.checkout.shopping import ADA


def problems(**differently: str) -> dict[str, str]:
    try:
        read_details({**ADA, **differently})
    except BadDetails as bad:
        return bad.problems
    return {}


def test_a_whole_form_is_read_tidily() -> None:
    details = read_details({**ADA, "name": "  Ada   Lovelace ", "nonsense": "x"})

    assert details.shopper.name == "Ada Lovelace"
    assert details.shopper.postcode == "SW1Y 4JH"
    assert details.delivery == "standard"
    assert details.as_form() == {**ADA, "postcode": "SW1Y 4JH"}


def test_an_empty_form_says_for_each_field_what_would_be_right_in_order() -> None:
    with pytest.raises(BadDetails) as bad:
        read_details({})

    assert list(bad.value.problems) == [n for n in NAMES if n not in ("address_line_2", "phone")]
    assert bad.value.problems["postcode"] == "Enter a UK postcode, like SW1A 1AA."


def test_the_checkout_asks_for_no_more_than_eight_things() -> None:
    assert len(NAMES) == 8


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("sw1a1aa", "SW1A 1AA"),
        (" M1  1AE ", "M1 1AE"),
        ("BT1 5GS", "BT1 5GS"),
        ("gir0aa", "GIR 0AA"),
        ("IM1 1AF", "IM1 1AF"),
        ("B33 8TH", "B33 8TH"),
        ("EC1A1BB", "EC1A 1BB"),
        ("ZE1 0AA", "ZE1 0AA"),
    ],
)
def test_a_postcode_is_taken_as_people_write_it(typed: str, read: str) -> None:
    assert read_details({**ADA, "postcode": typed}).shopper.postcode == read


@pytest.mark.parametrize("typed", ["", "12345", "SW1A", "D02 X285", "SW1A 1A", "ＳＷ1A 1AA", "SW1A 1AA 1AA"])
def test_what_is_no_uk_postcode_is_refused(typed: str) -> None:
    assert problems(postcode=typed)["postcode"] in (NO_POSTCODE, "Shorten this to 10 characters.")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("BF1 2AA", "We can't deliver to BFPO addresses"),
        ("JE2 3AB", "We can't deliver to the Channel Islands"),
        ("gy11aa", "We can't deliver to the Channel Islands"),
        ("GX11 1AA", "No UK postcode begins with GX."),
    ],
)
def test_where_we_can_not_deliver_is_said_with_the_reason(typed: str, said: str) -> None:
    found = problems(postcode=typed)

    assert set(found) == {"postcode"}
    assert found["postcode"].startswith(said)


@pytest.mark.parametrize(
    "typed",
    [
        *("ada", "ada@", "@example.com", "ada@example", "a b@example.com", "ada@example.com,eve@x.org"),
        *(
            "ä@x.org",
            "ada@ä.org",
            "ada@eve@example.com",
            '"ada"@example.com',
            "ada@localhost",
            "ada@[127.0.0.1]",
        ),
        *("a..b@x.com", ".ada@x.com", "ada.@x.com", "ada@.x.com", "ada@x.com.", "ada@x..com", "ada@."),
        *("ada@-x.com", "ada@x-.com", "ada@x_y.com", "ada@127.0.0.1", "ada@x.c", "ada@x.com-", "ada@x.42"),
        *(f"{'a' * 65}@x.com", f"ada@{'x' * 64}.com"),
    ],
)
def test_what_is_no_address_for_mail_is_refused(typed: str) -> None:
    assert problems(email=typed) == {"email": EMAIL_WORDS}


@pytest.mark.parametrize(
    "typed",
    [
        *("ada@example.com", "Ada.Lovelace+shop@mail.example.co.uk", "o'hara_1@x-y.org", "a@b.museum"),
        *("1@2.com", "ada@xn--bcher-kva.example", "ada@example.xn--p1ai", f"{'a' * 64}@x.com"),
    ],
)
def test_an_address_for_mail_is_taken(typed: str) -> None:
    assert read_details({**ADA, "email": typed}).shopper.email == typed


@pytest.mark.parametrize("typed", ["call me", "123", "+44 20 7946 0018 ext. 4"])
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    assert problems(phone=typed) == {"phone": PHONE_WORDS}


def test_a_phone_number_is_taken_as_people_write_it() -> None:
    assert problems(phone="+44 (0)20 7946-0018") == {}


@pytest.mark.parametrize("name", ["name", "address_line_1", "town", "email"])
def test_signs_that_can_not_be_seen_are_refused(name: str) -> None:
    assert name in problems(**{name: "Ada\x00Lovelace\u202e"})
    assert name in problems(**{name: "ada\x7f@example.com"})


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=300)))
def test_whatever_is_sent_is_refused_in_whole_sentences(form: dict[str, str]) -> None:
    told = problems(**form)

    assert all(text.endswith(".") for text in told.values())
    for name in NAMES:
        if name not in told:
            assert " ".join(form.get(name, ADA[name]).split()).isprintable()


@given(st.text(max_size=80))
def test_every_address_the_checkout_takes_the_outbox_takes(typed: str) -> None:
    for address in (typed, f"{typed}@example.com", f"ada@{typed}.com"):
        if "email" not in problems(email=address):
            tidy = " ".join(address.split())
            assert checked_address(tidy) == tidy


@pytest.mark.parametrize("token", ["", "short", "a" * 33, "ä" * 32, "a" * 31 + "\n"])
def test_a_token_we_did_not_make_is_no_token(token: str) -> None:
    assert read_token({"attempt": token}) is None
