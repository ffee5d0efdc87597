"""A real mail server on this machine, which keeps what it receives."""

import asyncio
import email.policy
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from forum.events.relaying import relay


class Postbox:
    """What arrived, oldest first. While it is `closed`, every letter is refused for now; strangers always are.

    `hangs_at` names the command that it does not answer any more; `at_recipient` is called before it says that it knows
    one; `says` is what it says when it has got a mail.
    """

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.closed = False
        self.hangs_at = ""
        self.at_recipient: Callable[[], object] = lambda: None
        self.says = "250 Taken"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await asyncio.to_thread(self.at_recipient)
        await self.hang("RCPT")
        if address.startswith("stranger@"):
            return "550 Nobody here is called that"
        if address.startswith("later@"):
            return "450 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 Known"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.closed:
            return "451 Try again later"
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(email.message_from_bytes(content, _class=EmailMessage, policy=email.policy.default))
        self.recipients.append(envelope.rcpt_tos)
        await self.hang("DATA")
        return self.says

    async def hang(self, at: str) -> None:
        """Until whoever waits has given up."""
        while self.hangs_at == at:
            await asyncio.sleep(0.05)

    def collect(self) -> list[EmailMessage]:
        """All that has arrived once the relay has sent what was waiting."""
        relay(for_seconds=30)
        return list(self.received)

    def newest(self) -> EmailMessage:
        return self.collect()[-1]


@contextmanager
def open_postbox(port: int = 0, *, closed: bool = False) -> Iterator[tuple[Postbox, int]]:
    """A postbox, and the port of its server: any that is free, where none is named."""
    with socket.create_server(("127.0.0.1", port)) as free:
        port = free.getsockname()[1]
    postbox = Postbox()
    postbox.closed = closed
    server = Controller(postbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield postbox, port
    finally:
        server.stop()


def smtp_mailer(port: int) -> dict[str, dict[str, object]]:
    """settings.MAILERS that send there."""
    options = {"host": "127.0.0.1", "port": port, "timeout": 10}
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def words(letter: EmailMessage) -> str:
    """As plain text."""
    part = letter.get_body(("plain",))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def code_in(letter: EmailMessage) -> str:
    """The code stands alone on its line."""
    lines = [line.strip() for line in words(letter).splitlines() if line.startswith("    ") and "://" not in line]
    assert len(lines) == 1, words(letter)
    return lines[0]
