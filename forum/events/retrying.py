"""Giving dead letters another chance."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from forum.events.hinting import hint
from forum.events.models import Delivery


def retry(ids: Iterable[int] | None = None) -> int:
    """Make dead letters due again with all their tries; all of them for None. How many there were."""
    letters = Delivery.objects.dead_letters()
    if ids is not None:
        letters = letters.filter(pk__in=list(ids))
    count = letters.update(dead_at=None, due_at=timezone.now(), tries=0, error="")
    transaction.on_commit(hint, robust=True)
    return count
