"""The Celery application, and what runs at which times."""

import logging
import os
from functools import partialmethod
from logging.config import dictConfig
from typing import NotRequired, TypedDict

from celery import Celery
from celery.app.amqp import AMQP
from celery.schedules import BaseSchedule, schedule
from celery.signals import setup_logging
from django.conf import settings
from kombu import Connection

from forum import heartbeat  # noqa: F401 - it listens to what worker and beat do


class BeatEntry(TypedDict):
    """A line of TIMETABLE: celery.schedules.schedule(seconds) or crontab(...)."""

    task: str
    schedule: BaseSchedule
    args: NotRequired[tuple[object, ...]]
    kwargs: NotRequired[dict[str, object]]
    # For Celery alone, such as after how many seconds nobody need do it any more.
    options: NotRequired[dict[str, object]]


# What runs by itself. The trial's thread runs it, too, without Celery: forum/events/trial.py.
TIMETABLE: dict[str, BeatEntry] = {
    # What a lost hint costs at most.
    "relay": {"task": "forum.events.tasks.relay_events", "schedule": schedule(5.0)},
    "tally": {"task": "forum.votes.tasks.tally_votes", "schedule": schedule(2.0), "options": {"expires": 10}},
    "mail": {"task": "forum.notifications.tasks.send_due_mail", "schedule": schedule(20.0), "options": {"expires": 20}},
    "forget": {"task": "accounts.tasks.forget", "schedule": schedule(3600.0)},
    "forget_contacts": {"task": "moderation.tasks.forget", "schedule": schedule(3600.0)},
    "forget_told": {"task": "forum.notifications.tasks.forget", "schedule": schedule(3600.0)},
}
# Seconds that one receiver or task may take. Kept below the lease of a delivery (forum.events.relaying).
TASK_LIMIT = 60
# What no site would want otherwise; where the broker is stands in the settings.
QUEUE: dict[str, object] = {
    "task_serializer": "json",
    "accept_content": ["json"],
    "task_ignore_result": True,
    # A message is gone when its task is done, not when it starts; whoever dies over it gives it back.
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "task_soft_time_limit": TASK_LIMIT - 10,
    "task_time_limit": TASK_LIMIT,
    # Publishing happens in a reader's request: one short try. A hint that is lost costs a sweep.
    "task_publish_retry": False,
    "broker_connection_timeout": 0.3,
    "broker_connection_retry_on_startup": True,
    # Looked for until it is there: who gives up is only begun again, after pauses of Docker's that grow.
    "broker_connection_max_retries": None,
    "broker_transport_options": {
        "socket_timeout": 0.3,
        "socket_connect_timeout": 0.3,
        "max_retries": 0,
        # A worker that vanished keeps its message for this long; kombu looks only every (10 s x throttle).
        "visibility_timeout": 2 * TASK_LIMIT + 30,
        "unacked_restore_throttle": 1,
    },
}


class Broker(Connection):
    """Looked for every other second while it is away: kombu's pauses grow to 30 s, in which nobody is told anything."""

    ensure_connection = partialmethod(Connection.ensure_connection, interval_max=2)


class Queueing(AMQP):
    Connection = Broker


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
app = Celery("understory", changes=QUEUE, amqp=Queueing)
# For every thread: without it only the importing one knows this application, and the others a default without settings.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_the_site_does(loglevel: int, **about: object) -> None:
    """With a listener here Celery leaves logging alone; --loglevel is for its own words."""
    dictConfig(settings.LOGGING)
    logging.getLogger("celery").setLevel(loglevel)
