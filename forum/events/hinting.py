"""Saying that something waits in the outbox. A hint may be lost: the beat table's sweep comes seconds later."""

import threading
from functools import partial

import kombu.transport.redis  # noqa: F401 - else the first hint loads it, and a reader waits a tenth of a second
from celery import current_app
from django.conf import settings

from forum.lib.redis import ask, redis

RELAY_TASK = "forum.events.tasks.relay_events"
# One hint is enough for all who announce until a relay has heard it: so a dead worker does not fill Redis.
HINTED_KEY = "understory:hinted"
# A hint that Redis lost keeps others back no longer than this.
HINT_LASTS = 5.0

# Set where there is no Redis: what the trial's thread waits for.
hinted = threading.Event()


def hint() -> None:
    """Wake a relay soon. Never raises for Redis' sake, and never waits for it (forum.lib.redis)."""
    if not settings.REDIS_URL:
        hinted.set()
    elif ask(partial(redis().set, HINTED_KEY, 1, nx=True, px=int(HINT_LASTS * 1000)), otherwise=None):
        ask(partial(current_app.send_task, RELAY_TASK, ignore_result=True), otherwise=None)


def hear() -> None:
    """From here on a new hint is needed. Call it before looking, so that nothing falls between."""
    if not settings.REDIS_URL:
        hinted.clear()
    else:
        ask(partial(redis().delete, HINTED_KEY), otherwise=None)
