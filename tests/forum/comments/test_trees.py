"""The doors of the trees: what is retried, what is locked, and which ways in are shut."""

from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError

from accounts.models import User
from forum.comments import trees
from forum.comments.keys import allocate_ids
from forum.comments.models import Comment
from forum.comments.moving import move_branch
from tests.forum.comments.brute import assert_columns_hold
from tests.forum.comments.conftest import NowOf
from tests.make import ArticleFactory, make_comment, make_thread
from tests.together import at_once


def counting(verb: Callable[[], object]) -> tuple[Callable[[], object], list[object]]:
    """The verb in a transaction of the trees, and a list that has one entry for each of its attempts."""
    attempts: list[object] = []

    def attempt() -> object:
        attempts.append(None)
        return verb()

    return trees.tree_transaction(attempt), attempts


def find_it_moved() -> None:
    raise trees.TreeMoved("again")


# -- Trying again -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_branch_that_moved_since_it_was_looked_up_is_found_in_its_new_tree(mona: User, now_of: NowOf) -> None:
    _root, branch, reply = make_thread([[[]]])
    looked_up = now_of(reply)
    move_branch(branch, to=ArticleFactory.create(), by=mona)

    answer = make_comment(to=looked_up)

    assert (answer.tree_id, now_of(answer).article) == (branch.pk, now_of(branch).article)
    assert_columns_hold()


@pytest.mark.django_db(transaction=True)
def test_a_verb_is_tried_so_often_and_no_more() -> None:
    verb, attempts = counting(find_it_moved)

    with pytest.raises(trees.TreeMoved):
        verb()

    assert len(attempts) == trees.ATTEMPTS


@pytest.mark.django_db(transaction=True)
def test_what_an_attempt_wrote_is_taken_back_before_the_next(now_of: NowOf) -> None:
    [comment] = make_thread([])
    heights: list[int] = []

    def rise() -> None:
        Comment.objects.filter(pk=comment.pk).update(reply_count=now_of(comment).reply_count + 1)
        heights.append(now_of(comment).reply_count)
        raise trees.TreeMoved

    with pytest.raises(trees.TreeMoved):
        trees.tree_transaction(rise)()

    assert heights == [1] * trees.ATTEMPTS
    assert now_of(comment).reply_count == 0


@pytest.mark.django_db(transaction=True)
def test_inside_an_outer_transaction_nothing_is_tried_again() -> None:
    """What the outer transaction did before belongs to the attempt, and cannot be done again from here."""
    verb, attempts = counting(find_it_moved)

    with transaction.atomic(), pytest.raises(trees.TreeMoved):
        verb()

    assert len(attempts) == 1


FAIL_FOR_GOOD = {
    "sqlite": "SELECT * FROM a_table_that_is_not_there",
    "postgresql": "SET LOCAL statement_timeout = 20; SELECT pg_sleep(20)",
}


@pytest.mark.django_db(transaction=True)
def test_an_error_that_another_try_would_not_mend_is_raised_at_once() -> None:
    def fail() -> None:
        with connection.cursor() as cursor:
            cursor.execute(FAIL_FOR_GOOD[connection.vendor])

    verb, attempts = counting(fail)

    with pytest.raises(OperationalError):
        verb()

    assert len(attempts) == 1


# -- Locks ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_tree_is_locked_only_inside_a_transaction() -> None:
    [root] = make_thread([])

    with pytest.raises(TransactionManagementError):
        trees.lock(root)


@pytest.mark.django_db
def test_locking_reads_the_comment_again() -> None:
    [root] = make_thread([])
    Comment.objects.filter(pk=root.pk).update(reply_count=7)

    assert trees.lock(root).reply_count == 7


@pytest.mark.django_db
def test_a_comment_whose_branch_moved_knows_its_new_tree_after_the_failed_lock(mona: User, now_of: NowOf) -> None:
    _root, branch = make_thread([[]])
    looked_up = now_of(branch)
    move_branch(branch, to=ArticleFactory.create(), by=mona)

    with pytest.raises(trees.TreeMoved):
        trees.lock(looked_up)

    assert trees.lock(looked_up).tree_id == branch.pk


# -- Keys -------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_ancestors_are_found_by_their_links_parent_first() -> None:
    root, upper, lower, _leaf, _beside = comments = make_thread([[[[]]], []])

    assert [trees.ancestor_ids(comment) for comment in comments] == [
        [],
        [root.pk],
        [upper.pk, root.pk],
        [lower.pk, upper.pk, root.pk],
        [root.pk],
    ]


@pytest.mark.django_db
@pytest.mark.needs_sqlite
def test_the_first_keys_of_an_empty_table_are_not_given_out_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = 'comments_comment'")

    assert allocate_ids(Comment, 3) == [1, 2, 3]
    assert allocate_ids(Comment, 2) == [4, 5]
    assert make_comment().pk == 6
    assert allocate_ids(Comment, 1) == [7]


@pytest.mark.django_db(transaction=True)
def test_keys_rise_and_belong_to_one_who_asks_each() -> None:
    def ask() -> list[int]:
        with transaction.atomic():
            return allocate_ids(Comment, 50)

    given = at_once([ask] * 6)

    assert all(keys == sorted(keys) and len(keys) == 50 for keys in given)
    assert len({key for keys in given for key in keys}) == 300


@pytest.mark.django_db
def test_no_keys_are_nothing() -> None:
    assert allocate_ids(Comment, 0) == []
