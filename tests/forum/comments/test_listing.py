"""What readers see of a thread from which comments go and come back, and what is counted then."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from accounts.models import User
from forum.articles.models import Article
from forum.comments.checking import mend
from forum.comments.deleting import delete_comment, undelete_comment
from forum.comments.holding import hold_comment, release_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment, restore_comment
from tests.forum.comments.brute import assert_columns_hold
from tests.forum.comments.conftest import Announced, NowOf
from tests.make import LONG_AGO, ArticleFactory, make_thread

pytestmark = pytest.mark.django_db

NOON = LONG_AGO + timedelta(days=30)


@pytest.fixture
def remove(mona: User) -> Callable[[Comment], bool]:
    return lambda comment: remove_comment(comment, by=mona, at=NOON)


@pytest.fixture
def restore(mona: User) -> Callable[[Comment], bool]:
    return lambda comment: restore_comment(comment, by=mona)


type Act = Callable[[Comment], bool]


def listed() -> set[int]:
    return set(Comment.objects.listed().values_list("pk", flat=True))


def counters(article: Article) -> tuple[int, datetime | None]:
    article.refresh_from_db()
    return article.comment_count, article.last_comment_at


def test_removed_comment_without_replies_is_listed_and_counted_no_more(remove: Act, now_of: NowOf) -> None:
    root, first, second = make_thread([[], []])

    remove(second)

    assert listed() == {root.pk, first.pk}
    assert (now_of(root).reply_count, now_of(root).last_reply_at) == (1, first.published_at)
    assert counters(root.article) == (2, first.published_at)
    assert_columns_hold()


def test_removed_comment_keeps_its_replies_and_its_place(remove: Act, now_of: NowOf) -> None:
    root, inner, reply = make_thread([[[]]])
    before = now_of(inner)

    remove(inner)

    assert listed() == {root.pk, inner.pk, reply.pk}
    assert (now_of(inner).fold_rank, now_of(inner).reply_count) == (before.fold_rank, 1)
    assert counters(root.article)[0] == 3
    assert_columns_hold()


def test_chain_of_tombstones_goes_with_its_last_listed_reply_and_comes_back_with_it(
    remove: Act, restore: Act, now_of: NowOf
) -> None:
    root, upper, lower, leaf, beside = make_thread([[[[]]], []])
    before = list(Comment.objects.order_by("pk").values())
    for tombstone in (upper, lower):
        remove(tombstone)
    assert listed() == {c.pk for c in (root, upper, lower, leaf, beside)}

    remove(leaf)

    assert listed() == {root.pk, beside.pk}
    assert (now_of(upper).reply_count, now_of(upper).last_reply_at, now_of(upper).fold_rank) == (0, None, None)
    assert now_of(beside).fold_rank == 1
    assert counters(root.article) == (2, beside.published_at)
    assert_columns_hold()

    restore(leaf)

    assert listed() == {c.pk for c in (root, upper, lower, leaf, beside)}
    assert counters(root.article)[0] == 5
    assert_columns_hold()
    for tombstone in (upper, lower):
        restore(tombstone)
    assert list(Comment.objects.order_by("pk").values()) == before


def test_thread_of_tombstones_goes_as_a_whole(remove: Act, restore: Act) -> None:
    root, leaf = make_thread([[]])
    remove(root)

    remove(leaf)
    assert (listed(), counters(root.article)) == (set(), (0, None))
    assert_columns_hold()

    restore(leaf)
    assert (listed(), counters(root.article)) == ({root.pk, leaf.pk}, (2, leaf.published_at))
    assert_columns_hold()


def test_tombstone_stays_while_any_reply_below_it_is_listed(remove: Act) -> None:
    root, tombstone, first, second = make_thread([[[], []]])
    remove(tombstone)

    remove(first)

    assert listed() == {root.pk, tombstone.pk, second.pk}
    assert_columns_hold()


def test_restoring_a_tombstone_that_is_not_listed_lists_it_alone(remove: Act, restore: Act) -> None:
    root, upper, _lower = comments = make_thread([[[]]])
    for comment in reversed(comments):
        remove(comment)
    assert listed() == set()

    restore(upper)

    assert listed() == {root.pk, upper.pk}
    assert_columns_hold()


def test_the_newest_reply_goes_and_every_ancestor_tells_the_next_newest(remove: Act, now_of: NowOf) -> None:
    root, left, oldest, right, newest = make_thread([[[]], [[]]])

    remove(newest)

    assert now_of(right).last_reply_at is None
    assert (now_of(left).last_reply_at, now_of(root).last_reply_at) == (oldest.published_at, right.published_at)
    assert counters(root.article)[1] == right.published_at
    assert_columns_hold()


def test_an_older_reply_goes_and_the_newest_stays_the_newest(remove: Act, now_of: NowOf) -> None:
    root, older, newest = make_thread([[], []])

    remove(older)

    assert now_of(root).last_reply_at == newest.published_at
    assert counters(root.article) == (2, newest.published_at)
    assert_columns_hold()


def test_the_newest_thread_goes_and_the_article_tells_of_the_newest_in_the_others(remove: Act) -> None:
    article = ArticleFactory.create()
    make_thread([[], [[]]], on=article)
    [newest] = make_thread([], on=article)
    Comment.objects.filter(pk=newest.pk).update(published_at=NOON)
    Article.objects.update(last_comment_at=NOON)

    remove(newest)

    assert counters(article) == (4, LONG_AGO + timedelta(minutes=3))
    assert_columns_hold()


def test_a_reply_held_at_first_is_new_when_it_is_released_though_it_was_written_before(now_of: NowOf) -> None:
    root, held, later = make_thread([[], []])
    hold_comment(held, at=NOON)
    Comment.objects.filter(pk=held.pk).update(published_at=None)

    release_comment(held, at=NOON)

    assert (now_of(held).published_at, now_of(root).last_reply_at) == (NOON, NOON)
    assert [now_of(c).fold_rank for c in (held, later)] == [1, 2]
    assert_columns_hold()


def test_a_comment_held_after_its_publication_comes_back_with_its_first_date(
    announced: Announced, now_of: NowOf
) -> None:
    root, reply = make_thread([[]])
    before = len(announced())

    assert hold_comment(reply, at=NOON) is True
    assert hold_comment(reply, at=NOON) is False
    assert listed() == {root.pk}
    assert_columns_hold()

    assert release_comment(reply, at=NOON) is True
    assert release_comment(reply, at=NOON) is False
    assert now_of(reply).published_at == reply.published_at
    assert announced()[before:] == [
        ("comment_held", {"comment_id": reply.pk}),
        ("comment_released", {"comment_id": reply.pk}),
    ]
    assert_columns_hold()


def test_removing_and_restoring_twice_is_done_and_told_once(mona: User, announced: Announced, now_of: NowOf) -> None:
    _root, reply = make_thread([[]])
    before = len(announced())

    assert [remove_comment(reply, by=mona, at=at) for at in (NOON, LONG_AGO)] == [True, False]
    assert now_of(reply).removed_at == NOON
    assert [restore_comment(reply, by=mona) for _time in range(2)] == [True, False]
    assert now_of(reply).removed_at is None

    told = {"comment_id": reply.pk, "by_id": mona.pk}
    assert announced()[before:] == [("comment_removed", told), ("comment_restored", told)]


def test_deleting_and_undeleting_twice_is_done_and_told_once(announced: Announced, now_of: NowOf) -> None:
    _root, reply = make_thread([[]])
    before = len(announced())

    assert [delete_comment(reply, at=at) for at in (NOON, LONG_AGO)] == [True, False]
    assert now_of(reply).deleted_at == NOON
    assert [undelete_comment(reply) for _time in range(2)] == [True, False]
    assert now_of(reply).deleted_at is None

    told = {"comment_id": reply.pk}
    assert announced()[before:] == [("comment_deleted", told), ("comment_undeleted", told)]


def test_a_comment_removed_and_deleted_is_listed_again_only_when_both_are_undone(remove: Act, restore: Act) -> None:
    root, reply = make_thread([[]])
    remove(reply)
    delete_comment(reply, at=NOON)

    restore(reply)
    assert listed() == {root.pk}

    undelete_comment(reply)
    assert listed() == {root.pk, reply.pk}
    assert_columns_hold()


def test_what_was_never_published_is_not_listed_even_by_mistake(mona: User, now_of: NowOf) -> None:
    """Facts that no verb leaves behind: neither held nor ever published."""
    _root, reply = make_thread([[]])
    hold_comment(reply, at=NOON)
    remove_comment(reply, by=mona, at=NOON)
    Comment.objects.filter(pk=reply.pk).update(published_at=None, held_at=None)

    with pytest.raises(ValueError, match="never published"), transaction.atomic():
        restore_comment(reply, by=mona)

    assert now_of(reply).removed_at == NOON


def test_a_tombstone_that_is_newer_than_its_only_reply_takes_its_age_along(
    remove: Act, restore: Act, now_of: NowOf
) -> None:
    """Released or imported comments may be newer than what answers them."""
    root, tombstone, leaf = make_thread([[[]]])
    Comment.objects.filter(pk=tombstone.pk).update(published_at=NOON)
    mend()
    remove(tombstone)
    assert (now_of(root).last_reply_at, counters(root.article)[1]) == (NOON, NOON)

    remove(leaf)

    assert (now_of(root).last_reply_at, counters(root.article)[1]) == (None, root.published_at)
    assert_columns_hold()

    restore(leaf)

    assert (now_of(root).last_reply_at, counters(root.article)[1]) == (NOON, NOON)
    assert_columns_hold()
