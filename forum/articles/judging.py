"""What staff make of an article that waits: they publish it, or decline it with words for its author, or think again.

Author and staff may act at the same moment: whoever is first wins, and the other one's call says False.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from forum.articles.models import Article
from forum.articles.policy import is_waiting
from forum.articles.submitting import published
from forum.events.announcing import announce


@transaction.atomic
def approve_article(article: Article, *, by: User, at: datetime) -> bool:
    """Publish it, as of now: to its readers it is new, whenever it was sent in. False if it does not wait any more."""
    article = Article.objects.locked(article)
    if not is_waiting(article):
        return False
    Article.objects.filter(pk=article.pk).update(**published(at, score=article.score))
    announce("article_published", article_id=article.pk)
    return True


@transaction.atomic
def decline_article(article: Article, *, by: User, because: str, at: datetime) -> bool:
    """Publish it not, and tell its author why. False if it does not wait any more."""
    if not is_waiting(Article.objects.locked(article)):
        return False
    Article.objects.filter(pk=article.pk).update(declined_at=at, declined_by=by, declined_because=because)
    announce("article_declined", article_id=article.pk, by_id=by.pk)
    return True


@transaction.atomic
def reconsider_article(article: Article, *, by: User) -> bool:
    """Take a decline back: it waits again. False if it was not declined."""
    if not Article.objects.locked(article).declined_at:
        return False
    Article.objects.filter(pk=article.pk).update(declined_at=None, declined_by=None, declined_because="")
    announce("article_reconsidered", article_id=article.pk, by_id=by.pk)
    return True
