"""Voting: votes a second through the whole application, and how soon the tally has them, with a real worker.

Beside a view that does nothing but insert a row, asked by as many people as fast in the same run.
"""

import random
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path

from accounts.models import User
from forum.comments.models import Comment, CommentTallyMark
from forum.votes.casting import cast_vote
from forum.votes.recounting import differences
from tests.bench.timing import Reader, session_of
from tests.faults.processes import eventually, running
from tests.make import UserFactory, make_thread

VOTERS = 32
SECONDS = 15.0
# A vote a second and somebody to watch it.
PROBES_EVERY = 0.5


def insert(request: HttpRequest) -> HttpResponse:
    """The yardstick: a row for somebody who is signed in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_row (person, value) VALUES (%s, %s)", [request.user.pk, request.POST["value"]]
        )
    return HttpResponse("<span></span>")


urlpatterns = [path("bench/insert", insert), path("", include("forum.urls"))]


@dataclass
class Crowd:
    """People who do one thing over and over, and how long each time took."""

    act: Callable[[Reader, random.Random], object]
    taken: list[float] = field(default_factory=list)

    def run(self, readers: list[Reader], seconds: float) -> None:
        ends = time.monotonic() + seconds
        threads = [
            threading.Thread(target=self.go_on, args=(reader, ends, seed)) for seed, reader in enumerate(readers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def go_on(self, reader: Reader, ends: float, seed: int) -> None:
        chance, taken = random.Random(seed), []
        while time.monotonic() < ends:
            began = time.perf_counter()
            self.act(reader, chance)
            taken.append(time.perf_counter() - began)
        connection.close()
        self.taken += taken

    def told(self) -> str:
        cuts = [seconds * 1000 for seconds in statistics.quantiles(self.taken, n=20)]
        return f"{len(self.taken) / SECONDS:6.0f} a second, median {cuts[9]:5.1f} ms, 95 % within {cuts[18]:5.1f} ms"


def figures() -> None:
    if connection.vendor != "postgresql":
        print("votes: measured on PostgreSQL, where several processes share the work")
        return
    print(f"votes, {VOTERS} people for {SECONDS:.0f} s in one process of {VOTERS} threads; fsync is off")
    comments = make_thread([[[] for _ in range(9)] for _ in range(20)])
    readers = [Reader(session_of(person)) for person in UserFactory.create_batch(VOTERS)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_row (id bigserial PRIMARY KEY, person bigint, value int)")
    with (
        override_settings(ROOT_URLCONF=__name__, RATES=settings.RATES | {"vote": (10**9, 60)}),
        TemporaryDirectory() as folder,
        running(*worker(folder), redis_url=settings.REDIS_URL, log=Path(folder) / "log"),
    ):
        # The first waits for the worker to begin.
        Lags().watch(seconds=0)
        plain = Crowd(lambda reader, chance: reader.post("/bench/insert", value=chance.choice([1, -1])))
        plain.run(readers, SECONDS)
        print(f"  a view that only inserts    {plain.told()}")
        alone = Lags()
        alone.watch(SECONDS)
        print(f"  tally, one vote at a time   {alone.told()}")
        voters, busy = Crowd(lambda reader, chance: vote(reader, chance, comments)), Lags()
        watcher = threading.Thread(target=busy.watch, args=(SECONDS,))
        watcher.start()
        voters.run(readers, SECONDS)
        watcher.join()
        print(f"  votes                       {voters.told()}")
        print(f"  tally, among them           {busy.told()}")
        began = time.monotonic()
        assert eventually(lambda: not CommentTallyMark.objects.exists(), within=60)
        print(f"  after the last vote the tally had all of them in {time.monotonic() - began:.1f} s")
    print(f"  {len(list(differences(fix=False)))} differences")


def worker(folder: str) -> list[str]:
    command = ["celery", "-A", "forum.celery", "worker", "--beat", "--concurrency=1", "--loglevel=ERROR"]
    return [*command, f"--schedule={folder}/beat"]


def vote(reader: Reader, chance: random.Random, comments: list[Comment]) -> None:
    """Half of all votes are on one comment."""
    comment = comments[0] if chance.random() < 0.5 else chance.choice(comments)
    reader.post(f"/c/{comment.pk}/vote", value=chance.choice([1, -1, 0]))


class Lags:
    """How long votes on a comment of their own wait for the tally."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def watch(self, seconds: float) -> None:
        [comment] = make_thread([])
        person: User = UserFactory.create()
        ends, value = time.monotonic() + seconds, 1
        while not self.seconds or time.monotonic() < ends:
            cast_vote(comment, voter=person, value=value)
            began = time.perf_counter()
            rows = Comment.objects.filter(pk=comment.pk, score=value)
            assert eventually(rows.exists, within=60)
            self.seconds.append(time.perf_counter() - began)
            value = -value
            time.sleep(PROBES_EVERY)
        connection.close()

    def told(self) -> str:
        middle, most = statistics.median(self.seconds), max(self.seconds)
        return f"{middle:.2f} s behind (median of {len(self.seconds)}), {most:.2f} s at most"
