"""Telling all who watch: in batches, so that fifty thousand take no more memory than one, and nobody waits for them."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from forum.articles.models import Article
from forum.articles.policy import is_listed
from forum.comments.models import Comment
from forum.events.announcing import announce
from forum.notifications.models import FanOut, Kind
from forum.notifications.recipients import recipients
from forum.notifications.telling import tell
from forum.threads.models import Attention
from forum.threads.nodes import Node, Nodes, nodes_of

# Looked at, told and committed together: some hundredths of a second, for which writers of SQLite wait.
BATCH = 1000
# Then other events get their turn with the worker. Much less than a receiver may take (settings.TASK_LIMIT).
SECONDS_AT_A_TIME = 5.0


def begin(thing: Comment | Article, nodes: Nodes, *, now: datetime) -> None:
    """Have all who watch it told. In the caller's transaction; nothing is begun where nobody watches."""
    if not Attention.objects.in_force(now).watched().on(nodes).exists():
        return
    about = {"comment": thing} if isinstance(thing, Comment) else {"article": thing}
    fan_out, _is_new = FanOut.objects.get_or_create(**about, defaults={"begun_at": now})
    announce("fan_out_begun", fan_out_id=fan_out.pk)


def go_on(pk: int, *, for_seconds: float = SECONDS_AT_A_TIME) -> None:
    """From where it stands, whoever brought it there. What is left when the time is up is announced anew."""
    ends = time.monotonic() + for_seconds
    while tell_next(pk, ends=ends):
        pass


@transaction.atomic
def tell_next(pk: int, *, ends: float) -> bool:
    """One batch, under the fan-out's lock. False where there is nothing more to do now."""
    fan_out = FanOut.objects.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
    if fan_out is None:
        return False
    thing, now = fan_out.thing, timezone.now()
    nodes = nodes_of(thing)
    batch = next_batch(fan_out, nodes, now=now)
    if batch is None or not is_to_be_told(thing):
        fan_out.delete()
        return False
    tell(recipients(batch.watchers, nodes, kind=Kind.WATCHED, now=now), Kind.WATCHED, of=thing, at=now)
    fan_out.node, fan_out.after = str(batch.node), batch.watchers[-1]
    fan_out.save(update_fields=["node", "after"])
    if time.monotonic() < ends:
        return True
    announce("fan_out_begun", fan_out_id=pk)
    return False


class Batch(NamedTuple):
    node: Node
    watchers: Sequence[int]


def next_batch(fan_out: FanOut, nodes: Nodes, *, now: datetime) -> Batch | None:
    """Those who come after the cursor: of its node, else of the first after it that anybody watches.

    Where that node is gone (the branch was moved, a tag taken off) it begins again: nobody is told twice.
    """
    places = {str(node): node for node in nodes}
    left, after = list(places.values()), 0
    if fan_out.node in places:
        left, after = left[list(places).index(fan_out.node) :], fan_out.after
    for node in left:
        watched = Attention.objects.in_force(now).watched().filter(**node.column)
        watchers = watched.filter(person__gt=after).order_by("person").values_list("person", flat=True)
        if found := list(watchers[:BATCH]):
            return Batch(node, found)
        after = 0
    return None


def is_to_be_told(thing: Comment | Article) -> bool:
    """Whether readers see it now."""
    return thing.is_published if isinstance(thing, Comment) else is_listed(thing)
