"""The laid-out list against its definition: every shape, every setting, compared with brute force."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.comments.listing import fold_rank
from forum.threads.tree import DEEPEST, Entry, Kind, lay_out, marks, most_shown

SHAPES: st.SearchStrategy[list[object]] = st.recursive(
    st.just([]), lambda shapes: st.lists(shapes, max_size=9), max_leaves=60
)
LIMITS = st.integers(2, 10)


class Node(NamedTuple):
    id: int
    parent_id: int | None
    reply_count: int
    level: int
    rank: int
    ancestors: tuple[int, ...]


def forest(shapes: Sequence[Sequence[object]]) -> list[Node]:
    """All comments of some threads, in tree order."""
    nodes: list[Node] = []

    def plant(shape: Sequence[object], above: tuple[int, ...], rank: int) -> int:
        pk, at = len(nodes) + 1, len(nodes)
        nodes.append(Node(pk, above[-1] if above else None, 0, len(above), rank, above))
        replies = [reply for reply in shape if isinstance(reply, Sequence)]
        count = sum(
            plant(reply, (*above, pk), fold_rank(rank, place, len(above) + 1))
            for place, reply in enumerate(replies, start=1)
        )
        nodes[at] = nodes[at]._replace(reply_count=count)
        return 1 + count

    for shape in shapes:
        plant(shape, (), 0)
    return nodes


def hidden_below(node: Node, nodes: Sequence[Node], shown: set[int]) -> int:
    """What of a comment's branch neither it nor one of its shown children answers for."""
    children = {child.id for child in nodes if child.parent_id == node.id and child.id in shown}
    return sum(node.id in other.ancestors and not children & {other.id, *other.ancestors} for other in nodes)


def rows(entries: Sequence[Entry[Node]]) -> list[Entry[Node]]:
    return [entry for entry in entries if entry.kind is not Kind.COMMENT]


def comments(entries: Sequence[Entry[Node]]) -> list[Node]:
    return [entry.comment for entry in entries if entry.kind is Kind.COMMENT]


@given(st.lists(SHAPES, max_size=3), LIMITS)
def test_a_row_stands_under_each_comment_that_hides_something_and_says_how_much(
    shapes: list[list[object]], limit: int
) -> None:
    nodes = forest(shapes)
    shown = [node for node in nodes if node.rank <= limit]

    entries = lay_out(shown)

    expected = {node.id: hidden_below(node, nodes, {node.id for node in shown}) for node in shown}
    assert comments(entries) == shown
    assert {row.comment.id: row.hidden for row in rows(entries)} == {pk: n for pk, n in expected.items() if n}
    assert len(shown) + sum(row.hidden for row in rows(entries)) == len(nodes)


@given(st.lists(SHAPES, max_size=3), LIMITS)
def test_a_fold_follows_the_last_child_shown_and_depth_alone_makes_a_continuation(
    shapes: list[list[object]], limit: int
) -> None:
    shown = [node for node in forest(shapes) if node.rank <= limit]

    for row in rows(lay_out(shown)):
        children = [node for node in shown if node.parent_id == row.comment.id]
        assert row.past == (children[-1] if children else None)
        assert row.kind is (Kind.FOLD if children else Kind.CONTINUE)
        assert (row.kind is Kind.CONTINUE) == (row.comment.level + 1 > limit)


@given(st.lists(SHAPES, max_size=3), LIMITS)
def test_each_row_ends_the_branch_that_it_speaks_of(shapes: list[list[object]], limit: int) -> None:
    shown = [node for node in forest(shapes) if node.rank <= limit]

    entries = lay_out(shown)

    for index, entry in enumerate(entries):
        if entry.kind is not Kind.COMMENT:
            assert all(entry.comment.id not in later.comment.ancestors for later in entries[index:])
            before = entries[index - 1].comment
            assert entry.comment.id in (before.id, *before.ancestors)


@given(st.lists(SHAPES, max_size=3), LIMITS)
def test_lists_nest_as_the_comments_do_down_to_the_deepest(shapes: list[list[object]], limit: int) -> None:
    entries = lay_out([node for node in forest(shapes) if node.rank <= limit])

    for entry, list_owner in zip(entries, owners(entries), strict=True):
        above = entry.comment.ancestors if entry.kind is Kind.COMMENT else (*entry.comment.ancestors, entry.comment.id)
        nested = above[:DEEPEST]
        assert list_owner == (nested[-1] if nested else None)
        assert entry.is_deep == (entry.kind is Kind.COMMENT and len(above) > DEEPEST)


def owners(entries: Sequence[Entry[Node]]) -> Iterator[int | None]:
    """For each entry the comment in whose <li> its list stands, by writing the lists out as the template does."""
    lists: list[int | None] = [None]
    open_items: list[int] = []
    for entry, mark in zip(entries, marks([entry.depth for entry in entries]), strict=True):
        if mark.opens:
            lists.append(open_items[-1])
        yield lists[-1]
        open_items.append(entry.comment.id)
        for closed in range(mark.closes):
            if closed:
                lists.pop()
            open_items.pop()
    assert (lists, open_items) == ([None], [])


@given(SHAPES, st.integers(0, 8), st.data())
def test_a_part_of_a_branch_names_whom_its_strays_answer(shape: list[object], base: int, data: st.DataObject) -> None:
    below = forest([shape])[1:]
    start = data.draw(st.integers(0, len(below)))
    page = below[start:]

    entries = lay_out(page, folds=False, under=1, base=base)

    here = {node.id for node in page}
    assert comments(entries) == page
    for index, entry in enumerate(entries):
        is_stray = entry.comment.parent_id not in here and (index == 0 or entry.comment.parent_id != 1)
        assert entry.answers == (entry.comment.parent_id if is_stray or entry.is_deep else None)
        assert entry.depth <= max(0, DEEPEST - base)
    list(owners(entries))  # every list that it opens is closed


@pytest.mark.parametrize("limit", range(2, 11))
def test_most_shown_is_what_the_fullest_thread_shows(limit: int) -> None:
    def fullest(rank: int, level: int) -> int:
        ranks = [max(rank, place * (level + 1)) for place in range(1, limit + 1)]
        return 1 + sum(fullest(below, level + 1) for below in ranks if below <= limit)

    assert most_shown(limit) == fullest(0, 0)


def test_a_chain_of_ten_thousand_replies_is_laid_out_without_recursion() -> None:
    chain = [Node(pk, pk - 1 or None, 10_000 - pk, pk - 1, 0, ()) for pk in range(1, 10_001)]

    entries = lay_out(chain)

    assert comments(entries) == chain
    assert max(entry.depth for entry in entries) == DEEPEST
