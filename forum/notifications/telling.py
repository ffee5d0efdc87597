"""Telling people: the one place where notifications are made.

It may be called again, and from several places at once: what was told is not told twice.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from forum.articles.models import Article
from forum.comments.models import Comment
from forum.notifications.models import NUMBERED, Kind, Notification
from forum.notifications.planning import plan_mail


@transaction.atomic
def tell(people: Collection[int], kind: Kind, *, of: Comment | Article, at: datetime) -> None:
    """Those who were told of it before, for whatever reason, are not told again.

    But for whoever is named in what they knew only because they watch: that is told once more, as what it now is.
    """
    about = {"comment": of} if isinstance(of, Comment) else {"article": of}
    plan_mail(people, kind, place=of.article_id if isinstance(of, Comment) else of.pk, at=at)
    add([Notification(person_id=pk, kind=kind, told_at=at, **about) for pk in sorted(people)])
    if kind is Kind.MENTION and people:
        watched = Notification.objects.filter(kind=Kind.WATCHED, person__in=people, **about)
        watched.update(kind=kind, told_at=at, read_at=None, mail=None)


@transaction.atomic
def tell_number(people: Collection[int], kind: Kind, *, number: int, at: datetime) -> None:
    """For the layer above, of one of its own rows. What it says of them, it says where they are shown (describing)."""
    if kind not in NUMBERED:
        raise ValueError(f"{kind} is about a comment or an article.")
    plan_mail(people, kind, place=0, at=at)
    add([Notification(person_id=pk, kind=kind, told_at=at, number=number) for pk in sorted(people)])


def add(notifications: list[Notification]) -> None:
    """In the order of people: of two who tell the same at once, neither waits for what waits for it."""
    Notification.objects.bulk_create(notifications, ignore_conflicts=True)
