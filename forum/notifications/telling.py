"""Telling people: the one place where notifications are made.

It may be called again, and from several places at once: what was told is not told twice.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction

from forum.articles.models import Article
from forum.comments.models import Comment
from forum.events.waking import inbox, wake
from forum.notifications.models import NUMBERED, Kind, Notification
from forum.notifications.planning import plan_mail

# By the database itself: fifty thousand rows made in Python take ten times as long. In the order of people: of two who
# tell the same at once, neither waits for what waits for it.
TELL = """
    INSERT INTO notifications_notification (person_id, kind, comment_id, article_id, number, told_at)
    SELECT id, %s, %s, %s, %s, %s FROM accounts_user WHERE id IN ({marks}) ORDER BY id
    ON CONFLICT DO NOTHING
"""


@transaction.atomic
def tell(people: Collection[int], kind: Kind, *, of: Comment | Article, at: datetime) -> None:
    """Those who were told of it before, for whatever reason, are not told again.

    But for whoever is named in what they knew only because they watch: that is told once more, as what it now is.
    """
    comment, article = (of.pk, None) if isinstance(of, Comment) else (None, of.pk)
    plan_mail(people, kind, place=of.article_id if isinstance(of, Comment) else of.pk, at=at)
    add(people, kind, comment, article, None, at)
    if kind is Kind.MENTION and people:
        watched = Notification.objects.filter(kind=Kind.WATCHED, person__in=people, comment=comment, article=article)
        watched.update(kind=kind, told_at=at, read_at=None, mail=None)


@transaction.atomic
def tell_number(people: Collection[int], kind: Kind, *, number: int, at: datetime) -> None:
    """For the layer above, of one of its own rows. What it says of them, it says where they are shown (describing)."""
    if kind not in NUMBERED:
        raise ValueError(f"{kind} is about a comment or an article.")
    plan_mail(people, kind, place=0, at=at)
    add(people, kind, None, None, number, at)


def add(people: Collection[int], kind: Kind, *about: int | datetime | None) -> None:
    """Comment, article, number, and when."""
    if not people:
        return
    sql = TELL.format(marks=", ".join(["%s"] * len(people)))
    values = [connection.ops.adapt_datetimefield_value(each) if isinstance(each, datetime) else each for each in about]
    with connection.cursor() as cursor:
        cursor.execute(sql, [kind.value, *values, *people])
    wake(*map(inbox, people))
