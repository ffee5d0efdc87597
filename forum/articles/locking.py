"""Locking the discussion of an article: it can be read, but not continued."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from forum.articles.models import Article
from forum.events.announcing import announce


@transaction.atomic
def lock_article(article: Article, *, by: User, at: datetime) -> bool:
    """Let nobody comment any more. False if it was locked already."""
    if not Article.objects.filter(pk=article.pk, locked_at__isnull=True).update(locked_at=at):
        return False
    announce("article_locked", article_id=article.pk, by_id=by.pk)
    return True


@transaction.atomic
def unlock_article(article: Article, *, by: User) -> bool:
    """Let people comment again. False if it was not locked."""
    if not Article.objects.filter(pk=article.pk, locked_at__isnull=False).update(locked_at=None):
        return False
    announce("article_unlocked", article_id=article.pk, by_id=by.pk)
    return True
