"""Articles on the operators' pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from forum.articles.models import Article
from tests.make import LONG_AGO, ArticleFactory
from tests.operators import act, hearing, told

pytestmark = pytest.mark.django_db

ARTICLES = "articles/article"


@pytest.fixture
def desk(ada: User, browse: Callable[[User], Client]) -> Client:
    return browse(ada)


def found(client: Client, question: str) -> list[int]:
    return [article.pk for article in client.get(f"/admin/{ARTICLES}/?{question}").context["cl"].result_list]


def test_locking_and_unlocking_call_the_verbs_and_announce(desk: Client, ada: User) -> None:
    article, other = ArticleFactory.create_batch(2)

    with hearing("article_locked", "article_unlocked") as heard:
        assert told(act(desk, ARTICLES, "lock", article)) == ["Locked. Rows: 1."]
        assert Article.objects.get(locked_at__isnull=False) == article
        assert told(act(desk, ARTICLES, "unlock", article, other))[0] == "Unlocked. Rows: 1."

        ids = {"article_id": article.pk, "by_id": ada.pk}
        assert heard() == [("article_locked", ids), ("article_unlocked", ids)]
    assert not Article.objects.filter(locked_at__isnull=False).exists()


def test_an_article_is_found_by_its_number_its_title_and_its_author(desk: Client, alice: User) -> None:
    mine, other = ArticleFactory.create(author=alice, title="The bridge"), ArticleFactory.create(title="The river")

    assert found(desk, f"q={mine.pk}") == found(desk, f"q=a{mine.pk}") == [mine.pk]
    assert found(desk, "q=BRIDGE") == found(desk, "q=Alice") == [mine.pk]
    assert found(desk, "q=the") == [other.pk, mine.pk]


def test_articles_are_sieved_by_their_lock(desk: Client) -> None:
    open_one, locked = ArticleFactory.create(), ArticleFactory.create(locked_at=LONG_AGO)

    assert (found(desk, "discussion=open"), found(desk, "discussion=locked")) == ([open_one.pk], [locked.pk])
