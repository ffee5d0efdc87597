"""What PostgreSQL's row locks do to writers of one tree, and do not do to anybody else."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import OperationalError, connection, transaction

from forum.articles.models import Article
from forum.comments import trees
from forum.comments.checking import mend
from forum.comments.models import Comment, CommentRevision
from forum.comments.moving import move_branch
from forum.comments.removal import remove_comment
from forum.comments.writing import Refused
from tests.forum.comments.brute import assert_columns_hold
from tests.forum.comments.conftest import NowOf
from tests.make import LONG_AGO, ArticleFactory, UserFactory, make_comment, make_thread
from tests.together import PATIENCE, at_once, on_own_connection, until_somebody_waits_for_a_lock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.needs_postgres]


def is_free(row: Article | Comment) -> bool:
    """Whether nobody else holds the row's lock. Asked on another connection: a failure ends no transaction of ours."""

    def ask() -> bool:
        try:
            with transaction.atomic():
                type(row)._base_manager.select_for_update(no_key=True, nowait=True).get(pk=row.pk)
        except OperationalError:
            return False
        return True

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(on_own_connection, ask).result(PATIENCE)


def test_a_reply_waits_for_the_move_of_its_branch_and_follows_it(now_of: NowOf) -> None:
    _root, branch, reply = make_thread([[[]]])
    elsewhere, author = ArticleFactory.create(), UserFactory.create()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            move_branch(branch, to=elsewhere, by=author)
            answering = pool.submit(on_own_connection, partial(make_comment, to=reply, by=author))
            until_somebody_waits_for_a_lock()
        answer = now_of(answering.result(PATIENCE))

    assert (answer.tree_id, answer.article) == (branch.pk, elsewhere)
    assert_columns_hold()


def test_a_reply_waits_for_the_removal_of_what_it_answers_and_is_refused() -> None:
    _root, reply = make_thread([[]])
    author = UserFactory.create()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            remove_comment(reply, by=author, at=LONG_AGO)
            answering = pool.submit(on_own_connection, partial(make_comment, to=reply, by=author))
            until_somebody_waits_for_a_lock()
        with pytest.raises(Refused, match="gone"):
            answering.result(PATIENCE)

    assert_columns_hold()


def test_words_are_written_while_the_tree_of_their_comment_is_locked() -> None:
    """Foreign keys ask for KEY SHARE on the comment's row, which FOR UPDATE would refuse them."""
    [root] = make_thread([])
    write = partial(CommentRevision.objects.create, comment=root, text="As it was.", written_at=LONG_AGO)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        trees.lock(root)
        assert pool.submit(on_own_connection, write).result(PATIENCE / 4).comment == root


def test_trees_are_locked_in_the_order_of_their_roots_however_they_are_named() -> None:
    [first], [second] = make_thread([]), make_thread([])

    def lock_both() -> None:
        with transaction.atomic():
            trees.lock_trees(Comment, [second.pk, first.pk])

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            trees.lock(first)
            locking = pool.submit(on_own_connection, lock_both)
            until_somebody_waits_for_a_lock()
            assert is_free(second)
        locking.result(PATIENCE)


def test_a_move_locks_both_articles_in_the_order_of_their_keys() -> None:
    """From the second to the first: who moves the other way must not wait for it and be waited for."""
    first, second = ArticleFactory.create_batch(2)
    [thread] = make_thread([], on=second)
    mover = UserFactory.create()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Article.objects.filter(pk=first.pk).update(deck="Held.")
            moving = pool.submit(on_own_connection, partial(move_branch, thread, to=first, by=mover))
            until_somebody_waits_for_a_lock()
            assert is_free(second)
        assert moving.result(PATIENCE) is True


def test_moving_locks_the_tree_before_the_articles() -> None:
    root, branch = make_thread([[]])
    elsewhere, mover = ArticleFactory.create(), UserFactory.create()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            trees.lock(root)
            moving = pool.submit(on_own_connection, partial(move_branch, branch, to=elsewhere, by=mover))
            until_somebody_waits_for_a_lock()
            assert (is_free(root.article), is_free(elsewhere)) == (True, True)
        assert moving.result(PATIENCE) is True


def test_a_deadlock_is_tried_again_and_nobody_hears_of_it() -> None:
    """Two writers that break the order of locks on purpose."""
    articles = ArticleFactory.create_batch(2)
    both_have_one = Barrier(2)
    attempts: list[Article] = []

    @trees.tree_transaction
    def cross(mine: Article, other: Article) -> None:
        attempts.append(mine)
        Article.objects.filter(pk=mine.pk).update(deck="Mine.")
        if len(attempts) <= 2:
            both_have_one.wait(PATIENCE)
        Article.objects.filter(pk=other.pk).update(title="Mine too.")

    at_once([partial(cross, *articles), partial(cross, *reversed(articles))])

    # Three at least: the one that was let go may be back before the other is awake, and then they cross again.
    assert len(attempts) > 2
    assert set(Article.objects.values_list("title", "deck")) == {("Mine too.", "Mine.")}


def test_a_transaction_that_could_not_be_serial_is_tried_again() -> None:
    article = ArticleFactory.create()
    attempts: list[int] = []

    @trees.tree_transaction
    def write_what_somebody_else_just_wrote() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        attempts.append(Article.objects.get().comment_count)
        if len(attempts) == 1:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(on_own_connection, partial(Article.objects.update, comment_count=5)).result(PATIENCE)
        Article.objects.update(deck="Written.")

    write_what_somebody_else_just_wrote()

    assert attempts == [0, 5]
    article.refresh_from_db()
    assert article.deck == "Written."


def test_replies_to_one_tree_from_ten_at_once_leave_it_whole() -> None:
    root, *_replies = comments = make_thread([[[]], [[]], [[]]])
    author = UserFactory.create()

    at_once([partial(make_comment, to=comments[n % len(comments)], by=author) for n in range(10)])

    assert Comment.objects.get(pk=root.pk).reply_count == 16
    assert_columns_hold()


def test_counters_of_an_article_are_mended_with_what_was_posted_meanwhile() -> None:
    [root] = make_thread([])
    author = UserFactory.create()
    Article.objects.update(comment_count=99)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            make_comment(on=root.article, by=author)
            mending = pool.submit(on_own_connection, mend)
            until_somebody_waits_for_a_lock()
        mending.result(PATIENCE)

    assert Article.objects.get().comment_count == 2


def test_a_tree_is_mended_with_what_was_posted_meanwhile() -> None:
    root, _reply = make_thread([[]])
    author = UserFactory.create()
    Comment.objects.filter(pk=root.pk).update(reply_count=99)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            make_comment(to=root, by=author)
            mending = pool.submit(on_own_connection, mend)
            until_somebody_waits_for_a_lock()
        mending.result(PATIENCE)

    assert_columns_hold()
