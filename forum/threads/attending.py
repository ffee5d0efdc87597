"""Watching and muting, for one person: what they want of an article, a branch, a person or a tag."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forum.comments.writing import Refused
from forum.threads.models import Attention
from forum.threads.nodes import COLUMNS, Node

# Whoever follows more than this reads it all anyway.
MOST = 1000


@transaction.atomic
def attend(node: Node, level: Attention.Level, *, person: User, at: datetime, until: datetime | None = None) -> None:
    """From now on, in the place of what was set there before. Raises Refused, in words for the person."""
    if node == Node("u", person.pk):
        raise Refused(_("That is you: nobody can watch or mute themselves."))
    column = f"{COLUMNS[node.sort]}_id"
    theirs = Attention.objects.of(person)
    if theirs.exclude(**node.column).count() >= MOST:
        raise Refused(_("You watch and mute as much as can be kept. Take something off first."))
    Attention.objects.bulk_create(
        [Attention(person=person, level=level, set_at=at, until=until, **node.column)],
        update_conflicts=True,
        unique_fields=[column, "person_id"],
        update_fields=["level", "set_at", "until"],
    )


def stop_attending(node: Node, *, person: User) -> bool:
    """As if it had never been set: what is above decides again. False if nothing was set there."""
    deleted, _by_model = Attention.objects.of(person).filter(**node.column).delete()
    return deleted > 0


def attention_of(node: Node, *, person: User, now: datetime) -> str:
    """What is set there itself; empty where nothing is."""
    theirs = Attention.objects.of(person).in_force(now).filter(**node.column)
    return theirs.values_list("level", flat=True).first() or ""
