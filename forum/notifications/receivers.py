"""What becomes of events: whom each is told to. Called again, and in any order, they tell nothing twice.

What comes back (restored, undeleted, returned) is not told again: whoever was told of it finds it where it was.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.mentioned import people_named
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.events.receiving import receiver
from forum.notifications import fanning
from forum.notifications.models import Kind
from forum.notifications.recipients import recipients
from forum.notifications.telling import tell
from forum.threads.nodes import nodes_of


@receiver("comment_published")
def tell_of_published(*, comment_id: int) -> None:
    tell_of(comment_id)


@receiver("comment_released")
def tell_of_released(*, comment_id: int) -> None:
    """It was held before anybody was told, perhaps."""
    tell_of(comment_id)


@receiver("comment_edited")
def tell_whom_an_edit_names(*, comment_id: int) -> None:
    comment = comment_to_tell(comment_id)
    if comment:
        tell_named(comment, comment.body.html, now=timezone.now())


@receiver("article_published")
def tell_of_article(*, article_id: int) -> None:
    article = Article.objects.listed().filter(pk=article_id).first()
    if article:
        tell_named(article, article.html, now=timezone.now())
        with transaction.atomic():
            fanning.begin(article, nodes_of(article), now=timezone.now())


@receiver("article_edited")
def tell_whom_an_edited_article_names(*, article_id: int) -> None:
    article = Article.objects.listed().filter(pk=article_id).first()
    if article:
        tell_named(article, article.html, now=timezone.now())


@receiver("fan_out_begun")
def fan_out(*, fan_out_id: int) -> None:
    fanning.go_on(fan_out_id)


def tell_of(comment_id: int) -> None:
    comment = comment_to_tell(comment_id)
    if comment is None:
        return
    now = timezone.now()
    nodes = nodes_of(comment)
    kind = Kind.REPLY if comment.parent_id else Kind.COMMENT
    tell(recipients([answered_by(comment)], nodes, kind=kind, now=now), kind, of=comment, at=now)
    tell_named(comment, comment.body.html, now=now)
    with transaction.atomic():
        fanning.begin(comment, nodes, now=now)


def answered_by(comment: Comment) -> int:
    """Whose comment it answers, or whose article."""
    if comment.parent_id is None:
        return comment.article.author_id
    return Comment.objects.values_list("author", flat=True).get(pk=comment.parent_id)


def tell_named(thing: Comment | Article, html: str, *, now: datetime) -> None:
    named = people_named(html)
    if named:
        tell(recipients(named, nodes_of(thing), kind=Kind.MENTION, now=now), Kind.MENTION, of=thing, at=now)


def comment_to_tell(pk: int) -> Comment | None:
    """None where readers do not see it: it was taken back, or is held."""
    readable = Comment.objects.published().select_related("article", "body")
    return readable.filter(pk=pk, article__published_at__isnull=False).first()
