"""The page that asks what somebody wants of a node, and the list of all that they set."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from forum.notifications.models import Kind, Notification
from forum.notifications.telling import tell
from forum.threads.attending import attend
from forum.threads.models import Attention
from forum.threads.nodes import Node
from tests.make import ArticleFactory, make_comment
from tests.pages import read

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]

SECRET = "sesamoid"


@pytest.fixture
def article(alice: User) -> Article:
    return ArticleFactory.create(author=alice, title="The river rises")


@pytest.mark.parametrize("days", [7, None])
def test_keeping_the_page_as_it_stands_changes_nothing(
    browse: Browse, article: Article, bob: User, days: int | None
) -> None:
    until = timezone.now() + timedelta(days=days) if days else None
    attend(Node("a", article.pk), Attention.Level.MUTE, person=bob, at=timezone.now(), until=until)
    bobs, path = browse(bob), f"/notifications/attention/a{article.pk}"
    form = bobs.get(path).context["form"]

    bobs.post(path, {name: form[name].value() for name in ("level", "lasts")})

    kept = Attention.objects.get()
    assert (kept.level, kept.until) == ("mute", until)


def test_what_ends_by_itself_can_be_set_for_good_and_anew(browse: Browse, article: Article, bob: User) -> None:
    bobs, path = browse(bob), f"/notifications/attention/a{article.pk}"
    assert "As it is" not in read(bobs, path)
    bobs.post(path, {"level": "mute", "lasts": "1"})
    assert "As it is: until" in read(bobs, path)

    bobs.post(path, {"level": "mute", "lasts": ""})

    assert Attention.objects.get().until is None


def test_what_is_gone_can_be_taken_off_by_whoever_set_it_alone(
    browse: Browse, article: Article, alice: User, bob: User, carol: User, mona: User
) -> None:
    comment = make_comment(on=article, by=carol, text=SECRET)
    attend(Node("c", comment.pk), Attention.Level.WATCH, person=bob, at=timezone.now())
    remove_comment(comment, by=mona, at=timezone.now())
    assert not Comment.objects.visible_to(bob).filter(pk=comment.pk).exists()
    path = f"/notifications/attention/c{comment.pk}"
    assert path in read(browse(bob), "/notifications/watching")

    assert browse(alice).get(path).status_code == 404
    assert SECRET not in read(browse(bob), path)
    browse(bob).post(path, {"level": ""})

    assert not Attention.objects.exists()
    assert browse(bob).get(path).status_code == 404


@pytest.mark.parametrize("sort", ["a", "u"])
def test_muting_puts_away_the_article_that_one_was_told_of(
    browse: Browse, article: Article, alice: User, bob: User, sort: str
) -> None:
    other = ArticleFactory.create()
    for each in (article, other):
        tell([bob.pk], Kind.WATCHED, of=each, at=timezone.now())
    node = Node(sort, article.pk if sort == "a" else alice.pk)

    browse(bob).post(f"/notifications/attention/{node}", {"level": "mute"})

    assert Notification.objects.of(bob).unread().get().article == other
