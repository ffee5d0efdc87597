"""Merging an article into another, and taking that apart."""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.checking import all_faults, mend
from forum.comments.drafts import Sitting, save_draft
from forum.comments.holding import hold_comment
from forum.comments.merging import merge_article, take_apart
from forum.comments.models import Comment, CommentDraft
from forum.comments.moving import move_branch
from forum.comments.posting import post_comment
from forum.comments.writing import Refused
from forum.votes.casting import cast_vote
from tests.forum.comments.brute import assert_columns_hold
from tests.forum.comments.conftest import Announced, NowOf
from tests.make import LONG_AGO, ArticleFactory, UserFactory, make_comment, make_thread
from tests.sizes import at_full_size
from tests.together import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(db: None) -> Article:
    return ArticleFactory.create()


@pytest.fixture
def gone(db: None) -> Article:
    return ArticleFactory.create()


@pytest.fixture
def merge(kept: Article, gone: Article, mona: User) -> Callable[[], list[int]]:
    return lambda: merge_article(gone, into=kept, by=mona, at=LONG_AGO) or []


def rows() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Comment, Article)]


def part(gone: Article, threads: list[int], mona: User) -> bool:
    return take_apart(Article.objects.get(pk=gone.pk), threads=threads, by=mona)


def test_all_threads_become_threads_of_the_other(
    kept: Article, gone: Article, merge: Callable[[], list[int]], announced: Announced, mona: User
) -> None:
    own, theirs = make_thread([[]], on=kept), make_thread([[], [[]]], on=gone)
    held = make_comment(on=gone)
    hold_comment(held, at=LONG_AGO)
    before = len(announced())

    threads = merge()

    assert set(threads) == {theirs[0].pk, held.pk}
    assert set(Comment.objects.on(kept)) == {*own, *theirs, held}
    assert announced()[before:] == [("article_merged", {"article_id": gone.pk, "into_id": kept.pk, "by_id": mona.pk})]
    merged = Article.objects.get(pk=gone.pk)
    assert (merged.merged_into, merged.merged_at, merged.comment_count) == (kept, LONG_AGO, 0)
    assert_columns_hold()
    assert list(all_faults()) == []


def test_votes_on_the_article_stay_with_it(
    kept: Article, gone: Article, merge: Callable[[], list[int]], bob: User
) -> None:
    cast_vote(gone, voter=bob, value=1)

    merge()

    assert gone.votes.count() == 1
    assert kept.votes.count() == 0


def test_taken_apart_all_is_as_if_nothing_had_been(
    kept: Article, gone: Article, merge: Callable[[], list[int]], mona: User
) -> None:
    make_thread([[]], on=kept)
    make_thread([[], [[]]], on=gone)
    make_thread([], on=gone)
    before = rows()

    assert part(gone, merge(), mona) is True

    assert rows() == before
    assert_columns_hold()


def test_taken_apart_what_was_begun_since_stays_and_what_was_answered_goes(
    kept: Article, gone: Article, merge: Callable[[], list[int]], mona: User, now_of: NowOf
) -> None:
    thread, moved_on = make_comment(on=gone), make_comment(on=gone)
    third = ArticleFactory.create()
    threads = merge()
    answer, begun = make_comment(to=now_of(thread)), make_comment(on=kept)
    move_branch(now_of(moved_on), to=third, by=mona)

    part(gone, threads, mona)

    assert [now_of(c).article for c in (thread, answer, begun, moved_on)] == [gone, gone, kept, third]
    assert_columns_hold()


def test_a_second_merge_changes_nothing_and_so_does_a_second_parting(
    kept: Article, gone: Article, merge: Callable[[], list[int]], mona: User
) -> None:
    make_comment(on=gone)
    threads = merge()
    before = rows()

    assert merge_article(gone, into=kept, by=mona, at=timezone.now()) is None

    assert rows() == before
    assert part(gone, threads, mona) is True
    assert part(gone, threads, mona) is False


