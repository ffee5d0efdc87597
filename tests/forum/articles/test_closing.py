"""When an article takes no new comments any more, and why."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.posting import post_comment
from forum.comments.writing import Refused
from tests.make import LONG_AGO, ArticleFactory, make_comment
from tests.pages import read

type Browse = Callable[[User], Client]


@pytest.fixture
def article(alice: User) -> Article:
    return ArticleFactory.create(author=alice, published_at=LONG_AGO)


@pytest.mark.parametrize(
    ("days", "age", "is_closed"),
    [(0, timedelta(days=9999), False), (30, timedelta(days=30), False), (30, timedelta(days=30, seconds=1), True)],
)
def test_an_article_is_closed_by_age_where_the_site_says_so(
    article: Article, settings: Settings, days: int, age: timedelta, is_closed: bool
) -> None:
    settings.ARTICLES_CLOSE_AFTER_DAYS = days

    with time_machine.travel(LONG_AGO + age, tick=False):
        assert bool(article.why_closed) is is_closed


def test_one_closed_by_age_can_be_read_but_not_continued(
    browse: Browse, article: Article, bob: User, settings: Settings
) -> None:
    settings.ARTICLES_CLOSE_AFTER_DAYS = 30
    with time_machine.travel(LONG_AGO, tick=False):
        comment = make_comment(on=article, by=bob)
    client = browse(bob)

    page = read(client, article.get_absolute_url())
    answers = [client.post(f"/a/{article.pk}/comments/new"), client.post(f"/c/{comment.pk}/reply", {"text": "Still."})]

    assert "This discussion is closed: it began long ago." in page
    assert f'id="c{comment.pk}"' in page
    assert f"/c/{comment.pk}/reply" not in page
    assert f"/c/{comment.pk}/edit" in page
    assert [answer.status_code for answer in answers] == [403, 403]
    assert "began long ago" in answers[1].content.decode()
    assert "Still." in answers[1].content.decode()


@pytest.mark.parametrize("answers", [True, False])
def test_the_verb_refuses_what_was_closed_since_the_form_was_made(
    article: Article, bob: User, settings: Settings, answers: bool
) -> None:
    parent = make_comment(on=article, by=bob) if answers else None
    settings.ARTICLES_CLOSE_AFTER_DAYS = 1

    with pytest.raises(Refused, match="began long ago"):
        post_comment(article, author=bob, text="Still.", form_key=uuid4(), parent=parent)

    assert Comment.objects.count() == int(answers)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""),
        ({"locked_at": LONG_AGO}, "locked"),
        ({"published_at": None}, "not published yet"),
        ({"withdrawn_at": LONG_AGO}, "withdrawn"),
    ],
)
def test_what_closes_an_article_is_said(facts: dict[str, object], words: str) -> None:
    why = ArticleFactory.build(author=None, **facts).why_closed

    assert words in why
    assert bool(why) is bool(words)
