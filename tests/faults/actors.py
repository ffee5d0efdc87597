"""What the processes do that these tests start, and some of them kill."""

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from itertools import count
from unittest.mock import patch

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

import tests.faults.effects  # noqa: F401 - its receivers
from accounts.models import Restriction, User
from forum.comments.models import Comment
from forum.events.announcing import announce
from forum.events.relaying import claim, deliver, relay
from forum.notifications import fanning
from forum.notifications.mailing import send_mail
from forum.votes.ballots import ballots
from forum.votes.tallying import changes_to, tally, write
from moderation.acting import Decided
from moderation.appealing import answer
from moderation.carrying_out import go_on
from moderation.deciding import Verdict, decide
from moderation.models import Rule
from moderation.restricting import Length, restrict
from moderation.undoing import undo
from tests.make import make_comment
from tests.post import smtp_mailer

# Seconds, as forum.celery.TIMETABLE has it.
MAIL_EVERY = 20.0


def relay_once() -> None:
    relay()


def announce_one(effect_id: int) -> None:
    with transaction.atomic():
        announce("effect_wanted", effect_id=effect_id)


def relay_and_die_at_each_mark() -> None:
    """Relay in processes each of which kills itself when its first event has arrived and it would note that."""
    while died(relay, when=lambda sql: sql.startswith('DELETE FROM "events_delivery"')):
        pass


def fan_out_and_die_at_each(stride: int, batch: int, times: int) -> None:
    """So many deliveries, each in a process of its own, and telling in batches of that size."""
    with patch.object(fanning, "BATCH", batch):
        die_at_each(stride, range(times), lambda _place: deliver_next())


def deliver_next() -> None:
    delivery = claim(timezone.now())
    assert delivery
    deliver(delivery)


def announce_and_vanish(effect_id: int) -> None:
    """End after the COMMIT and before the hint, which is the next thing that the commit would run."""
    with transaction.atomic():
        transaction.on_commit(lambda: os._exit(9))
        announce("effect_wanted", effect_id=effect_id)


def reply_and_vanish(comment_id: int, author_id: int) -> None:
    """Likewise."""
    with transaction.atomic():
        transaction.on_commit(lambda: os._exit(9))
        reply(comment_id, author_id)


def reply(comment_id: int, author_id: int) -> None:
    make_comment(to=Comment.objects.get(pk=comment_id), by=User.objects.get(pk=author_id))


def announce_each_line() -> None:
    answer_each_line(lambda number: announce("effect_wanted", effect_id=number))


def reply_and_announce_each_line(comment_id: int, author_id: int) -> None:
    def reply_and_announce(number: int) -> None:
        reply(comment_id, author_id)
        announce("effect_wanted", effect_id=number)

    answer_each_line(reply_and_announce)


def answer_each_line(act: Callable[[int], None]) -> None:
    """Act with every number on standard input; answer with the seconds that the COMMIT took, and the hint after it."""
    connection.ensure_connection()
    for line in sys.stdin:
        with transaction.atomic():
            act(int(line))
            began = time.perf_counter()
        say(str(time.perf_counter() - began))


def send_mail_to(port: int) -> None:
    settings.MAILERS = smtp_mailer(port)
    send_mail()


def send_mail_for_ever(port: int, speed: int) -> None:
    """As often as beat has it sent, by a clock that runs so many times faster."""
    settings.MAILERS = smtp_mailer(port)
    now, began = timezone.now, timezone.now()
    with patch.object(timezone, "now", lambda: began + (now() - began) * speed):
        while True:
            send_mail()
            time.sleep(MAIL_EVERY / speed)


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def tally_for_ever() -> None:
    say("tallying")
    while True:
        tally()
        time.sleep(0.01)


def tally_and_hang() -> None:
    """Do all that a tally does but its COMMIT."""
    with transaction.atomic():
        for ballot in ballots():
            pks = ballot.things.lock_for_tally(list(ballot.marks.objects.marked()))
            ballot.marks.objects.on(pks).delete()
            write(ballot, changes_to(ballot, pks))
        say("written")
        time.sleep(60)


def decide_and_die_at_each(moderator_id: int, stride: int, *cases: int) -> None:
    die_at_each(stride, cases, lambda pk: decide(pk, Verdict.REMOVE, decided_by(moderator_id)))


def undo_and_die_at_each(moderator_id: int, stride: int, *entries: int) -> None:
    die_at_each(stride, entries, lambda pk: undo(pk, decided_by(moderator_id)))


def suspend_and_die_at_each(moderator_id: int, stride: int, *people: int) -> None:
    until = timezone.now() + timedelta(days=1)
    length = Length(kind=Restriction.Kind.SUSPEND, until=until)
    die_at_each(stride, people, lambda pk: restrict(User.objects.get(pk=pk), length, decided_by(moderator_id)))


def overturn_and_die_at_each(moderator_id: int, stride: int, *appeals: int) -> None:
    die_at_each(stride, appeals, lambda pk: answer(pk, decided_by(moderator_id), overturn=True))


def carry_out_and_die_at_each(moderator_id: int, stride: int, *bulk_acts: int) -> None:
    """As it was asked for by whoever did."""
    die_at_each(stride, bulk_acts, lambda pk: go_on(pk, for_seconds=60))


def decided_by(moderator_id: int) -> Decided:
    return Decided(by=User.objects.get(pk=moderator_id), at=timezone.now(), rule=Rule.objects.latest("pk"))


def die_at_each(stride: int, pks: Sequence[int], act: Callable[[int], object]) -> None:
    """Act on each in a process that kills itself before a later statement than the one before, by so many.

    On the last of these all is done: they are more than the act has statements.
    """
    for place, pk in enumerate(pks):
        died(partial(act, pk), when=at_statement(1 + place * stride))


def at_statement(place: int) -> Callable[[str], bool]:
    places = count(1)
    return lambda _sql: next(places) == place


def died(act: Callable[[], object], *, when: Callable[[str], bool]) -> bool:
    """Act in a process of its own, which is killed before the first statement of which that holds."""
    if child := os.fork():
        _child, status = os.waitpid(child, 0)
        assert status in (0, signal.SIGKILL)
        return status != 0

    def execute(run: Callable[..., object], sql: str, *rest: object) -> object:
        if when(sql):
            os.kill(os.getpid(), signal.SIGKILL)
        return run(sql, *rest)

    connection.execute_wrappers.append(execute)
    act()
    os._exit(0)
