"""Moderators take articles out of readers' sight, and put them back. For the verbs of the moderation package alone.

The discussion stays. That an author withdrew an article and that a moderator removed it know nothing of each other.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from forum.articles.models import Article
from forum.events.announcing import announce


@transaction.atomic
def remove_article(article: Article, *, by: User, at: datetime) -> bool:
    """Take it off all lists, and its title and words off its page. False if it was removed already, or never published.

    What was never published is declined (forum.articles.judging).
    """
    article = Article.objects.locked(article)
    if article.removed_at or not article.published_at:
        return False
    Article.objects.filter(pk=article.pk).update(removed_at=at)
    announce("article_removed", article_id=article.pk, by_id=by.pk)
    return True


@transaction.atomic
def restore_article(article: Article, *, by: User) -> bool:
    """Show it again, as it was before. False if it was not removed."""
    if not Article.objects.locked(article).removed_at:
        return False
    Article.objects.filter(pk=article.pk).update(removed_at=None)
    announce("article_restored", article_id=article.pk, by_id=by.pk)
    return True
