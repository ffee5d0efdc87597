"""Doors of the tally."""

from celery import shared_task

from forum.events.hinting import hear, hint
from forum.votes.tallying import SECONDS_AT_A_TIME, TALLY_TASK, tally


@shared_task(name=TALLY_TASK, ignore_result=True)
def tally_votes(for_seconds: float = SECONDS_AT_A_TIME) -> None:
    hear(TALLY_TASK)
    if tally(for_seconds=for_seconds):
        hint(TALLY_TASK)