def test_what_cannot_be_merged_is_refused(kept: Article, gone: Article, merge: Callable[[], list[int]]) -> None:
    mona, third = UserFactory.create(role="moderator"), ArticleFactory.create()
    withdrawn, removed = (ArticleFactory.create(**{fact: LONG_AGO}) for fact in ("withdrawn_at", "removed_at"))
    merge()
    pairs = [(kept, kept), (third, withdrawn), (removed, third), (third, gone), (gone, third), (kept, third)]
    before = rows()

    for one, other in pairs:
        with pytest.raises(Refused):
            merge_article(one, into=other, by=mona, at=LONG_AGO)

    assert rows() == before


def test_nothing_can_be_begun_or_moved_there_any_more(
    gone: Article, merge: Callable[[], list[int]], mona: User
) -> None:
    comment = make_comment()
    merge()

    with pytest.raises(Refused, match="goes on there"):
        make_comment(on=gone)
    with pytest.raises(Refused, match="merged"):
        move_branch(comment, to=gone, by=mona)


def test_what_a_file_brings_there_goes_where_the_discussion_is(
    kept: Article, gone: Article, merge: Callable[[], list[int]]
) -> None:
    merge()

    planted = make_thread([[]], on=gone)

    assert set(Comment.objects.on(kept)) == set(planted)
    assert_columns_hold()


def test_drafts_go_along(kept: Article, gone: Article, merge: Callable[[], list[int]], bob: User) -> None:
    """But for one that has the key of another there: nobody makes up keys to stop a merge."""
    key = uuid4()
    for article, form_key in ((gone, uuid4()), (gone, key), (kept, key)):
        save_draft(Sitting(bob, form_key), {"article": article}, "Half a", at=LONG_AGO)

    merge()

    assert CommentDraft.objects.filter(article=kept).count() == 2


def test_a_thread_that_was_left_behind_is_a_fault_that_can_be_mended(
    kept: Article, gone: Article, merge: Callable[[], list[int]]
) -> None:
    thread = make_comment(on=gone)
    merge()
    Comment.objects.filter(pk=thread.pk).update(article=gone)

    assert f"c{thread.pk}: article_id" in " ".join(map(str, all_faults()))
    mend()

    assert Comment.objects.get().article == kept
    assert list(all_faults()) == []


def write(on: Article, author: User) -> int:
    """Threads, and two replies to each. How many were taken."""
    made = 0
    thread: Comment | None = None
    for _each in range(at_full_size(12, 120)):
        try:
            parent = Comment.objects.get(pk=thread.pk) if thread and _each % 3 else None
            posted = post_comment(on, author=author, text="So?", form_key=uuid4(), parent=parent)
            thread, made = thread if parent else posted.comment, made + 1
        except Refused:
            thread = None
    return made


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_no_comment_ends_up_in_a_merged_article_whoever_writes_meanwhile(
    kept: Article, gone: Article, mona: User
) -> None:
    """Three write, one moves threads there, and one merges and takes apart: all is there, or its writer was told."""
    people, elsewhere = UserFactory.create_batch(3), ArticleFactory.create()

    def move_there() -> int:
        for _each in range(3):
            with suppress(Refused):
                move_branch(make_comment(on=elsewhere, by=mona), to=gone, by=mona)
        return 3

    def merge_and_part() -> int:
        for _each in range(at_full_size(4, 40)):
            threads = merge_article(gone, into=kept, by=mona, at=timezone.now())
            assert threads is not None
            assert not Comment.objects.on(gone).exists()
            time.sleep(0.02)
            assert part(gone, threads, mona)
        merge_article(gone, into=kept, by=mona, at=timezone.now())
        return 0

    writers: list[Callable[[], int]] = [partial(write, gone, person) for person in people]
    made = at_once([*writers, move_there, merge_and_part])

    assert Comment.objects.count() == sum(made)
    assert not Comment.objects.on(gone).exists()
    assert list(all_faults()) == []
    assert_columns_hold()
