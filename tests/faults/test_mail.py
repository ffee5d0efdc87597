"""A sender of mail is killed, and several send at once: nobody is told twice, and nothing is lost that can be known."""

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from forum.comments.models import Comment
from forum.events.relaying import relay
from forum.notifications.mailing import LEASE, give_up_on_lost, send_mail
from forum.notifications.models import Mail, MailPlan, Notification
from tests.faults.processes import eventually, running
from tests.faults.streams import free_port
from tests.forum.notifications.mails import let_time_pass
from tests.forum.notifications.told import relay_all
from tests.make import make_comment
from tests.post import Postbox, open_postbox, smtp_mailer
from tests.sizes import at_full_size
from tests.together import at_once, on_own_connection

pytestmark = pytest.mark.django_db(transaction=True)

READERS = at_full_size(4, 100)


@pytest.fixture
def server(db: None) -> Iterator[tuple[Postbox, int]]:
    with open_postbox() as opened:
        yield opened


@pytest.fixture
def told(db: None) -> list[User]:
    """People who each have one mail to come, due now."""
    people = [
        User.objects.create_user(f"reader{number}", email=f"reader{number}@example.org") for number in range(READERS)
    ]
    for person in people:
        make_comment(to=make_comment(by=person))
    relay_all()
    let_time_pass()
    return people


def sender_killed(port: int, *, when: Callable[[], bool]) -> None:
    with running("tests.faults", "send_mail_to", str(port)) as sender:
        assert eventually(when, within=30)
        sender.send_signal(signal.SIGKILL)
        sender.wait()


def after_the_lease() -> None:
    Mail.objects.filter(state__in=["begun", "sending"]).update(due_at=timezone.now() - timedelta(seconds=1))


def test_killed_over_the_words_it_is_never_sent_again_and_the_rest_goes_out(
    told: list[User], server: tuple[Postbox, int], settings: Settings
) -> None:
    postbox, port = server
    postbox.hangs_at = "DATA"
    sender_killed(port, when=lambda: bool(postbox.received))
    postbox.hangs_at = ""
    assert [mail.state for mail in Mail.objects.all()] == ["sending"]
    assert give_up_on_lost(timezone.now()) == 0, "somebody may still be at it"

    after_the_lease()
    send_all(port, settings)

    assert len(postbox.received) == READERS
    assert len({mail["To"] for mail in postbox.received}) == READERS
    assert Mail.objects.unknown().count() == 1
    assert Mail.objects.filter(state="sent").count() == READERS - 1
    assert Notification.objects.filter(mail__isnull=False).count() == READERS


def test_killed_before_the_words_it_is_sent_when_the_lease_ends(
    told: list[User], server: tuple[Postbox, int], settings: Settings
) -> None:
    postbox, port = server
    postbox.hangs_at = "RCPT"
    sender_killed(port, when=lambda: Mail.objects.exists())
    postbox.hangs_at = ""
    assert [mail.state for mail in Mail.objects.all()] == ["begun"]
    assert Mail.objects.get().due_at < timezone.now() + LEASE

    after_the_lease()
    send_all(port, settings)

    assert sorted({mail["To"] for mail in postbox.received}) == sorted(person.email for person in told)
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}


def test_what_is_removed_while_the_server_is_talked_to_is_not_sent(
    told: list[User], server: tuple[Postbox, int], settings: Settings
) -> None:
    postbox, port = server
    use(port, settings)
    replies = Comment.objects.filter(parent__isnull=False)
    # As another process would: it is the server that calls, in a thread of its own.
    postbox.at_recipient = lambda: on_own_connection(lambda: replies.update(removed_at=timezone.now()))

    for _each in range(2):
        send_mail()
        let_time_pass()

    assert postbox.received == []
    assert not Mail.objects.exists()


def test_three_senders_at_once_send_each_mail_once(
    told: list[User], server: tuple[Postbox, int], settings: Settings
) -> None:
    postbox, port = server
    use(port, settings)

    at_once([send_mail] * 3)
    send_mail()

    assert sorted(mail["To"] for mail in postbox.received) == sorted(person.email for person in told)
    assert not MailPlan.objects.exists()


def test_what_is_told_while_a_mail_is_begun_comes_in_that_or_the_next(
    told: list[User], server: tuple[Postbox, int], settings: Settings
) -> None:
    """Whatever is told to one reader while several senders begin their mail stands in exactly one."""
    _postbox, port = server
    use(port, settings)
    comment = make_comment(by=told[0])
    for _each in range(3):
        make_comment(to=comment)

    def tell_and_send() -> None:
        relay(for_seconds=20)
        MailPlan.objects.update(due_at=timezone.now())
        send_mail()

    at_once([tell_and_send] * 3)
    let_time_pass()
    send_mail()

    about = Notification.objects.filter(person=told[0], comment__parent=comment)
    assert about.count() == 3
    assert not about.filter(mail=None).exists()


# Seconds of the sender's clock, which at full size is everybody's. But whoever says "later" is asked again at most half
# an hour after: that clock always runs faster. Not so fast that a lease of 90 s ends while a mail is being sent.
OUTAGE = at_full_size(120, 600)
SECONDS_TO_RECOVER = 300.0


@pytest.mark.parametrize(("server_says", "speed"), [("nothing", at_full_size(20, 1)), ("later", at_full_size(20, 10))])
def test_ten_minutes_without_mail_lose_nothing_and_double_nothing(
    server_says: str, speed: int, told: list[User]
) -> None:
    port = free_port()
    unwell = open_postbox(port, closed=True) if server_says == "later" else nullcontext()
    with running("tests.faults", "send_mail_for_ever", str(port), str(speed)):
        with unwell:
            assert eventually(lambda: Mail.objects.exclude(answer="").exists(), within=60)
            time.sleep(OUTAGE / speed / 2)
            tell_every_other(told)
            time.sleep(OUTAGE / speed / 2)
        repaired = time.monotonic()
        with open_postbox(port) as (postbox, _port):
            assert eventually(everything_is_sent, within=SECONDS_TO_RECOVER)
            seconds = (time.monotonic() - repaired) * speed

    print(  # noqa: T201 - figures for -s
        f"{len(postbox.received)} mails after {OUTAGE} s of {server_says}: all there {seconds:.0f} s later,"
        f" after {max(Mail.objects.values_list('tries', flat=True))} tries at most"
    )
    expected = Counter(person.email for person in [*told, *told[::2]])
    assert Counter(mail["To"] for mail in postbox.received) == expected
    assert len({mail["Message-ID"] for mail in postbox.received}) == expected.total()
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}


def tell_every_other(people: list[User]) -> None:
    for person in people[::2]:
        make_comment(to=make_comment(by=person))
    relay_all()


def everything_is_sent() -> bool:
    return not MailPlan.objects.exists() and not Mail.objects.filter(done_at=None).exists()


def send_all(port: int, settings: Settings) -> None:
    use(port, settings)
    send_mail(for_seconds=120)


def use(port: int, settings: Settings) -> None:
    settings.MAILERS = smtp_mailer(port)
