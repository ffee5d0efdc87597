"""Articles: what they are called, where they stand, and what the database promises of them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from forum.articles.models import Article
from tests.make import LONG_AGO, ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "path"),
    [("Rain at last", "/rain-at-last"), ("", ""), ("雨", ""), ("—!—", ""), ("Long " * 40, "/" + ("long-" * 16)[:-1])],
)
def test_an_articles_address_has_its_key_and_what_ascii_there_is_of_its_title(title: str, path: str) -> None:
    article = ArticleFactory.create(title=title)

    assert article.get_absolute_url() == f"/a/{article.pk}{path}"


def test_an_article_without_a_title_is_called_so() -> None:
    assert str(ArticleFactory.build(title="")) == "Untitled"
    assert str(ArticleFactory.build(title="Rain")) == "Rain"


def test_a_source_has_one_article_of_an_id() -> None:
    ArticleFactory.create(imported_source="a", imported_id="1")
    ArticleFactory.create(imported_source="b", imported_id="1")
    ArticleFactory.create_batch(2)

    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleFactory.create(imported_source="a", imported_id="1")


def test_every_article_has_a_key_of_its_own() -> None:
    first = ArticleFactory.create()

    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleFactory.create(key=first.key)


def test_articles_beyond_one_are_those_after_it_newest_first() -> None:
    oldest, newest = (ArticleFactory.create(published_at=LONG_AGO + timedelta(days=day)) for day in (0, 2))
    low, middle, high = (ArticleFactory.create(published_at=LONG_AGO + timedelta(days=1)) for _tie in range(3))

    in_order = [newest, high, middle, low, oldest]
    newest_first = Article.objects.order_by_place(F("published_at"))
    assert list(newest_first) == in_order
    assert [list(newest_first.beyond(F("published_at"), article.began_at, article.pk)) for article in in_order] == [
        in_order[place:] for place in range(1, 6)
    ]


def test_everybody_sees_every_published_article(bob: User) -> None:
    article = ArticleFactory.create()

    assert list(Article.objects.visible_to(AnonymousUser())) == list(Article.objects.visible_to(bob)) == [article]


def test_pages_that_do_not_show_the_text_do_not_read_it() -> None:
    ArticleFactory.create()

    assert Article.objects.for_front_page().get().get_deferred_fields() == {"text", "html"}
    assert Article.objects.for_links().get().get_deferred_fields() == {"text", "html", "deck"}
