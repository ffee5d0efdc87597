"""The Celery application. What runs at which times is settings.CELERY_BEAT_SCHEDULE."""

import logging
import os
from logging.config import dictConfig
from typing import NotRequired, TypedDict

from celery import Celery
from celery.schedules import BaseSchedule
from celery.signals import setup_logging
from django.conf import settings

from forum import heartbeat  # noqa: F401 - it listens to what worker and beat do


class BeatEntry(TypedDict):
    """A line of settings.CELERY_BEAT_SCHEDULE: celery.schedules.schedule(seconds) or crontab(...)."""

    task: str
    schedule: BaseSchedule
    args: NotRequired[tuple[object, ...]]
    kwargs: NotRequired[dict[str, object]]
    # For Celery alone, such as after how many seconds nobody need do it any more.
    options: NotRequired[dict[str, object]]


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
app = Celery("understory")
# For every thread: without it only the importing one knows this application, and the others a default without settings.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_the_site_does(loglevel: int, **about: object) -> None:
    """With a listener here Celery leaves logging alone; --loglevel is for its own words."""
    dictConfig(settings.LOGGING)
    logging.getLogger("celery").setLevel(loglevel)
