"""Telling the layers above what happened, without knowing them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from forum.events.hinting import hint
from forum.events.models import Delivery
from forum.events.receiving import receivers_of


class Promise(NamedTuple):
    event: str
    ids: dict[str, int]
    due_at: datetime


_delay: ContextVar[timedelta] = ContextVar("delay", default=timedelta())
_together: ContextVar[list[Promise] | None] = ContextVar("together", default=None)


def announce(event: str, **ids: int) -> None:
    """Promise the event to every receiver, in the caller's transaction: it arrives if and only if that commits.

    The only queries are one insert, none when nobody listens, and what receivers ask that listen only at times. Call it
    last, after the locks.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError(f"Announce {event} inside the transaction that makes it true.")
    promise = Promise(event, ids, timezone.now() + _delay.get())
    together = _together.get()
    if together is None:
        send([promise])
    else:
        together.append(promise)


def send(promises: list[Promise]) -> None:
    """However many tell of the same event, who wants to hear of it is asked once."""
    receivers = {event: receivers_of(event) for event in {promise.event for promise in promises}}
    deliveries = [
        Delivery(event=promise.event, receiver=name, ids=promise.ids, due_at=promise.due_at)
        for promise in promises
        for name in receivers[promise.event]
    ]
    if deliveries:
        Delivery.objects.bulk_create(deliveries)
        transaction.on_commit(hint, robust=True)


@contextmanager
def announced_together() -> Iterator[None]:
    """What several verbs announce in one transaction is one insert, at the end of the outermost of these.

    What was announced within one that fails was not: put it around what is undone with it.
    """
    outer, own = _together.get(), list[Promise]()
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
