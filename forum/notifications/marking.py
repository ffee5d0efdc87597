"""Marking what somebody has read: by reading it where it stands, or by saying so.

Their other pages hear of it, in whichever browser they are open: the count that these show is another one.
"""

import logging
from collections.abc import Collection
from datetime import datetime

from django.db import DatabaseError
from django.db.models import IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from forum.events.waking import inbox, wake
from forum.notifications.models import Notification, NotificationQuerySet

logger = logging.getLogger(__name__)


def unread_among(reader: User, comments: Collection[int], article: int | None) -> NotificationQuerySet:
    """What they were told of these and have not read."""
    about = Q(comment__in=comments)
    return Notification.objects.of(reader).unread().filter(about | Q(article=article) if article else about)


def unread_keys(reader: User, comments: Collection[int], article: int | None) -> QuerySet[Notification]:
    """Each with the comment as its `key`; 0 is the article itself."""
    comment = Coalesce("comment_id", Value(0), output_field=IntegerField())
    return unread_among(reader, comments, article).annotate(key=comment)


def mark_seen(reader: User, comments: Collection[int], article: int | None) -> None:
    """In one statement, and no page fails for it: then it stays unread."""
    try:
        mark_read(unread_among(reader, comments, article), reader, at=timezone.now())
    except DatabaseError:
        logger.warning("What was seen was not marked.", exc_info=True)


def mark_all(reader: User, *, up_to: int, kind: str = "", at: datetime) -> None:
    """All that was there when the page was made; what was told since is not touched."""
    unread = Notification.objects.of(reader).unread().filter(pk__lte=up_to)
    mark_read(unread.filter(kind=kind) if kind else unread, reader, at=at)


def mark_read(unread: NotificationQuerySet, reader: User, *, at: datetime) -> None:
    """In one statement."""
    if unread.update(read_at=at):
        wake(inbox(reader.pk))
