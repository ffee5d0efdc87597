"""Whom what happens is told to."""

from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.closing import close_account
from accounts.models import User
from forum.articles.judging import approve_article
from forum.articles.models import Article
from forum.comments.deleting import delete_comment, undelete_comment
from forum.comments.editing import edit_comment, version_of
from forum.comments.holding import hold_comment, release_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment, restore_comment
from forum.notifications import receivers
from forum.threads.attending import attend
from forum.threads.models import Attention
from forum.threads.nodes import Node
from tests.forum.articles.sheets import waiting_article
from tests.forum.notifications.told import relay_all, suspend, told
from tests.make import ArticleFactory, make_comment


@pytest.fixture
def article(alice: User) -> Article:
    return ArticleFactory.create(author=alice)


@pytest.fixture
def comment(article: Article, bob: User) -> Comment:
    comment = make_comment(on=article, by=bob)
    relay_all()
    return comment


def test_author_of_an_article_is_told_of_threads_under_it(article: Article, alice: User, bob: User) -> None:
    thread = make_comment(on=article, by=bob)
    relay_all()

    assert told(alice) == [("comment", thread.pk)]


def test_reply_is_told_to_whom_it_answers_and_to_nobody_else(
    comment: Comment, alice: User, bob: User, carol: User
) -> None:
    reply = make_comment(to=comment, by=carol)
    relay_all()

    assert told(bob) == [("reply", reply.pk)]
    assert told(alice) == [("comment", comment.pk)]
    assert told(carol) == []


def test_whoever_answers_themselves_is_told_nothing(comment: Comment, bob: User) -> None:
    make_comment(to=comment, by=bob, text="And @bob adds this.")
    relay_all()

    assert told(bob) == []


def test_whoever_is_named_is_told(comment: Comment, carol: User, bob: User, mona: User) -> None:
    reply = make_comment(to=comment, by=mona, text="Ask @Carol, `not @ada`.\n\n> said @alice\n\n@bob knows it too.")
    relay_all()

    assert told(carol) == [("mention", reply.pk)]
    assert told(bob) == [("reply", reply.pk)]


@pytest.mark.parametrize("named", ["ada", "alice"])
def test_what_stands_in_code_or_is_quoted_names_nobody(
    comment: Comment, mona: User, ada: User, alice: User, named: str
) -> None:
    make_comment(to=comment, by=mona, text=f"Not `@{named}`.\n\n> said @{named}\n> > @{named}")
    relay_all()

    assert ("mention", comment.pk + 1) not in told({"ada": ada, "alice": alice}[named])


def test_edit_that_names_somebody_tells_once(comment: Comment, carol: User) -> None:
    for text in ("Ask @carol.", "Please ask @carol.", "No.", "Do ask @carol."):
        comment.refresh_from_db()
        edit_comment(comment, by=comment.author, text=text, version=version_of(comment.body.text))
        comment.body.refresh_from_db()
        relay_all()

    assert told(carol) == [("mention", comment.pk)]


def test_what_waits_is_told_when_it_is_released_and_then_once(comment: Comment, bob: User, carol: User) -> None:
    reply = make_comment(to=comment, by=carol)
    hold_comment(reply, at=timezone.now())
    relay_all()
    assert told(bob) == []

    for _again in range(2):
        release_comment(reply, at=timezone.now())
        hold_comment(reply, at=timezone.now())
        release_comment(reply, at=timezone.now())
        relay_all()

    assert told(bob) == [("reply", reply.pk)]


def test_what_is_gone_before_it_is_told_is_never_told(comment: Comment, bob: User, carol: User, mona: User) -> None:
    removed, deleted = make_comment(to=comment, by=carol), make_comment(to=comment, by=carol)
    remove_comment(removed, by=mona, at=timezone.now())
    delete_comment(deleted, at=timezone.now())
    relay_all()

    restore_comment(removed, by=mona)
    undelete_comment(deleted)
    relay_all()

    assert told(bob) == []


def test_closed_and_suspended_accounts_are_told_nothing(
    article: Article, bob: User, carol: User, mona: User, ada: User
) -> None:
    first, second = make_comment(on=article, by=bob), make_comment(on=article, by=carol)
    close_account(bob, by=ada)
    suspend(carol, by=mona)

    make_comment(to=first, by=mona, text="@carol @bob")
    make_comment(to=second, by=mona)
    relay_all()

    assert told(bob) == []
    assert told(carol) == []


def test_article_that_waited_is_told_when_staff_publish_it(alice: User, bob: User, mona: User) -> None:
    attend(Node("u", alice.pk), Attention.Level.WATCH, person=bob, at=timezone.now())
    article = waiting_article(alice)
    relay_all()
    assert told(bob) == []

    approve_article(article, by=mona, at=timezone.now())
    relay_all()

    assert told(bob) == [("watched", article.pk)]


def test_event_that_comes_again_tells_nobody_again(comment: Comment, bob: User, carol: User) -> None:
    reply = make_comment(to=comment, by=carol, text=f"{uuid4()}")

    for _again in range(3):
        receivers.tell_of_published(comment_id=reply.pk)

    assert told(bob) == [("reply", reply.pk)]
