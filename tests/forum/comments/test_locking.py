"""Locking a branch: what stands below can be read, but not continued, and the rest goes on."""

from functools import partial
from uuid import uuid4

import pytest

from accounts.models import User
from forum.comments.checking import all_faults
from forum.comments.editing import edit_comment, version_of
from forum.comments.locking import lock_branch, unlock_branch
from forum.comments.models import Comment
from forum.comments.posting import post_comment
from forum.comments.writing import Refused
from tests.forum.comments.conftest import Announced, NowOf
from tests.make import LONG_AGO, UserFactory, make_comment, make_thread
from tests.together import at_once

pytestmark = pytest.mark.django_db


def answers(comment: Comment) -> str:
    """Whether somebody can: why not, or nothing."""
    try:
        make_comment(to=Comment.objects.get(pk=comment.pk))
    except Refused as refused:
        return str(refused)
    return ""


def test_nobody_answers_in_a_locked_branch_and_everybody_beside_it(mona: User) -> None:
    root, branch, below, beside = make_thread([[[]], []])

    assert lock_branch(branch, by=mona, at=LONG_AGO)

    assert ["branch is locked" in answers(comment) for comment in (branch, below)] == [True, True]
    assert [answers(comment) for comment in (root, beside)] == ["", ""]
    assert {comment for comment in Comment.objects.with_locks() if comment.is_locked} == {branch, below}


def test_locking_twice_is_locking_once_and_unlocking_takes_it_back(mona: User, announced: Announced) -> None:
    _root, branch, below = make_thread([[[]]])
    before, was = len(announced()), list(Comment.objects.order_by("pk").values())

    done = [lock_branch(branch, by=mona, at=LONG_AGO), lock_branch(branch, by=mona, at=LONG_AGO)]
    undone = [unlock_branch(branch, by=mona), unlock_branch(branch, by=mona)]

    assert (done, undone) == ([True, False], [True, False])
    ids = {"comment_id": branch.pk, "by_id": mona.pk}
    assert announced()[before:] == [("branch_locked", ids), ("branch_unlocked", ids)]
    assert list(Comment.objects.order_by("pk").values()) == was
    assert answers(below) == ""


def test_what_is_locked_inside_stays_locked(mona: User) -> None:
    _root, branch, below = make_thread([[[]]])
    for comment in (branch, below):
        lock_branch(comment, by=mona, at=LONG_AGO)

    unlock_branch(branch, by=mona)

    assert answers(branch) == ""
    assert answers(below)


def test_a_lock_ends_the_talk_not_the_mending(mona: User, bob: User) -> None:
    """As where an article is locked."""
    comment = make_comment(by=bob, text="It rains.")
    lock_branch(comment, by=mona, at=LONG_AGO)

    assert edit_comment(comment, by=bob, text="It rained.", version=version_of("It rains."))


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_a_reply_that_meets_the_lock_is_there_before_it_or_refused(mona: User, now_of: NowOf) -> None:
    """Whatever was posted stands before the lock in the tree's own order: nothing is posted once it is committed."""
    people = UserFactory.create_batch(3)

    def post(comment: Comment, author: User) -> bool:
        for _each in range(5):
            try:
                post_comment(comment.article, author=author, text="So?", form_key=uuid4(), parent=comment)
            except Refused:
                return True
        return False

    for _round in range(5):
        _root, branch = make_thread([[]])
        lock = partial(lock_branch, branch, by=mona, at=LONG_AGO)

        at_once([*(partial(post, branch, person) for person in people), lock])

        replies = now_of(branch).reply_count
        assert all(post(branch, person) for person in people)
        assert now_of(branch).reply_count == replies
    assert list(all_faults()) == []
