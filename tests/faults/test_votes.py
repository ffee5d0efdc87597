"""Voters, writers and a tally that is killed: every vote counted once, no score wrong, no lock error for anybody."""

import random
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import User
from forum.comments.checking import all_faults
from forum.comments.models import Comment, CommentTallyMark, CommentVote
from forum.comments.posting import post_comment
from forum.votes.casting import cast_vote
from forum.votes.recounting import differences
from forum.votes.tallying import tally
from tests.faults.processes import eventually, running
from tests.make import UserFactory, make_comment, make_thread
from tests.sizes import at_full_size

pytestmark = [pytest.mark.needs_postgres, pytest.mark.django_db(transaction=True)]

VOTERS = at_full_size(8, 32)
WRITERS = at_full_size(4, 16)
KILLS = 3
# How long a tally lives at most, and those who outlive the last one.
SECONDS = at_full_size(0.5, 5.0)


class Crowd:
    """Threads that work until they are told that it is enough; what they did, and what stopped any of them."""

    def __init__(self) -> None:
        self.enough = threading.Event()
        self.done: Counter[str] = Counter()
        self.failures: list[BaseException] = []
        self.threads: list[threading.Thread] = []
        self.lock = threading.Lock()

    def join_in(self, name: str, act: Callable[[random.Random], object], pause: float) -> None:
        self.threads.append(threading.Thread(target=self.work, args=(name, act, pause, len(self.threads))))

    def work(self, name: str, act: Callable[[random.Random], object], pause: float, seed: int) -> None:
        chance = random.Random(seed)
        done = 0
        try:
            while not self.enough.wait(pause):
                act(chance)
                done += 1
        except BaseException as failure:
            # Told to the test, which fails with it.
            self.failures.append(failure)
        finally:
            connection.close()
            with self.lock:
                self.done[name] += done


def voter_on(comments: list[Comment], person: User) -> Callable[[random.Random], object]:
    """Half of all votes are on the first of them."""

    def vote(chance: random.Random) -> None:
        comment = comments[0] if chance.random() < 0.5 else chance.choice(comments)
        cast_vote(comment, voter=person, value=chance.choice([1, 1, -1, 0]))

    return vote


def writer_in(comments: list[Comment], person: User) -> Callable[[random.Random], object]:
    def write(chance: random.Random) -> None:
        parent = Comment.objects.get(pk=chance.choice(comments).pk)
        post_comment(parent.article, author=person, text="So it does.", form_key=uuid4(), parent=parent)

    return write


def begun(stack: ExitStack) -> "subprocess.Popen[str]":
    """A process that tallies without a pause, once it has said that it does."""
    process = stack.enter_context(running("tests.faults", "tally_for_ever"))
    assert process.stdout
    assert process.stdout.readline() == "tallying\n"
    return process


def test_tallies_killed_among_voters_and_writers_leave_nothing_wrong() -> None:
    comments = make_thread([[[] for _ in range(5)] for _ in range(at_full_size(10, 40))])
    people = UserFactory.create_batch(VOTERS + WRITERS)
    crowd = Crowd()
    for person in people[:VOTERS]:
        crowd.join_in("votes", voter_on(comments, person), pause=0.01)
    for person in people[VOTERS:]:
        crowd.join_in("replies", writer_in(comments, person), pause=0.1)

    with ExitStack() as stack:
        process = begun(stack)
        for thread in crowd.threads:
            thread.start()
        for _kill in range(KILLS):
            time.sleep(random.uniform(SECONDS / 5, SECONDS))
            process.kill()
            process.wait()
            process = begun(stack)
        time.sleep(SECONDS)
        crowd.enough.set()
        for thread in crowd.threads:
            thread.join()
        assert eventually(lambda: not CommentTallyMark.objects.exists(), within=20)

    print(f"{dict(crowd.done)} by {VOTERS} voters and {WRITERS} writers, {KILLS} kills")  # noqa: T201 - figures for -s
    assert crowd.failures == []
    assert list(differences(fix=False)) == []
    assert list(all_faults()) == []
    pairs = list(CommentVote.objects.values_list("voter", "votable"))
    assert len(pairs) == len(set(pairs))
    assert Comment.objects.count() == len(comments) + crowd.done["replies"]
    assert crowd.done["votes"] > 10 * VOTERS, "there must be votes for this test to mean anything"


def test_a_tally_killed_in_the_middle_of_its_transaction_has_done_nothing(alice: User) -> None:
    comment = make_comment(by=alice)
    for person in UserFactory.create_batch(3):
        cast_vote(comment, voter=person, value=1)

    with running("tests.faults", "tally_and_hang") as process:
        assert process.stdout
        assert process.stdout.readline() == "written\n"
        process.kill()
        process.wait()

    assert Comment.objects.values_list("score", flat=True).get() == 0
    assert CommentTallyMark.objects.count() == 3
    assert eventually(lambda: tally() is False and not CommentTallyMark.objects.exists(), within=10)
    assert Comment.objects.values_list("score", flat=True).get() == 3
    assert User.objects.get(pk=alice.pk).standing == 3
    assert list(differences(fix=False)) == []
