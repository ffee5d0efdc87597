"""What somebody sent in, forgotten with them: the discussion stays, under an article that says nothing any more."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.leaving import Kept, Seen, blanked, deleted, named_in_history
from accounts.models import User
from forum.articles.models import Article, ArticleDraft, ArticleRevision, Story
from forum.articles.withdrawing import recall_article, withdraw_article

# All that an author writes of one.
NOTHING_WRITTEN: dict[str, Any] = {
    field.name: None if field.null else "" for field in Story._meta.fields if not field.primary_key
}


def articles_by(person: User) -> QuerySet[Article]:
    return Article.objects.filter(author=person)


def forget_articles(person: User, at: datetime, seen: Seen) -> None:
    for article in articles_by(person).iterator():
        if not withdraw_article(article, at=at):
            recall_article(article, at=at)
        seen(1)
    # What a moderator removed, or declined, would come back as nobody's.
    articles_by(person).filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    articles_by(person).update(**NOTHING_WRITTEN, html="", source_key="", declined_because="")


KEPT = (
    blanked(
        "entries of the operators' pages about articles",
        lambda person: named_in_history(Article, articles_by(person)),
        object_repr="",
    ),
    Kept("articles", articles_by, forget_articles),
    blanked(
        "earlier versions of articles",
        lambda person: ArticleRevision.objects.filter(article__author=person),
        **NOTHING_WRITTEN,
        tag_names="",
    ),
    deleted("drafts of articles", lambda person: ArticleDraft.objects.filter(author=person)),
)
