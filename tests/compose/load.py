"""Readers and writers who go on while the site is changed under them, and what became of each of their requests."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException

from tests.compose.acts import comment
from tests.compose.visitor import Site, Visitor

# Seconds between two acts of one person: who writes faster than once a second is told to wait (settings.RATES).
READING, WRITING = 0.2, 1.5


@dataclass
class Tally:
    """All numbers are of one run. A request counts as failed unless what was asked for came back."""

    done: int = 0
    failures: list[str] = field(default_factory=list)
    # Comments that the site has said it took.
    taken: list[int] = field(default_factory=list)
    longest_wait: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __str__(self) -> str:
        return f"{self.done} requests, {len(self.failures)} failed, the longest wait {self.longest_wait:.1f} s"


def read(visitor: Visitor, path: str) -> list[int]:
    answer = visitor.get(path)
    if answer.status != 200:
        raise HTTPException(f"{path}: {answer.status} {answer.body[:200]}")
    return []


def write(visitor: Visitor, article: str) -> list[int]:
    return [comment(visitor, article, f"Said at {time.time()}.")]


type Act = Callable[[Visitor, str], list[int]]
type Job = tuple[Visitor, Act, str, float]


@contextmanager
def going_on(
    site: Site, paths: Sequence[str], writers: Sequence[Visitor], *, pause: float = READING
) -> Iterator[Tally]:
    """A reader for each path and a thread for each writer, on the first path, until the end of the block."""
    tally, over = Tally(), threading.Event()
    jobs: list[Job] = [(Visitor(site), read, path, pause) for path in paths]
    jobs += [(writer, write, paths[0], WRITING) for writer in writers]
    threads = [threading.Thread(target=repeat, args=(*job, tally, over)) for job in jobs]
    for thread in threads:
        thread.start()
    try:
        yield tally
    finally:
        over.set()
        for thread in threads:
            thread.join()


def repeat(visitor: Visitor, act: Act, path: str, pause: float, tally: Tally, over: threading.Event) -> None:
    visitor.longest_wait = 0.0
    while not over.wait(pause):
        taken, failure = [], None
        try:
            taken = act(visitor, path)
        except (OSError, HTTPException, AssertionError, LookupError) as error:
            failure = f"{act.__name__} {path} at {time.strftime('%X')}: {error!r}"
        with tally.lock:
            tally.done += 1
            tally.taken += taken
            tally.failures += [failure] if failure else []
            tally.longest_wait = max(tally.longest_wait, visitor.longest_wait)
