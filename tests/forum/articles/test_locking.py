import pytest

from accounts.models import User
from forum.articles.locking import lock_article, unlock_article
from forum.articles.models import Article
from tests.make import LONG_AGO, ArticleFactory
from tests.operators import hearing

pytestmark = pytest.mark.django_db


def test_locking_twice_is_locking_once_and_is_announced_once(mona: User) -> None:
    article = ArticleFactory.create()

    with hearing("article_locked") as heard:
        assert lock_article(article, by=mona, at=LONG_AGO)
        assert not lock_article(article, by=mona, at=article.began_at)

        assert heard() == [("article_locked", {"article_id": article.pk, "by_id": mona.pk})]
    assert Article.objects.get().locked_at == LONG_AGO


def test_unlocking_undoes_it_once(mona: User) -> None:
    article, other = ArticleFactory.create_batch(2, locked_at=LONG_AGO)

    with hearing("article_unlocked") as heard:
        assert unlock_article(article, by=mona)
        assert not unlock_article(article, by=mona)

        assert heard() == [("article_unlocked", {"article_id": article.pk, "by_id": mona.pk})]
    assert list(Article.objects.filter(locked_at__isnull=False)) == [other]
