"""Feeds of articles: of the front page."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.articles.models import Article
from forum.lib.feeds import ENTRIES, Entry, Feed


def front_feed() -> Feed:
    """The newest articles."""
    articles = Article.objects.visible_to(AnonymousUser()).newest_first().select_related("author")
    return Feed(settings.SITE_NAME, reverse("front"), entries_of(articles[:ENTRIES]))


def entries_of(articles: Iterable[Article]) -> list[Entry]:
    return [
        Entry(
            title=article.headline,
            # Without the title's words, which an edit may change.
            url=reverse("article", args=[article.pk]),
            author=article.author.name or _("someone"),
            html=article.html,
            published_at=article.published_at,
            updated_at=max(article.published_at, article.edited_at or article.published_at),
        )
        for article in articles
    ]
