"""Doors of the outbox."""

from celery import shared_task

from forum.events.hinting import RELAY_TASK, hear, hint
from forum.events.relaying import relay


@shared_task(name=RELAY_TASK, ignore_result=True)
def relay_events() -> None:
    hear()
    if relay():
        hint()
