"""Several at once, each with a connection of its own. For tests whose database is not inside one transaction."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

PATIENCE = 20.0


def at_once[T](jobs: Sequence[Callable[[], T]]) -> list[T]:
    """Start the jobs together; what each returned. The first failure is raised here."""
    start = Barrier(len(jobs))

    def job_at_start(job: Callable[[], T]) -> T:
        connection.ensure_connection()
        start.wait(PATIENCE)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(lambda job: on_own_connection(lambda: job_at_start(job)), jobs))


def on_own_connection[T](job: Callable[[], T]) -> T:
    """For a thread: it gives its connection back, or the test's database could not be dropped."""
    try:
        return job()
    finally:
        connection.close()


def until_somebody_waits_for_a_lock() -> None:
    """PostgreSQL: return as soon as one session of this database waits for another's lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchall() != [(0,)]:
                return
        time.sleep(0.01)
    raise AssertionError("nobody came to wait for a lock")
