"""Mail to people: written with what it tells of, sent by the relay. No request waits for a mail server."""

from datetime import datetime
from smtplib import SMTPRecipientsRefused
from textwrap import fill
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts.models import Letter
from forum.events.announcing import announce

# Characters: mail has had lines of this length since there were terminals.
LINE = 72
# SMTP: what a server says from here on it will say again (RFC 5321, 4.2.1).
FOR_GOOD = 500


@transaction.atomic
def write_letter(to: str, *, subject: str, text: str, expires_at: datetime | None = None) -> Letter:
    """Have a letter sent soon; not at all once `expires_at` has passed, when the code in it would no longer work."""
    letter = Letter.objects.create(to=to, subject=subject, text=text, expires_at=expires_at)
    announce("letter_written", letter_id=letter.pk)
    return letter


def send_letter(letter: Letter, *, now: datetime) -> None:
    """Send it, or drop it where it comes too late; its words are forgotten either way, as they may hold a code.

    Raises when the mail server does not take it for now: try again. Whoever dies between the sending and the mark sends
    it again, under the same Message-ID.
    """
    waiting = Letter.objects.waiting().filter(pk=letter.pk)
    if letter.expires_at is not None and letter.expires_at <= now:
        waiting.update(dropped_at=now, text="")
        return
    try:
        message_of(letter).send()
    except SMTPRecipientsRefused as error:
        # Anybody can type an address that is none. For good, or for now?
        if any(code < FOR_GOOD for code, _answer in error.recipients.values()):
            raise
        waiting.update(dropped_at=now, text="")
    else:
        waiting.update(sent_at=timezone.now(), text="")


def message_of(letter: Letter) -> EmailMessage:
    headers = {
        "Message-ID": message_id(letter),
        # Written by a machine: holiday notes and other machines need not answer.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    subject = f"[{settings.SITE_NAME}] {letter.subject}"
    return EmailMessage(subject, wrapped(letter.text), settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers)


def wrapped(text: str) -> str:
    """In lines that every mail program shows as they are. What is indented stays whole: codes, addresses."""
    lines = text.splitlines()
    return (
        "\n".join(line if line.startswith(" ") else fill(line, LINE, break_long_words=False) for line in lines) + "\n"
    )


def message_id(letter: Letter) -> str:
    """The same however often it is sent, and another one when a database begins anew."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<letter-{letter.pk}-{int(letter.written_at.timestamp() * 1e6)}@{host}>"
