"""What a mail looks like on its way, and how the server is spoken to."""

import socket
from datetime import UTC, datetime

import pytest
from flask import Flask

from shop.mail.models import Letter
from shop.mail.transport import (
    KeepTransport,
    NotTaken,
    SmtpTransport,
    as_message,
    from_settings,
    may_send_password,
)
from shop.settings import from_environment
from tests.mail.mail_servers import Postbox, only, serving

LETTER = Letter(
    key="order-1042-confirmation",
    to="jane@example.com",
    subject="Your order 1042: £11.50",
    text="Grüezi, thank you.\n",
    html="<p>Grüezi, thank you.</p>\n",
    written_at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
)


def test_the_mail_that_arrives_says_the_same_in_text_and_html() -> None:
    postbox = Postbox()

    with serving(postbox) as port:
        SmtpTransport(
            f"smtp://127.0.0.1:{port}", sender="orders@shop.example", sender_name="Stillwater Remedies"
        ).deliver(LETTER)

    (envelope,), (mail,) = postbox.envelopes, postbox.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == ("orders@shop.example", ["jane@example.com"])
    assert mail["From"] == "Stillwater Remedies <orders@shop.example>"
    assert (mail["To"], mail["Subject"]) == ("jane@example.com", "Your order 1042: £11.50")
    assert mail["Date"].datetime == LETTER.written_at
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == "Grüezi, thank you.\n"
    assert html.get_content().replace("\r\n", "\n") == "<p>Grüezi, thank you.</p>\n"


def test_every_try_of_one_letter_has_the_same_identity_and_another_letter_another() -> None:
    ids = [as_message(LETTER, sender="orders@shop.example")["Message-ID"] for _ in range(2)]
    other = as_message(
        Letter(
            **{name: getattr(LETTER, name) for name in ("to", "subject", "text", "html", "written_at")},
            key="x",
        ),
        sender="orders@shop.example",
    )

    assert ids[0] == ids[1] != other["Message-ID"]
    assert ids[0].endswith("@shop.example>")


def test_user_and_password_are_percent_decoded() -> None:
    postbox = Postbox()

    with serving(postbox, **only("shop@host", "p:a/s s%")) as port:
        SmtpTransport(
            f"smtp://shop%40host:p%3Aa%2Fs%20s%25@127.0.0.1:{port}", sender="orders@shop.example"
        ).deliver(LETTER)

    assert postbox.known_senders == [True]


def test_a_wrong_password_is_a_refusal() -> None:
    postbox = Postbox()

    with (
        serving(postbox, **only("shop", "right")) as port,
        pytest.raises(NotTaken, match="SMTPAuthenticationError"),
    ):
        SmtpTransport(f"smtp://shop:wrong@127.0.0.1:{port}", sender="orders@shop.example").deliver(LETTER)

    assert postbox.envelopes == []


def test_a_password_never_leaves_this_machine_in_the_clear() -> None:
    assert may_send_password("mail.example", is_encrypted=False) is False
    assert may_send_password("mail.example", is_encrypted=True) is True
    assert may_send_password("127.0.0.1", is_encrypted=False) is True


def test_a_server_that_says_nothing_is_not_waited_for_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]

        with pytest.raises(NotTaken, match=r"TimeoutError|timed out"):
            SmtpTransport(f"smtp://127.0.0.1:{port}", sender="orders@shop.example", timeout=0.2).deliver(
                LETTER
            )


def test_the_settings_decide_between_a_mail_server_and_keeping(app: Flask) -> None:
    assert isinstance(from_settings(), KeepTransport)

    app.extensions["settings"] = from_environment(
        {"SMTP_URL": "smtps://mail.example", "MAIL_FROM": "orders@shop.example"}
    )
    assert isinstance(from_settings(), SmtpTransport)
