"""Carrying out what was asked for in bulk: in the request for a moment, then behind the page.

What became of some of them and what is left is one transaction with the acts themselves. So whoever is killed in it
leaves it where it stopped, two who carry out the same take turns, and nothing is decided twice.
"""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from forum.articles.policy import is_moderator
from forum.comments.trees import tree_transaction
from forum.events.announcing import announce, held_back
from moderation.acting import Decided
from moderation.bulk import AT_ONCE, Outcome, decide_some, standing, undo_some
from moderation.deciding import Verdict
from moderation.models import BulkAct

# What somebody waits for before they are shown how far it is; and what a worker does before others get their turn.
IN_A_REQUEST, AT_A_TIME = 2.0, 5.0
# Where the request dies before its time, somebody else goes on after that.
TAKEN_OVER_AFTER = timedelta(seconds=10)
# What has not moved for so long has stopped.
STOPPED_AFTER = timedelta(seconds=30)


def ask(key: UUID, pks: Sequence[int], verdict: Verdict, decided: Decided) -> BulkAct:
    """Once a key: a second one gives the first."""
    wanted = BulkAct(key=key, verdict=verdict, rule=decided.rule, note=decided.note, left=list(pks))
    return begun(wanted, decided) or BulkAct.objects.get(key=key)


def ask_to_undo(key: UUID, decided: Decided) -> BulkAct:
    """Take back what of it stands. One at a time: a second one gives the first while that goes on."""
    wanted = BulkAct(key=uuid4(), reverts=key, left=standing(key))
    return begun(wanted, decided) or BulkAct.objects.filter(reverts=key).latest("pk")


def begun(wanted: BulkAct, decided: Decided) -> BulkAct | None:
    """None where it was begun before."""
    wanted.by, wanted.asked_at, wanted.moved_at = decided.by, decided.at, decided.at
    wanted.total = len(wanted.left)
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
            with held_back(TAKEN_OVER_AFTER):
                announce("bulk_asked", bulk_id=wanted.pk)
    except IntegrityError:
        return None
    return wanted


def go_on(pk: int, *, for_seconds: float) -> None:
    """Some after the other until all is done, or the time is up: then behind the page."""
    ends = time.monotonic() + for_seconds
    while not carry_out_some(pk).done_at:
        if time.monotonic() >= ends:
            with transaction.atomic():
                announce("bulk_asked", bulk_id=pk)
            return


@tree_transaction
def carry_out_some(pk: int) -> BulkAct:
    bulk = BulkAct.objects.locked(pk)
    if bulk.done_at:
        return bulk
    some, bulk.left = bulk.left[:AT_ONCE], bulk.left[AT_ONCE:]
    outcome = outcome_of(bulk, some)
    bulk.done += outcome.done
    bulk.late += outcome.late
    bulk.impossible += outcome.impossible
    bulk.moved_at = timezone.now()
    if not bulk.left:
        bulk.done_at, bulk.note = bulk.moved_at, ""
    bulk.save()
    return bulk


def outcome_of(bulk: BulkAct, some: Sequence[int]) -> Outcome:
    # They may have lost their office since they asked.
    if not is_moderator(bulk.by):
        return Outcome(impossible=len(some))
    decided = Decided(by=bulk.by, at=timezone.now(), rule=bulk.rule, note=bulk.note, bulk=bulk.key)
    return decide_some(some, Verdict(bulk.verdict), decided) if bulk.verdict else undo_some(some, decided)


def has_stopped(bulk: BulkAct, *, now: datetime) -> bool:
    return now - bulk.moved_at > STOPPED_AFTER
