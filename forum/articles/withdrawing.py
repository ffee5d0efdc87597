"""An author takes an article back, and puts it back. Its comments stay where they are."""

from datetime import datetime

from django.db import transaction

from forum.articles.models import Article
from forum.articles.policy import is_listed, is_waiting
from forum.events.announcing import announce


@transaction.atomic
def recall_article(article: Article, *, at: datetime) -> bool:
    """Take it from those who would judge it. False if it does not wait any more, published meanwhile perhaps."""
    if not is_waiting(Article.objects.locked(article)):
        return False
    Article.objects.filter(pk=article.pk).update(withdrawn_at=at)
    announce("article_recalled", article_id=article.pk)
    return True


@transaction.atomic
def withdraw_article(article: Article, *, at: datetime) -> bool:
    """Take it off the front page and its words off its page. False if it is in no list to be taken off."""
    article = Article.objects.locked(article)
    if not is_listed(article):
        return False
    Article.objects.filter(pk=article.pk).update(withdrawn_at=at)
    announce("article_withdrawn", article_id=article.pk)
    return True


@transaction.atomic
def return_article(article: Article) -> bool:
    """Put it back as it was before: it is published, or waits again. False if it was not taken back."""
    if not Article.objects.locked(article).withdrawn_at:
        return False
    Article.objects.filter(pk=article.pk).update(withdrawn_at=None)
    announce("article_returned", article_id=article.pk)
    return True
