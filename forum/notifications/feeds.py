"""What somebody is told, as a feed for their own reader's program: its address is the key to it."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.lib.feeds import ENTRIES, Entry, Feed
from forum.notifications.composing import part_of_article, said_by
from forum.notifications.describing import Line, lines_by_notification
from forum.notifications.models import FeedKey, Notification
from forum.notifications.recipients import reachable


def make_key(person: User, *, at: datetime) -> FeedKey:
    """Another one: whoever knows the one before knows nothing any more."""
    key, _is_new = FeedKey.objects.update_or_create(
        person=person, defaults={"key": secrets.token_urlsafe(32), "made_at": at}
    )
    return key


def revoke_key(person: User) -> bool:
    """False where there was none."""
    deleted, _by_model = FeedKey.objects.filter(person=person).delete()
    return deleted > 0


def feed_address(person: User) -> str:
    """Empty while they have none."""
    found = FeedKey.objects.filter(person=person).first()
    return reverse("private_feed", args=[found.key]) if found else ""


def private_feed(key: str) -> Feed:
    """The newest of what may be shown now, read or not. Raises Http404 for a key that opens nothing."""
    found = FeedKey.objects.select_related("person").filter(key=key).first()
    if found is None or not reachable([found.person_id], timezone.now()):
        raise Http404
    told = list(Notification.objects.of(found.person).shown().for_mail().order_by("-told_at", "-pk")[:ENTRIES])
    title = _("What %(name)s is told") % {"name": found.person.name}
    return Feed(title, reverse("inbox"), list(entries_of(told, found.person)))


def entries_of(told: Sequence[Notification], person: User) -> Iterator[Entry]:
    lines = lines_by_notification(told, person=person)
    for each in told:
        if each.comment is not None:
            yield entry_of_comment(each, each.comment)
        elif each.article is not None:
            yield entry_of_article(each, each.article)
        elif each.pk in lines:
            yield entry_of_line(each, lines[each.pk])


def entry_of_comment(told: Notification, comment: Comment) -> Entry:
    at = comment.published_at or comment.created_at
    return Entry(
        title=f"{said_by(told, comment)} · {comment.article.headline}",
        url=f"/c/{comment.pk}",
        author=comment.author.name,
        html=comment.body.html,
        published_at=at,
        updated_at=max(at, comment.body.edited_at or at),
    )


def entry_of_article(told: Notification, article: Article) -> Entry:
    return Entry(
        title=part_of_article(told, article).said,
        url=article.get_absolute_url(),
        author=article.author.name,
        html=article.html,
        published_at=article.began_at,
        updated_at=max(article.began_at, article.edited_at or article.began_at),
    )


def entry_of_line(told: Notification, line: Line) -> Entry:
    """What a moderator did. Several may lead to one page; the name of each is its own."""
    return Entry(
        title=line.text,
        url=f"{line.url}#told-{told.pk}",
        author=settings.SITE_NAME,
        html="",
        published_at=told.told_at,
        updated_at=told.told_at,
    )
