"""How to speak of comments: each word finds what it says."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from forum.comments.models import Comment, CommentBody, CommentRevision
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread

pytestmark = pytest.mark.django_db


@dataclass
class Cast:
    published: Comment
    held: Comment
    removed: Comment
    tombstone: Comment
    reply: Comment


@pytest.fixture
def cast(bob: User) -> Cast:
    """Threads on one article; Bob wrote the held one and the removed one."""
    article = ArticleFactory.create()
    [published] = make_thread([], on=article)
    [held] = make_thread([], on=article, by=bob)
    [removed] = make_thread([], on=article, by=bob)
    tombstone, reply = make_thread([[]], on=article)
    Comment.objects.filter(pk=held.pk).update(held_at=LONG_AGO, listed=False, fold_rank=None)
    Comment.objects.filter(pk=removed.pk).update(removed_at=LONG_AGO, held_at=LONG_AGO, listed=False, fold_rank=None)
    Comment.objects.filter(pk=tombstone.pk).update(deleted_at=LONG_AGO)
    return Cast(published, held, removed, tombstone, reply)


def test_published_is_neither_held_nor_removed_nor_deleted(cast: Cast) -> None:
    assert set(Comment.objects.published()) == {cast.published, cast.reply}
    assert {c for c in Comment.objects.all() if c.is_published} == {cast.published, cast.reply}


def test_waiting_is_held_and_not_gone_meanwhile(cast: Cast) -> None:
    assert set(Comment.objects.waiting()) == {cast.held}


def test_listed_are_the_published_and_the_tombstones_above_them(cast: Cast) -> None:
    assert set(Comment.objects.listed()) == {cast.published, cast.tombstone, cast.reply}


def test_everybody_sees_what_is_listed_its_author_more_and_moderators_all(
    cast: Cast, bob: User, carol: User, mona: User, ada: User
) -> None:
    listed = {cast.published, cast.tombstone, cast.reply}

    assert set(Comment.objects.visible_to(AnonymousUser())) == listed
    assert set(Comment.objects.visible_to(carol)) == listed
    assert set(Comment.objects.visible_to(bob)) == listed | {cast.held, cast.removed}
    assert set(Comment.objects.visible_to(mona)) == set(Comment.objects.visible_to(ada)) == set(Comment.objects.all())


def test_threads_are_the_comments_on_an_article_that_answer_nobody(cast: Cast) -> None:
    elsewhere = make_comment()

    assert set(Comment.objects.on(elsewhere.article)) == {elsewhere}
    assert set(Comment.objects.on(cast.reply.article).threads()) == {
        cast.published,
        cast.held,
        cast.removed,
        cast.tombstone,
    }


def test_an_articles_comments_speak_the_same_language(cast: Cast) -> None:
    assert set(cast.reply.article.comments.listed().threads()) == {cast.published, cast.tombstone}


def test_tree_order_puts_each_reply_below_what_it_answers() -> None:
    root, first, below, second = make_thread([[[]], []])

    assert list(Comment.objects.order_by("-pk").in_tree_order()) == [root, first, below, second]


def test_comments_and_their_words_have_short_names(bob: User) -> None:
    comment = make_comment(by=bob, text="x" * 60)
    revision = CommentRevision.objects.create(comment=comment, text="y", written_at=LONG_AGO)

    assert str(comment) == f"c{comment.pk}"
    assert comment.get_absolute_url() == f"/c/{comment.pk}"
    assert str(CommentBody.objects.get()) == "x" * 50
    assert str(revision) == f"c{comment.pk} at {LONG_AGO}"
