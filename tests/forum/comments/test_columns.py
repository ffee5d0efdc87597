"""All columns of a thread computed in one pass, compared with their definitions on threads of every kind."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from forum.comments.columns import Link, computed
from forum.comments.models import Comment
from tests.forum.comments.brute import expected
from tests.make import LONG_AGO
from tests.sizes import at_full_size

# What each comment answers (one of those before it, or nothing), whether it is gone, and the minute it was published.
FORESTS = st.lists(st.tuples(st.integers(-1, 30), st.booleans(), st.integers(0, 5)), max_size=40)


def comments_of(forest: list[tuple[int, bool, int]]) -> list[Comment]:
    comments = []
    for index, (answers, is_gone, minute) in enumerate(forest):
        at = LONG_AGO + timedelta(minutes=minute)
        parent_id = None if answers < 0 or index == 0 else 1 + answers % index
        comments.append(
            Comment(pk=1 + index, parent_id=parent_id, published_at=at, removed_at=LONG_AGO if is_gone else None)
        )
    return comments


def links(comments: list[Comment]) -> list[Link]:
    return [Link(c.pk, c.parent_id, c.is_published, c.published_at) for c in comments]


@settings(max_examples=at_full_size(200, 2_000))
@given(forest=FORESTS)
def test_columns_are_what_their_definitions_say(forest: list[tuple[int, bool, int]]) -> None:
    comments = comments_of(forest)

    columns = computed(reversed(links(comments)))

    assert {
        pk: (c.tree_id, c.level, c.lft, c.rght, c.listed, c.reply_count, c.last_reply_at, c.fold_rank)
        for pk, c in columns.items()
    } == expected(comments)


def test_what_hangs_on_no_root_has_no_columns() -> None:
    root, stray = Link(1, None, True, LONG_AGO), Link(2, 99, True, LONG_AGO)
    circle = [Link(3, 4, True, LONG_AGO), Link(4, 3, True, LONG_AGO)]

    assert list(computed([root, stray, *circle])) == [1]


def test_a_comment_that_was_never_published_is_not_listed_and_gives_no_age() -> None:
    columns = computed([Link(1, None, True, LONG_AGO), Link(2, 1, False, None)])

    assert (columns[1].reply_count, columns[1].last_reply_at) == (0, None)
    assert (columns[2].listed, columns[2].fold_rank) == (False, None)


def test_no_depth_is_too_deep() -> None:
    depth = 20_000

    columns = computed(Link(pk, pk - 1 or None, True, LONG_AGO) for pk in range(1, depth + 1))

    assert (columns[1].rght, columns[1].reply_count, columns[depth].level) == (2 * depth, depth - 1, depth - 1)
