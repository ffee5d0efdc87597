"""Lists of what is not on the front page: of staff what waits and what they declined, of authors their own."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from forum.articles.models import Article
from forum.articles.querysets import ArticleQuerySet
from forum.articles.showing import Head, head_of

PAGE = 30
# Enough to think again about today's.
DECLINED_SHOWN = 10


@dataclass(frozen=True)
class Heads:
    heads: list[Head]
    # The article after which the next page begins, when there is one.
    next_after: int | None = None


def waiting_page(*, viewer: User, after: int | None, now: datetime) -> Heads:
    """What waits, the oldest first: who came first is judged first."""
    waiting = Article.objects.visible_to(viewer).waiting().filter(pk__gt=after or 0).order_by("id")
    return cut(waiting, viewer, now)


def lately_declined(*, viewer: User, now: datetime) -> Heads:
    declined = Article.objects.visible_to(viewer).filter(declined_at__isnull=False).order_by("-declined_at")
    return cut(declined[:DECLINED_SHOWN], viewer, now)


def own_page(author: User, *, after: int | None, now: datetime) -> Heads:
    """An author's own that readers do not see, the newest first."""
    own = Article.objects.unpublished_of(author).order_by("-id")
    return cut(own.filter(pk__lt=after) if after is not None else own, author, now)


def cut(articles: ArticleQuerySet, viewer: User, now: datetime) -> Heads:
    found = list(articles.select_related("author").prefetch_related("tags")[: PAGE + 1])
    heads = [head_of(article, viewer=viewer, now=now) for article in found[:PAGE]]
    return Heads(heads, next_after=found[PAGE - 1].pk if len(found) > PAGE else None)
