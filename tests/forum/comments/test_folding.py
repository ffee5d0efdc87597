"""fold_rank: what is shown first of a thread, at every edge, and how little is touched when that changes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from forum.comments.listing import fold_rank
from forum.comments.models import FOLD_CAP, Comment
from forum.comments.removal import remove_comment, restore_comment
from tests.forum.comments.brute import assert_columns_hold
from tests.forum.comments.test_posting import chain
from tests.make import LONG_AGO, make_comment, make_thread
from tests.sizes import at_full_size

pytestmark = pytest.mark.django_db

NOON = LONG_AGO + timedelta(days=30)


class Touched:
    """Counts the statements that run inside `with`, and the rows that they change."""

    def __init__(self) -> None:
        self.statements = self.rows = 0

    def __call__(
        self, execute: Callable[..., object], sql: str, params: object, many: bool, context: dict[str, Any]
    ) -> object:
        result = execute(sql, params, many, context)
        self.statements += 1
        if sql.startswith("UPDATE"):
            self.rows += context["cursor"].rowcount
        return result

    def counting(self) -> AbstractContextManager[None]:
        return connection.execute_wrapper(self)


def ranks(comments: list[Comment]) -> list[int | None]:
    by_pk = dict(Comment.objects.values_list("pk", "fold_rank"))
    return [by_pk[comment.pk] for comment in comments]


@pytest.mark.parametrize(
    ("parent_rank", "place", "level", "rank"),
    [
        (0, 1, 1, 1),
        (0, 10, 1, 10),
        (0, 11, 1, 11),
        (0, 12, 1, 11),
        (1, 5, 2, 10),
        (1, 6, 2, 11),
        (3, 3, 3, 9),
        (3, 4, 3, 11),
        (10, 1, 2, 10),
        (7, 2, 3, 7),
        (5, 2, 5, 10),
        (9, 1, 10, 10),
        (10, 1, 11, 11),
        (11, 1, 2, 11),
    ],
)
def test_rank_is_place_times_level_but_never_less_than_the_parents(
    parent_rank: int, place: int, level: int, rank: int
) -> None:
    assert fold_rank(parent_rank, place, level) == rank


def test_ten_replies_of_a_list_can_be_shown_and_the_eleventh_never() -> None:
    root, *replies = make_thread([[]] * 10)
    assert ranks(replies) == list(range(1, 11))

    eleventh, twelfth = make_comment(to=root), make_comment(to=root)

    assert ranks([eleventh, twelfth]) == [FOLD_CAP, FOLD_CAP]
    assert_columns_hold()


def test_ten_levels_can_be_shown_and_the_eleventh_never() -> None:
    comments = make_thread(chain(11))
    assert ranks(comments) == list(range(11))

    below = make_comment(to=comments[-1])
    further = make_comment(to=below)

    assert ranks([below, further]) == [FOLD_CAP, FOLD_CAP]
    assert_columns_hold()


def test_lists_deep_down_show_fewer() -> None:
    *_, parent = make_thread(chain(5))

    posted = [make_comment(to=Comment.objects.get(pk=parent.pk)) for _reply in range(3)]

    assert ranks(posted) == [5, 10, 11]


def test_the_first_of_twelve_goes_and_the_others_move_up_and_back(mona: User) -> None:
    _root, first, *others = make_thread([[]] * 12)

    remove_comment(first, by=mona, at=NOON)

    assert ranks([first]) == [None]
    assert ranks(others) == [*range(1, 11), 11]
    assert_columns_hold()

    restore_comment(first, by=mona)

    assert ranks([first, *others]) == [*range(1, 11), 11, 11]
    assert_columns_hold()


def test_a_branch_that_moves_up_to_be_shown_is_shown_down_to_the_tenth_level(mona: User) -> None:
    _root, first, *others = make_thread([*[[]] * 10, chain(12)])
    branch = others[9:]
    assert ranks(branch) == [11] * 12

    remove_comment(first, by=mona, at=NOON)

    assert ranks(branch) == [*[10] * 10, 11, 11]
    assert_columns_hold()

    restore_comment(first, by=mona)

    assert ranks(branch) == [11] * 12


@pytest.mark.parametrize("gone", [0, 1, 4, 5, 9, 10, 11])
def test_any_of_twelve_branches_goes_and_comes_back(gone: int, mona: User) -> None:
    branch: list[object] = [[[], []], [[]]]
    comments = make_thread([branch] * 12)
    before = ranks(comments)
    root = comments[0]
    top = [comment for comment in comments if comment.parent_id == root.pk][gone]
    gone_branch = [c for c in comments if top.lft <= c.lft <= top.rght]

    for comment in reversed(gone_branch):
        remove_comment(comment, by=mona, at=NOON)
    assert_columns_hold()

    for comment in gone_branch:
        restore_comment(comment, by=mona)
    assert ranks(comments) == before


def test_the_first_of_a_great_many_goes_and_hardly_a_row_is_touched(mona: User) -> None:
    _root, first, *others = make_thread([[]] * at_full_size(2_000, 20_000))
    touched = Touched()

    with touched.counting():
        remove_comment(first, by=mona, at=NOON)

    assert ranks(others[:11]) == [*range(1, 11), 11]
    # The comment twice (its fact, its listing), its parent twice, the article twice, ten that moved up.
    assert touched.rows <= 16
    assert touched.statements <= 28


def test_one_past_the_cap_goes_and_no_other_rank_is_asked_for(mona: User) -> None:
    comments = make_thread([[]] * 30)
    touched = Touched()

    with touched.counting():
        remove_comment(comments[-2], by=mona, at=NOON)

    # The comment twice (its fact, its listing), its parent, the article.
    assert touched.rows == 4
    assert_columns_hold()


def test_many_replies_below_many_branches_move_up_with_a_bounded_number_of_statements(mona: User) -> None:
    bush: list[object] = [[[[]] * 3] * 4] * 6
    comments = make_thread([[], *[bush] * 10])
    first = next(comment for comment in comments if comment.level == 1)
    touched = Touched()

    with touched.counting():
        remove_comment(first, by=mona, at=NOON)

    assert touched.statements <= 45
    assert_columns_hold()
