"""Telling the layers above what happened, without knowing them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from forum.events.hinting import hint
from forum.events.models import Delivery
from forum.events.receiving import receivers_of

_delay: ContextVar[timedelta] = ContextVar("delay", default=timedelta())
_together: ContextVar[list[Delivery] | None] = ContextVar("together", default=None)


def announce(event: str, **ids: int) -> None:
    """Promise the event to every receiver, in the caller's transaction: it arrives if and only if that commits.

    The only query is one insert, and there is none when nobody listens; call it last, after the locks.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError(f"Announce {event} inside the transaction that makes it true.")
    due_at = timezone.now() + _delay.get()
    deliveries = [Delivery(event=event, receiver=name, ids=ids, due_at=due_at) for name in receivers_of(event)]
    together = _together.get()
    if together is None:
        send(deliveries)
    else:
        together += deliveries


def send(deliveries: list[Delivery]) -> None:
    if deliveries:
        Delivery.objects.bulk_create(deliveries)
        transaction.on_commit(hint, robust=True)


@contextmanager
def announced_together() -> Iterator[None]:
    """What several verbs announce in one transaction is one insert, at the end of the outermost of these.

    What was announced within one that fails was not: put it around what is undone with it.
    """
    outer, own = _together.get(), list[Delivery]()
    token = _together.set(own)
    try:
        yield
    finally:
        _together.reset(token)
    if outer is None:
        send(own)
    else:
        outer += own


@contextmanager
def held_back(by: timedelta) -> Iterator[None]:
    """What is announced within sets out so much later: time to think again.

    Receivers look at what is true when they are called, so that what was taken back meanwhile is told to nobody.
    """
    token = _delay.set(by)
    try:
        yield
    finally:
        _delay.reset(token)
