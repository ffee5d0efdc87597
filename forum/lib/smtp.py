"""Handing a mail over, and knowing how far that came.

Django's own sending raises the same for a server that never heard of the mail and for one that may have taken it. Here
the caller is told when the words are about to go, and afterwards what became of them.
"""

import email.policy
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from smtplib import SMTP, SMTPServerDisconnected
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

# Every server takes seven bits; lines end as on a typewriter, and a dot alone ends the mail (RFC 5321, 4.5.2).
POLICY = email.policy.SMTP.clone(cte_type="7bit")
_DOT = re.compile(rb"^\.", re.MULTILINE)
GO_ON, TAKEN, CLOSING = 354, (250, 251), 421
FOR_GOOD = 500
# Of those who say no for good: the address is none (5.1), or its box is gone or full for ever (5.2). The rest is about
# the mail, or about us (RFC 3463).
_NO_SUCH_ADDRESS = re.compile(r"\s*5\.[12]\.\d")
_ABOUT_US = re.compile(r"\s*5\.7\.\d")


class Fate(Enum):
    TAKEN = auto()
    # No server, or one that takes nothing of ours: try again, and nothing else meanwhile.
    AWAY = auto()
    # Not this one, not now.
    LATER = auto()
    # Never this one.
    REFUSED = auto()
    # Nor any other to that address.
    NO_SUCH_ADDRESS = auto()
    # It got the words, and never said whether it took them.
    UNKNOWN = auto()
    # Whoever had it handed over thought better of it.
    CALLED_OFF = auto()


@dataclass(frozen=True)
class Answer:
    fate: Fate
    words: str = ""


class Line:
    """A connection to the mail server, for as many mails as there are. A context manager, so that it ends."""

    def __init__(self) -> None:
        self.backend: BaseEmailBackend = mailers.default

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()

    def hand_over(self, message: EmailMessage, *, before_words: Callable[[], bool]) -> Answer:
        """To its one recipient. `before_words` is asked when nothing but the words is left to send: False ends it."""
        if not isinstance(self.backend, EmailBackend):
            return leave_to(self.backend, message, before_words)
        words = stuffed(message.message(policy=POLICY).as_bytes(policy=POLICY))
        sender = self.backend.prep_address(message.from_email)
        try:
            [to] = map(self.backend.prep_address, message.to)
        except ValueError as error:
            return Answer(Fate.NO_SUCH_ADDRESS, str(error))
        try:
            server = connected(self.backend)
            answer = address_it(server, sender, to)
        except OSError as error:
            self.hang_up()
            return Answer(Fate.AWAY, said_by(error))
        if answer is not None:
            return answer
        if not before_words():
            self.hang_up()
            return Answer(Fate.CALLED_OFF)
        try:
            server.send(words)
            return judge(*server.getreply())
        except OSError as error:
            self.hang_up()
            return Answer(Fate.UNKNOWN, said_by(error))

    def hang_up(self) -> None:
        """Whatever state it is in."""
        if not isinstance(self.backend, EmailBackend):
            return
        connection, self.backend.connection = self.backend.connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except OSError:
            connection.close()


def connected(backend: EmailBackend) -> SMTP:
    """With a server that knows us and takes mail. Raises OSError where there is none."""
    backend.open()
    if backend.connection is None:
        raise SMTPServerDisconnected("The mail server is not to be had.")
    return backend.connection


def stuffed(words: bytes) -> bytes:
    """With its end, and nothing that could be taken for it."""
    return _DOT.sub(b"..", words.removesuffix(b"\r\n")) + b"\r\n.\r\n"


def address_it(server: SMTP, sender: str, to: str) -> Answer | None:
    """Up to where the words are awaited; None when they are. Raises OSError where the server is not to be had."""
    server.ehlo_or_helo_if_needed()
    code, said = server.mail(sender)
    if code not in TAKEN:
        raise SMTPServerDisconnected(f"{code} {text_of(said)}")
    code, said = server.rcpt(to)
    if code == CLOSING:
        raise SMTPServerDisconnected(f"{code} {text_of(said)}")
    if code not in TAKEN:
        server.rset()
        return judge(code, said, is_about_address=True)
    code, said = server.docmd("DATA")
    if code == GO_ON:
        return None
    server.rset()
    return judge(code, said)


def judge(code: int, said: bytes, *, is_about_address: bool = False) -> Answer:
    words = f"{code} {text_of(said)}"
    if code in TAKEN:
        return Answer(Fate.TAKEN)
    if code < FOR_GOOD:
        return Answer(Fate.LATER, words)
    if is_about_address and _ABOUT_US.match(text_of(said)):
        # "You may not send through us": what is set wrong here must not mark everybody's address.
        return Answer(Fate.LATER, words)
    if is_about_address or _NO_SUCH_ADDRESS.match(text_of(said)):
        return Answer(Fate.NO_SUCH_ADDRESS, words)
    return Answer(Fate.REFUSED, words)


def leave_to(backend: BaseEmailBackend, message: EmailMessage, before_words: Callable[[], bool]) -> Answer:
    """For a backend that is no mail server: what it raises says nothing of how far it came."""
    if not before_words():
        return Answer(Fate.CALLED_OFF)
    try:
        backend.send_messages([message])
    except Exception as error:
        return Answer(Fate.UNKNOWN, said_by(error))
    return Answer(Fate.TAKEN)


def text_of(said: bytes) -> str:
    """No database keeps a zero."""
    return said.decode("utf-8", "replace").replace("\0", "")


def said_by(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
