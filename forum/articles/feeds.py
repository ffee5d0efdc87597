"""Feeds of articles: of the front page and of a tag. All hold what an anonymous reader sees."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.articles.models import Article, Tag
from forum.articles.querysets import ArticleQuerySet
from forum.lib.feeds import ENTRIES, Entry, Feed


def front_feed() -> Feed:
    """The newest articles."""
    return Feed(settings.SITE_NAME, reverse("front"), entries_of(public()))


def tag_feed(slug: str) -> Feed:
    """The newest articles under a tag."""
    tag = get_object_or_404(Tag, slug=slug)
    return Feed(tag.name, reverse("tag", args=[tag.slug]), entries_of(public().filter(tags=tag)))


def public() -> ArticleQuerySet:
    return Article.objects.visible_to(AnonymousUser()).listed()


def entries_of(articles: ArticleQuerySet) -> list[Entry]:
    newest = articles.order_by_place(F("published_at")).select_related("author").prefetch_related("tags")
    return [entry_for(article) for article in newest[:ENTRIES]]


def entry_for(article: Article) -> Entry:
    return Entry(
        title=article.headline,
        # Without the title's words, which an edit may change.
        url=reverse("article", args=[article.pk]),
        author=article.author.name or _("someone"),
        html=article.html,
        published_at=article.began_at,
        updated_at=max(article.began_at, article.edited_at or article.began_at),
        tags=[tag.name for tag in article.tags.all()],
    )
