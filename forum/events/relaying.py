"""Bringing events to their receivers: at least once each, by as many relays at a time as there are.

A relay claims one delivery by a lease, acts outside any transaction, and marks. Killed anywhere between, it leaves a
row that is due again when the lease ends.
"""

import logging
import random
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from forum.events.models import Delivery, DeliveryQuerySet
from forum.events.receiving import find_receiver

logger = logging.getLogger(__name__)

# How long a claimed row is another's. Longer than a receiver may take (settings.TASK_LIMIT), or two work on it.
LEASE = timedelta(seconds=90)
# The last begins about 43 minutes after the first (next_try_after): longer than a mail server's restart.
TRIES = 5
FIRST_WAIT = timedelta(seconds=10)
WAITS_GROW = 6
# Then others get their turn with the worker, and a time limit means one receiver, not the thousand before it.
SECONDS_AT_A_TIME = 10.0


def relay(*, for_seconds: float = SECONDS_AT_A_TIME) -> bool:
    """Deliver what is due, oldest first. True when the time was up before the outbox was empty."""
    ends = time.monotonic() + for_seconds
    while time.monotonic() < ends:
        delivery = claim(timezone.now())
        if delivery is None:
            return False
        deliver(delivery)
    return True


def claim(now: datetime) -> Delivery | None:
    """The delivery that waited longest, ours until the lease ends; None when nothing is due."""
    due = Delivery.objects.due(now).longest_due_first()
    # Outside a transaction: on SQLite every BEGIN takes the one write lock, and most looks find nothing.
    if not due.exists():
        return None
    with transaction.atomic():
        delivery = due.select_for_update(skip_locked=True).first()
        if delivery is not None:
            delivery.tries += 1
            delivery.due_at = now + LEASE
            delivery.save(update_fields=["tries", "due_at"])
    return delivery


def deliver(delivery: Delivery) -> None:
    """Call the receiver of a claimed delivery, outside any transaction, and mark what came of it."""
    receiver = find_receiver(delivery.receiver)
    if receiver is None:
        bury(delivery, f"There is no receiver {delivery.receiver}.")
    elif delivery.tries > TRIES:
        # No failure was noted after the last try: the receiver took its process with it, or never returned.
        bury(delivery, delivery.error or "Every try ended without an answer.")
    else:
        try:
            receiver(**delivery.ids)
        except Exception as error:
            logger.exception("Try %d of %d to deliver %s failed.", delivery.tries, TRIES, delivery)
            note_failure(delivery, f"{type(error).__name__}: {error}")
        else:
            # Done is gone: the effect is the receiver's own row, and this table stays as small as what is on its way.
            Delivery.objects.filter(pk=delivery.pk).delete()


def note_failure(delivery: Delivery, error: str) -> None:
    if delivery.tries >= TRIES:
        bury(delivery, error)
    else:
        mine(delivery).update(due_at=timezone.now() + next_try_after(delivery.tries), error=error)


def bury(delivery: Delivery, error: str) -> None:
    """Leave the row as a dead letter: nobody tries again unless told to (forum.events.retrying)."""
    if mine(delivery).update(dead_at=timezone.now(), error=error):
        logger.error("Gave up on %s: %s", delivery, error)


def mine(delivery: Delivery) -> DeliveryQuerySet:
    """The row while this try is its latest: somebody whose lease ran out must not mark what another is working on."""
    return Delivery.objects.alive().filter(pk=delivery.pk, tries=delivery.tries)


def next_try_after(tries: int) -> timedelta:
    """10 s, 1 min, 6 min, 36 min, give or take half: what failed together is not retried together."""
    growth: int = WAITS_GROW ** (tries - 1)
    return FIRST_WAIT * growth * random.uniform(0.5, 1.5)  # noqa: S311 - spread, not secrecy
