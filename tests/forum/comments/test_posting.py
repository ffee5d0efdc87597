"""Posting: where a comment goes, what it changes above it, who hears of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from pytest_django import Settings

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.moving import move_branch
from forum.comments.posting import MAX_LEVEL, post_comment
from forum.comments.removal import remove_comment
from forum.comments.writing import Refused
from tests.forum.comments.brute import assert_columns_hold
from tests.forum.comments.conftest import Announced, NowOf
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread

pytestmark = pytest.mark.django_db


def chain(length: int) -> list[object]:
    """The shape of a thread in which each comment answers the one before."""
    shape: list[object] = []
    for _link in range(length - 1):
        shape = [shape]
    return shape


def test_comment_on_an_article_begins_a_tree_named_after_it(bob: User, now_of: NowOf) -> None:
    article = ArticleFactory.create()

    with time_machine.travel(LONG_AGO, tick=False):
        comment = now_of(make_comment(on=article, by=bob, text="First."))

    assert (comment.parent, comment.tree_id, comment.level, comment.fold_rank) == (None, comment.pk, 0, 0)
    assert (comment.author, comment.article, comment.body.author) == (bob, article, bob)
    assert (comment.body.text, comment.body.html.strip(), comment.body.format) == (
        "First.",
        "<p>First.</p>",
        "markdown",
    )
    assert (comment.created_at, comment.published_at, comment.held_at) == (LONG_AGO, LONG_AGO, None)
    assert (comment.article.comment_count, comment.article.last_comment_at) == (1, LONG_AGO)
    assert_columns_hold()


def test_reply_is_counted_in_all_its_ancestors_and_nowhere_else(now_of: NowOf) -> None:
    root, first, _below_first, second = make_thread([[[]], []])
    at = LONG_AGO + timedelta(days=1)

    with time_machine.travel(at, tick=False):
        reply = make_comment(to=first)

    assert [(now_of(c).reply_count, now_of(c).last_reply_at) for c in (root, first)] == [(4, at), (2, at)]
    assert (now_of(second).reply_count, now_of(second).last_reply_at) == (0, None)
    assert (now_of(reply).fold_rank, now_of(reply).level) == (4, 2)
    assert (now_of(root).article.comment_count, now_of(root).article.last_comment_at) == (5, at)
    assert_columns_hold()


def test_replies_in_the_middle_of_a_wide_and_deep_thread_leave_every_column_right() -> None:
    comments = make_thread([[[], [[], [[]]]], [], [[[]]]])

    for comment in comments:
        make_comment(to=comment)
        make_comment(to=comment)

    assert_columns_hold()


def test_a_reply_that_is_older_than_others_does_not_turn_their_ages_back(now_of: NowOf) -> None:
    """Clocks of two web processes may differ."""
    root, *_ = comments = make_thread([[], []])

    with time_machine.travel(LONG_AGO - timedelta(days=1), tick=False):
        make_comment(to=root)

    assert now_of(root).last_reply_at == comments[-1].published_at
    assert now_of(root).article.last_comment_at == comments[-1].published_at
    assert_columns_hold()


def test_a_reply_follows_its_branch_to_another_article(bob: User, mona: User, now_of: NowOf) -> None:
    _root, branch = make_thread([[]])
    elsewhere = ArticleFactory.create()
    move_branch(now_of(branch), to=elsewhere, by=mona)

    reply = post_comment(
        now_of(branch).article, author=bob, text="Still here?", form_key=uuid4(), parent=now_of(branch)
    ).comment

    assert now_of(reply).article == elsewhere
    assert_columns_hold()


def test_a_comment_is_announced_once_and_nothing_else_is(announced: Announced) -> None:
    comment = make_comment()

    assert announced() == [("comment_published", {"comment_id": comment.pk})]


# -- Where nobody can post --------------------------------------------------------------------------------------------


def is_refused(article: Article, bob: User, parent: Comment | None = None) -> str:
    """The words of a refusal that left nothing behind."""
    before = list(Comment.objects.order_by("pk").values())

    with pytest.raises(Refused) as refused:
        post_comment(article, author=bob, text="Too late?", form_key=uuid4(), parent=parent)

    assert list(Comment.objects.order_by("pk").values()) == before
    return str(refused.value)


@pytest.mark.parametrize("fact", ["removed_at", "deleted_at", "held_at"])
def test_a_comment_that_went_while_its_answer_was_written_cannot_be_answered(
    fact: str, bob: User, now_of: NowOf
) -> None:
    root, reply = make_thread([[]])
    shown = now_of(reply)
    Comment.objects.filter(pk=reply.pk).update(**{fact: LONG_AGO})

    assert "gone" in is_refused(root.article, bob, shown)


def test_a_locked_article_takes_neither_threads_nor_replies(bob: User) -> None:
    [root] = make_thread([])
    shown = Article.objects.get(pk=root.article_id)
    Article.objects.update(locked_at=LONG_AGO)

    assert "locked" in is_refused(shown, bob)
    assert "locked" in is_refused(shown, bob, root)


def test_a_branch_that_moved_to_a_locked_article_cannot_be_answered(bob: User, mona: User, now_of: NowOf) -> None:
    root, branch = make_thread([[]])
    move_branch(now_of(branch), to=ArticleFactory.create(locked_at=LONG_AGO), by=mona)

    assert "locked" in is_refused(root.article, bob, now_of(branch))


def test_replies_end_at_the_deepest_level(bob: User, now_of: NowOf) -> None:
    *_, last = make_thread(chain(MAX_LEVEL))

    deepest = make_comment(to=last, by=bob)

    assert now_of(deepest).level == MAX_LEVEL
    assert "too deep" in is_refused(last.article, bob, now_of(deepest))
    assert now_of(make_comment(to=now_of(last), by=bob)).level == MAX_LEVEL


def test_a_thread_takes_as_many_replies_as_its_limit_and_no_more(
    bob: User, mona: User, settings: Settings, now_of: NowOf
) -> None:
    root, _reply = make_thread([[]])
    settings.THREAD_LIMIT = 3
    removed = make_comment(to=now_of(root))
    remove_comment(removed, by=mona, at=LONG_AGO)

    last = make_comment(to=now_of(root))

    assert "full" in is_refused(root.article, bob, now_of(root))
    assert "full" in is_refused(root.article, bob, now_of(last))
    assert make_comment(on=root.article, by=bob).level == 0
