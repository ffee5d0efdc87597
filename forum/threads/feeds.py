"""Feeds of what is said: under an article, in a branch, by a person. All hold what an anonymous reader sees."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from forum.articles.merged import standing
from forum.articles.models import Article
from forum.lib.feeds import ENTRIES, Entry, Feed
from forum.threads import labels, reading
from forum.threads.rows import Row

ANYBODY = AnonymousUser()


def article_feed(pk: int) -> Feed:
    """The newest comments on an article."""
    article = standing(get_object_or_404(Article.objects.visible_to(ANYBODY).for_links(), pk=pk))
    title = _("Comments on “%(article)s”") % {"article": article.headline}
    return Feed(title, article.get_absolute_url(), entries_of(reading.latest_on(article, ENTRIES)))


def branch_feed(pk: int) -> Feed:
    """The newest replies below a comment."""
    top = reading.find(pk, viewer=ANYBODY)
    if top is None or not is_public(top):
        raise Http404
    title = _("Replies to %(name)s") % {"name": name_of(top)}
    return Feed(title, reverse("comment", args=[pk]), entries_of(reading.latest_below(top, ENTRIES)))


def person_feed(name: str) -> Feed:
    """The newest comments of a person."""
    person = get_object_or_404(User, username__iexact=name, imported_name__isnull=True)
    page = reading.comments_by(person, viewer=ANYBODY)
    return Feed(person.name, reverse("person", args=[person.username]), entries_of(page.rows))


def entries_of(rows: Iterable[Row]) -> list[Entry]:
    """Comments as entries, each with the name of its article; none where that is not to be seen."""
    rows = list(rows)
    articles = Article.objects.visible_to(ANYBODY).for_links().in_bulk({row.article_id for row in rows})
    return [entry_for(row, articles[row.article_id]) for row in rows if row.article_id in articles]


def entry_for(comment: Row, article: Article) -> Entry:
    at = comment.published_at or comment.created_at
    return Entry(
        title=_("%(name)s on “%(article)s”") % {"name": name_of(comment), "article": article.headline},
        url=f"/c/{comment.id}",
        author=name_of(comment),
        html=comment.html,
        published_at=at,
        updated_at=max(at, comment.edited_at or at),
    )


def name_of(comment: Row) -> str:
    return (comment.author_name if comment.is_published else "") or labels.nobody()


def is_public(comment: Row) -> bool:
    """Whether its article is to be seen: a comment is visible only if that is."""
    return Article.objects.visible_to(ANYBODY).filter(pk=comment.article_id).exists()
