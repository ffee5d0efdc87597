"""Saying that something waits for a task of the beat table: the outbox for its relay, votes for their tally.

A hint may be lost: the table's sweep comes seconds later.
"""

import threading
from functools import partial

import kombu.transport.redis  # noqa: F401 - else the first hint loads it, and a reader waits a tenth of a second
from celery import current_app
from django.conf import settings

from forum.lib.redis import ask, redis

RELAY_TASK = "forum.events.tasks.relay_events"
# One hint is enough for all who give it until the task has heard it: so a dead worker does not fill Redis.
HINTED_KEY = "understory:hinted:{task}"
# A hint that Redis lost keeps others back no longer than this.
HINT_LASTS = 5.0

# Set where there is no Redis: what the trial's thread waits for, and the tasks that it then runs before their time.
hinted = threading.Event()
wanted: set[str] = set()


def hint(task: str = RELAY_TASK, *, after: float = 0) -> None:
    """Have the task run soon. Never raises for Redis' sake, and never waits for it (forum.lib.redis).

    A worker begins it `after` so many seconds: one run then does for all that comes meanwhile.
    """
    if not settings.REDIS_URL:
        wanted.add(task)
        hinted.set()
    elif ask(partial(redis().set, key_of(task), 1, nx=True, px=int(HINT_LASTS * 1000)), otherwise=None):
        ask(partial(current_app.send_task, task, countdown=after or None, ignore_result=True), otherwise=None)


def hear(task: str = RELAY_TASK) -> None:
    """From here on a new hint is needed. Call it before looking, so that nothing falls between."""
    if not settings.REDIS_URL:
        wanted.discard(task)
    else:
        ask(partial(redis().delete, key_of(task)), otherwise=None)


def key_of(task: str) -> str:
    return HINTED_KEY.format(task=task)
