"""Telling the layers above what happened, without knowing them."""

from django.db import transaction
from django.db.transaction import TransactionManagementError

from forum.events.hinting import hint
from forum.events.models import Delivery
from forum.events.receiving import receivers_of


def announce(event: str, **ids: int) -> None:
    """Promise the event to every receiver, in the caller's transaction: it arrives if and only if that commits.

    The only query is one insert, and there is none when nobody listens; call it last, after the locks.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError(f"Announce {event} inside the transaction that makes it true.")
    deliveries = [Delivery(event=event, receiver=name, ids=ids) for name in receivers_of(event)]
    if deliveries:
        Delivery.objects.bulk_create(deliveries)
        transaction.on_commit(hint, robust=True)
