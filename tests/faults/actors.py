"""What the processes do that these tests start, and some of them kill."""

import os
import sys
import time

from django.db import connection, transaction

import tests.faults.effects  # noqa: F401 - its receivers
from forum.events.announcing import announce
from forum.events.relaying import relay
from forum.votes.ballots import ballots
from forum.votes.tallying import changes_to, tally, write


def relay_once() -> None:
    relay()


def announce_one(effect_id: int) -> None:
    with transaction.atomic():
        announce("effect_wanted", effect_id=effect_id)


def announce_and_vanish(effect_id: int) -> None:
    """End after the COMMIT and before the hint, which is the next thing that the commit would run."""
    with transaction.atomic():
        transaction.on_commit(lambda: os._exit(9))
        announce("effect_wanted", effect_id=effect_id)


def announce_each_line() -> None:
    """Announce an effect for every number on standard input; answer with the seconds that it took."""
    connection.ensure_connection()
    for line in sys.stdin:
        began = time.perf_counter()
        with transaction.atomic():
            announce("effect_wanted", effect_id=int(line))
        sys.stdout.write(f"{time.perf_counter() - began}\n")
        sys.stdout.flush()


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
