"""Doors of the outbox."""

from celery import shared_task

from forum.events.hinting import RELAY_TASK, hear, hint
from forum.events.relaying import SECONDS_AT_A_TIME, relay


@shared_task(name=RELAY_TASK, ignore_result=True)
def relay_events(for_seconds: float = SECONDS_AT_A_TIME) -> None:
    hear()
    if relay(for_seconds=for_seconds):
        hint()
