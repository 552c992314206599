"""Decides how a mail leaves the shop: to a mail server, or nowhere when the test shop has none."""

import smtplib
import ssl
from contextlib import suppress
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from hashlib import sha256
from typing import Protocol
from urllib.parse import unquote, urlsplit

from shop import settings
from shop.mail.models import Letter

# Seconds the mail server may be silent before a try counts as failed.
TIMEOUT = 20
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
DEFAULT_PORTS = {"smtp": 587, "smtps": 465}


class NotTaken(Exception):
    """The mail server did not take the mail, or could not be reached; the message says why."""


class Transport(Protocol):
    """A way to hand over a mail. `keeps` says that mails go nowhere."""

    keeps: bool

    def deliver(self, letter: Letter) -> None:
        """Hand the letter over; raises NotTaken."""


class KeepTransport:
    """Sends nothing: the mail stays in the outbox, where the test shop shows it."""

    keeps = True

    def deliver(self, letter: Letter) -> None:
        """Nothing is to be done."""


class SmtpTransport:
    """Hands mails to the server of an address such as `smtp://user:password@host:587`.

    `smtps://` is encrypted from the first byte. `smtp://` turns encryption on when the server offers it.
    User and password are percent-decoded, and only sent over an encrypted line or to this very machine.
    """

    keeps = False

    def __init__(self, url: str, *, sender: str, sender_name: str = "", timeout: float = TIMEOUT) -> None:
        parts = urlsplit(url)
        self._scheme = parts.scheme
        self._host = parts.hostname or "localhost"
        self._port = parts.port or DEFAULT_PORTS[parts.scheme]
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender
        self._sender_name = sender_name
        self._timeout = timeout

    def deliver(self, letter: Letter) -> None:
        """Hand the letter over; raises NotTaken with the server's words or the network's."""
        try:
            message = as_message(letter, sender=self._sender, sender_name=self._sender_name)
            server = self._connected()
            try:
                server.send_message(message, from_addr=self._sender, to_addrs=[letter.to])
            finally:
                # Once the server has said yes, a bad good-bye is no refusal: it would be sent twice.
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
                server.close()
        except (smtplib.SMTPException, OSError, MessageError, ValueError) as problem:
            raise NotTaken(f"{type(problem).__name__}: {problem}") from problem

    def _connected(self) -> smtplib.SMTP:
        # Without a name given smtplib asks the resolver who this machine is, which can take many seconds.
        own_name = domain_of(self._sender)
        context = ssl.create_default_context()
        if self._scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, own_name, timeout=self._timeout, context=context
            )
            is_encrypted = True
        else:
            server = smtplib.SMTP(self._host, self._port, own_name, timeout=self._timeout)
            is_encrypted = False
        try:
            server.ehlo_or_helo_if_needed()
            if not is_encrypted and server.has_extn("starttls"):
                server.starttls(context=context)
                is_encrypted = True
            if self._user:
                if not may_send_password(self._host, is_encrypted=is_encrypted):
                    raise NotTaken("the mail server offers no encryption, so the password was not sent")
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server


def may_send_password(host: str, *, is_encrypted: bool) -> bool:
    """Whether a password may go to this host: over an encrypted line, or within this machine."""
    return is_encrypted or host in LOOPBACK


def as_message(letter: Letter, *, sender: str, sender_name: str = "") -> EmailMessage:
    """The letter as a mail with a text and an HTML part; every try of one letter has the same Message-ID."""
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((sender_name, sender))
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{sha256(letter.key.encode()).hexdigest()[:32]}@{domain_of(sender)}>"
    # RFC 3834: no holiday notices back to a machine.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message


def domain_of(address: str) -> str:
    """What stands behind the @."""
    return address.rpartition("@")[2]


def from_settings() -> Transport:
    """The mail server of the running application, or the outbox itself where none is set."""
    known = settings.current()
    if known.smtp_url is None:
        return KeepTransport()
    return SmtpTransport(known.smtp_url, sender=known.mail_from, sender_name=known.shop_name)
