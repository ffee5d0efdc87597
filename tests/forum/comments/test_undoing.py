"""Held, removed and deleted know nothing of each other: undone in any order, they leave what was there before."""

from collections.abc import Sequence

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.articles.models import Article
from forum.comments.deleting import delete_comment, undelete_comment
from forum.comments.holding import hold_comment, release_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment, restore_comment
from tests.forum.comments.brute import assert_columns_hold
from tests.forum.comments.test_tree_machine import SHAPES, Shape
from tests.make import UserFactory, make_thread
from tests.sizes import at_full_size

ACTS = ["remove", "delete", "hold"]


def do(act: str, comment: Comment) -> bool:
    if act == "remove":
        return remove_comment(comment, by=comment.author, at=timezone.now())
    return delete_comment(comment, at=timezone.now()) if act == "delete" else hold_comment(comment, at=timezone.now())


def undo(act: str, comment: Comment) -> bool:
    if act == "remove":
        return restore_comment(comment, by=comment.author)
    return undelete_comment(comment) if act == "delete" else release_comment(comment, at=timezone.now())


def state() -> list[object]:
    return [*Comment.objects.order_by("pk").values(), *Article.objects.order_by("pk").values()]


@pytest.mark.django_db
@settings(max_examples=at_full_size(40, 400), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    shape=SHAPES,
    gone_before=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 100)), max_size=6),
    which=st.integers(0, 100),
    done=st.permutations(ACTS),
    undone=st.permutations(ACTS),
)
def test_all_that_is_done_to_a_comment_is_undone_in_any_order(
    shape: Shape, gone_before: Sequence[tuple[str, int]], which: int, done: Sequence[str], undone: Sequence[str]
) -> None:
    with transaction.atomic():
        comments = make_thread(shape, by=UserFactory.create())
        comment = comments[which % len(comments)]
        for act, other in gone_before:
            if comments[other % len(comments)] != comment:
                do(act, comments[other % len(comments)])
        before = state()

        assert [do(act, comment) for act in done] == [True] * 3
        assert_columns_hold()
        assert [undo(act, comment) for act in undone] == [True] * 3

        assert state() == before
        transaction.set_rollback(True)
