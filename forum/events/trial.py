"""Background work without Redis: one thread of the serving process does what worker and beat do elsewhere.

It runs the entries of settings.CELERY_BEAT_SCHEDULE at their times, as plain functions, and at every hint the one that
it is for: one after the other, each in a helper thread that ends with its database connections, so that nothing it
breaks is there for the next. After settings.TASK_LIMIT seconds it no longer waits for a helper (a thread cannot be
killed). So a receiver that never returns holds the others up for a minute each time it is tried, and is then a dead
letter; an entry of the table is not begun again while it still runs.

Start it in the process that answers requests (forum/wsgi.py): a thread does not survive a fork.
"""

import logging
import threading
import time
from collections.abc import Callable
from functools import partial

from celery import current_app
from celery.beat import ScheduleEntry
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections

from forum.events.hinting import RELAY_TASK, hear, hinted, wanted

logger = logging.getLogger(__name__)

# How exactly the times of the table are kept, and the longest wait after a hint that came in between.
TICK = 1.0
# Any number that nothing else in the database locks: "unde" in ASCII.
ADVISORY_LOCK = 0x756E6465
# At a restart the process before may still be finishing its requests.
SECONDS_FOR_THE_LAST_ONE_TO_END = 5.0


class Job:
    """An entry of the beat table, and when it ran last: at first, now."""

    def __init__(self, task: str, entry: ScheduleEntry) -> None:
        self.task = task
        self.entry = entry
        self.work = partial(current_app.tasks[task], *(entry.args or ()), **(entry.kwargs or {}))
        self.thread: threading.Thread | None = None

    def is_due(self) -> bool:
        """Whether its time has come, or a hint, and nothing is in its way."""
        # Relays may work side by side: while one is stuck the next delivers what else there is.
        is_free = self.thread is None or not self.thread.is_alive() or self.task == RELAY_TASK
        return is_free and (self.task in wanted or self.entry.is_due()[0])

    def run(self) -> None:
        hear(self.task)
        self.entry = self.entry.next()
        self.thread = threading.Thread(target=run_alone, args=(self.work,), name=self.task, daemon=True)
        self.thread.start()
        self.thread.join(settings.TASK_LIMIT)
        if self.thread.is_alive():
            logger.error("%s has not returned within %s s: going on without it.", self.task, settings.TASK_LIMIT)


class Place:
    """The right to be the only process that serves a PostgreSQL database without Redis: a lock of its own session.

    Caches, limits and live updates of such a process are its own; a second one beside it would know nothing of them.
    """

    def __init__(self) -> None:
        # Not from the pool, whose connections change hands.
        self.connection = connection.copy(alias="trial")
        self.connection.settings_dict["OPTIONS"].pop("pool", None)
        self.connection.inc_thread_sharing()

    def take(self) -> None:
        """Raises ImproperlyConfigured when another process has it and keeps it."""
        patience_ends = time.monotonic() + SECONDS_FOR_THE_LAST_ONE_TO_END
        while not self.is_ours():
            if time.monotonic() > patience_ends:
                raise ImproperlyConfigured(
                    "Another process serves this database already. Set REDIS_URL, so that several processes can share "
                    "the work, or run only one."
                )
            time.sleep(TICK / 4)

    def is_ours(self) -> bool:
        """Whether this process holds the lock; takes it again where a restart of the database dropped it."""
        if self.connection.connection is not None and self.connection.is_usable():
            return True
        self.connection.close()
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
            [is_locked] = cursor.fetchone()
        if not is_locked:
            self.connection.close()
        return bool(is_locked)


def start() -> None:
    """Begin. Raises ImproperlyConfigured where another process already does this for the same PostgreSQL database."""
    place = Place() if connection.vendor == "postgresql" else None
    if place is not None:
        place.take()
    # Else the tasks of an app are unknown until something happens to import them.
    current_app.loader.import_default_modules()
    threading.Thread(target=run_for_ever, args=(jobs_of_the_table(), place), name="trial", daemon=True).start()


def jobs_of_the_table() -> list[Job]:
    return [
        Job(entry["task"], ScheduleEntry(app=current_app, **entry)) for entry in settings.CELERY_BEAT_SCHEDULE.values()
    ]


def run_for_ever(jobs: list[Job], place: Place | None) -> None:
    while True:
        try:
            run_what_is_due(jobs, place)
        except Exception as error:  # whatever it is, tomorrow's mail must go out
            logger.warning("Background work waits: %s", error)
            time.sleep(TICK)


def run_what_is_due(jobs: list[Job], place: Place | None) -> None:
    """Wait for a hint, at most a tick; then run what is due."""
    hinted.wait(TICK)
    if place is not None and not place.is_ours():
        raise RuntimeError("another process serves this database now.")
    hinted.clear()
    for job in jobs:
        if job.is_due():
            job.run()


def run_alone(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:
        logger.exception("Background work failed.")
    finally:
        connections.close_all()
