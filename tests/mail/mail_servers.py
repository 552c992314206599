"""Real SMTP servers on loopback that take, refuse, or first want a password."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Lock
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session


class Postbox:
    """Keeps what it takes, and whether the sender had said who they are.

    `refusals` are the answers it gives first, one for each mail.
    """

    def __init__(self, *refusals: str, goodbye: str = "221 Bye") -> None:
        self.refusals = list(refusals)
        self.goodbye = goodbye
        self.envelopes: list[Envelope] = []
        self.known_senders: list[bool] = []
        self._lock = Lock()

    async def handle_DATA(self, _server: Server, session: Session, envelope: Envelope) -> str:
        with self._lock:
            if self.refusals:
                return self.refusals.pop(0)
            self.envelopes.append(envelope)
            self.known_senders.append(session.authenticated is True)
            return "250 OK"

    async def handle_QUIT(self, _server: Server, _session: Session, _envelope: Envelope) -> str:
        return self.goodbye

    @property
    def mails(self) -> list[EmailMessage]:
        """What was taken, read back."""
        contents = [cast(bytes, envelope.content) for envelope in self.envelopes]
        return [message_from_bytes(content, policy=default) for content in contents]

    @property
    def subjects(self) -> list[str]:
        return sorted(str(mail["Subject"]) for mail in self.mails)


@contextmanager
def serving(postbox: Postbox, *, port: int = 0, **options: Any) -> Iterator[int]:
    """A server for this postbox; gives its port."""
    controller = Controller(postbox, hostname="127.0.0.1", port=port or free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def only(user: str, password: str) -> dict[str, Any]:
    """Options of a server that knows this user alone."""

    def authenticate(
        _server: Server, _session: Session, _envelope: Envelope, _how: str, data: Any
    ) -> AuthResult:
        is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (
            user.encode(),
            password.encode(),
        )
        return AuthResult(success=is_right, handled=is_right)

    return {"authenticator": authenticate, "auth_require_tls": False}
