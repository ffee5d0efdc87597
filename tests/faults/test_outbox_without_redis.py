"""Redis goes away under a worker and those who announce: nobody waits for it, and every event arrives once."""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from accounts.models import User
from forum.comments.models import Comment
from forum.events.hinting import HINT_LASTS
from forum.events.models import Delivery
from forum.notifications.models import MailPlan
from tests.faults import effects
from tests.faults.processes import eventually, running
from tests.faults.valkey import Valkey
from tests.forum.notifications.told import told
from tests.make import make_comment
from tests.sizes import at_full_size

pytestmark = [pytest.mark.needs_postgres, pytest.mark.usefixtures("effect_tables")]

SECONDS_OF_FAULT = at_full_size(3.0, 60.0)
# No request over 1 s: announcing is the part of one that Redis could delay.
LONGEST_WAIT = 1.0
# A worker looks for its broker again every other second, or is begun again; then the next sweep takes what is due. On a
# busy machine the beginning takes most of it.
SECONDS_TO_RECOVER = 30.0


class Announcer:
    """A process that announces effects 1, 2, 3 … and says how long each took.

    One that replies says something to Alice with each, of which she is to be told.
    """

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.count = 0
        self.seconds: list[float] = []

    def announce(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.count += 1
        self.process.stdin.write(f"{self.count}\n")
        self.process.stdin.flush()
        self.seconds.append(float(self.process.stdout.readline()))

    def announce_for(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            self.announce()
            time.sleep(0.05)

    def everything_has_arrived(self) -> bool:
        return effects.effects() == list(range(1, self.count + 1)) and not Delivery.objects.exists()


@pytest.fixture
def announcer(valkey: Valkey) -> Iterator[Announcer]:
    with running("tests.faults", "announce_each_line", redis_url=valkey.url) as process:
        yield Announcer(process)


@pytest.fixture
def replier(valkey: Valkey, alice: User, bob: User) -> Iterator[Announcer]:
    comment = make_comment(by=alice)
    command = ["reply_and_announce_each_line", str(comment.pk), str(bob.pk)]
    with running("tests.faults", *command, redis_url=valkey.url) as process:
        yield Announcer(process)


def test_hints_do_not_pile_up_while_no_worker_hears_them(valkey: Valkey, announcer: Announcer) -> None:
    began = time.monotonic()
    for _ in range(at_full_size(100, 10_000)):
        announcer.announce()
    seconds = time.monotonic() - began

    with redis.Redis.from_url(valkey.url) as client:
        waiting = client.llen("celery")
    # One for each time that a hint had lasted its HINT_LASTS, and the first.
    assert 1 <= waiting <= 1 + seconds / HINT_LASTS


def stop_and_start(valkey: Valkey, meanwhile: Callable[[], None]) -> None:
    valkey.stop()
    meanwhile()
    valkey.start()


def hang_and_resume(valkey: Valkey, meanwhile: Callable[[], None]) -> None:
    valkey.hang()
    meanwhile()
    valkey.resume()


def flush_again_and_again(valkey: Valkey, meanwhile: Callable[[], None]) -> None:
    valkey.flush()
    meanwhile()
    valkey.flush()


@pytest.mark.parametrize("fault", [stop_and_start, hang_and_resume, flush_again_and_again])
def test_every_effect_happens_once_all_are_told_once_and_nobody_waits(
    fault: Callable[[Valkey, Callable[[], None]], None], valkey: Valkey, worker: Path, replier: Announcer, alice: User
) -> None:
    replier.announce_for(1)
    assert eventually(replier.everything_has_arrived, within=10), worker.read_text()

    fault(valkey, lambda: replier.announce_for(SECONDS_OF_FAULT))
    repaired = time.monotonic()
    replier.announce_for(1)

    assert eventually(replier.everything_has_arrived, within=SECONDS_TO_RECOVER), worker.read_text()
    print(  # noqa: T201 - figures for -s
        f"{fault.__name__}: {replier.count} replies, the slowest COMMIT {max(replier.seconds):.2f} s,"
        f" all told {time.monotonic() - repaired:.0f} s after"
    )
    replies = Comment.objects.filter(parent__author=alice).order_by("pk").values_list("pk", flat=True)
    assert len(replies) == replier.count
    assert sorted(told(alice)) == [("reply", pk) for pk in replies]
    assert MailPlan.objects.filter(person=alice).count() == 1
    assert max(replier.seconds) < LONGEST_WAIT
