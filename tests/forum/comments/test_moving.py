"""Moving a branch to another article, as a thread of its own."""

from datetime import timedelta

import pytest

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.moving import move_branch, return_branch
from forum.comments.removal import remove_comment
from forum.comments.writing import Refused
from tests.forum.comments.brute import assert_columns_hold
from tests.forum.comments.conftest import Announced, NowOf
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread

pytestmark = pytest.mark.django_db

NOON = LONG_AGO + timedelta(days=30)


@pytest.fixture
def elsewhere(db: None) -> Article:
    return ArticleFactory.create()


def test_a_branch_becomes_a_thread_of_the_other_article(elsewhere: Article, mona: User, now_of: NowOf) -> None:
    root, before, branch, below, deepest, after = make_thread([[], [[[]]], []])

    assert move_branch(branch, to=elsewhere, by=mona) is True

    assert_columns_hold()
    moved = now_of(branch)
    assert (moved.parent, moved.tree_id, moved.level, moved.fold_rank) == (None, branch.pk, 0, 0)
    assert [now_of(c).article for c in (branch, below, deepest)] == [elsewhere] * 3
    assert [now_of(c).fold_rank for c in (below, deepest)] == [1, 2]
    assert [now_of(c).article for c in (root, before, after)] == [root.article] * 3
    assert [now_of(c).fold_rank for c in (before, after)] == [1, 2]
    assert (now_of(root).rght, now_of(after).lft) == (6, 4)


def test_both_articles_count_a_moved_branch(elsewhere: Article, mona: User, now_of: NowOf) -> None:
    root, _before, branch, newest = make_thread([[], [[]]])

    move_branch(branch, to=elsewhere, by=mona)

    elsewhere.refresh_from_db()
    assert (elsewhere.comment_count, elsewhere.last_comment_at) == (2, newest.published_at)
    origin = now_of(root).article
    assert (origin.comment_count, origin.last_comment_at) == (2, now_of(root).last_reply_at)
    assert_columns_hold()


def test_permalinks_survive_the_move(elsewhere: Article, mona: User, now_of: NowOf) -> None:
    _root, branch, reply = make_thread([[[]]])
    links = [branch.get_absolute_url(), reply.get_absolute_url()]

    move_branch(branch, to=elsewhere, by=mona)

    assert [now_of(c).get_absolute_url() for c in (branch, reply)] == links


def test_a_thread_moves_as_it_is(elsewhere: Article, mona: User) -> None:
    root, *_replies = comments = make_thread([[], [[]]])
    unmoved = list(Comment.objects.order_by("pk").values("pk", "tree_id", "lft", "rght", "fold_rank", "reply_count"))

    assert move_branch(root, to=elsewhere, by=mona) is True

    after = list(Comment.objects.order_by("pk").values("pk", "tree_id", "lft", "rght", "fold_rank", "reply_count"))
    assert after == unmoved
    assert Comment.objects.on(elsewhere).count() == len(comments)
    assert_columns_hold()


def test_a_branch_takes_its_deep_and_its_hidden_replies_along(elsewhere: Article, mona: User, now_of: NowOf) -> None:
    """Past the cap, where nothing is shown, and unlisted."""
    lists: list[object] = [[[[], []]] * 12] * 12
    comments = make_thread(lists)
    branch = next(c for c in comments if c.level == 1)
    gone = next(c for c in comments if c.level == 3 and c.lft < branch.rght)
    remove_comment(gone, by=mona, at=NOON)

    move_branch(branch, to=elsewhere, by=mona)

    assert now_of(gone).article == elsewhere
    assert now_of(gone).fold_rank is None
    assert_columns_hold()


def test_tombstones_above_a_branch_go_with_it(elsewhere: Article, mona: User) -> None:
    root, upper, lower, branch, reply = make_thread([[[[[]]]]])
    for tombstone in (upper, lower):
        remove_comment(tombstone, by=mona, at=NOON)

    move_branch(branch, to=elsewhere, by=mona)

    assert set(Comment.objects.listed()) == {root, branch, reply}
    assert_columns_hold()


def test_a_thread_of_which_the_last_listed_branch_moves_away_is_listed_no_more(
    elsewhere: Article, mona: User, now_of: NowOf
) -> None:
    root, branch = make_thread([[]])
    remove_comment(root, by=mona, at=NOON)

    move_branch(branch, to=elsewhere, by=mona)

    assert (now_of(root).listed, now_of(root).article.comment_count) == (False, 0)
    assert now_of(root).article.last_comment_at is None
    assert_columns_hold()


def test_a_tombstone_moves_with_the_replies_that_it_stands_for(elsewhere: Article, mona: User) -> None:
    _root, tombstone, _reply = make_thread([[[]]])
    remove_comment(tombstone, by=mona, at=NOON)

    assert move_branch(tombstone, to=elsewhere, by=mona) is True

    assert_columns_hold()


def test_what_is_on_the_article_already_stays_where_it_is(mona: User, announced: Announced) -> None:
    root, branch = make_thread([[]])
    before = announced()

    assert [move_branch(comment, to=root.article, by=mona) for comment in (root, branch)] == [False, False]

    assert announced() == before
    assert Comment.objects.threads().get() == root


def test_what_readers_cannot_see_cannot_be_moved(elsewhere: Article, mona: User, now_of: NowOf) -> None:
    root, reply = make_thread([[]])
    remove_comment(reply, by=mona, at=NOON)

    with pytest.raises(Refused, match="readers can see"):
        move_branch(reply, to=elsewhere, by=mona)

    assert now_of(reply).article == root.article


def test_a_move_is_announced_with_where_it_came_from_and_who_did_it(
    elsewhere: Article, mona: User, announced: Announced
) -> None:
    root, branch = make_thread([[]])
    before = len(announced())

    move_branch(branch, to=elsewhere, by=mona)

    ids = {"comment_id": branch.pk, "from_article_id": root.article_id, "by_id": mona.pk}
    assert announced()[before:] == [("branch_moved", ids)]


def test_a_branch_moves_on_and_is_answered_there(elsewhere: Article, mona: User, now_of: NowOf) -> None:
    root, branch, reply = make_thread([[[]]])
    move_branch(branch, to=elsewhere, by=mona)

    move_branch(now_of(reply), to=root.article, by=mona)
    answer = make_comment(to=now_of(reply))

    assert now_of(answer).tree_id == reply.pk
    assert set(Comment.objects.threads()) == {root, branch, reply}
    assert_columns_hold()


def put_back(thread: Comment, parent: Comment, mona: User, now_of: NowOf) -> bool:
    thread = now_of(thread)
    return return_branch(thread, to=now_of(parent), away_from=thread.article_id, by=mona)


def test_a_branch_returns_to_its_place_as_if_it_had_never_moved(elsewhere: Article, mona: User, now_of: NowOf) -> None:
    root, _before, branch, *_others = make_thread([[], [[[]], []], []])
    before = list(Comment.objects.order_by("pk").values()), list(Article.objects.order_by("pk").values())
    move_branch(branch, to=elsewhere, by=mona)

    assert put_back(branch, root, mona, now_of) is True

    assert (list(Comment.objects.order_by("pk").values()), list(Article.objects.order_by("pk").values())) == before
    assert_columns_hold()


def test_what_was_answered_meanwhile_returns_with_it(elsewhere: Article, mona: User, now_of: NowOf) -> None:
    root, branch, _after = make_thread([[], []])
    move_branch(branch, to=elsewhere, by=mona)
    answer = make_comment(to=now_of(branch))

    put_back(branch, root, mona, now_of)

    assert (now_of(answer).tree_id, now_of(answer).article) == (root.pk, root.article)
    assert_columns_hold()


def test_a_branch_returns_below_what_it_answered_wherever_that_is(
    elsewhere: Article, mona: User, now_of: NowOf
) -> None:
    _root, parent, branch = make_thread([[[]]])
    third = ArticleFactory.create()
    move_branch(branch, to=elsewhere, by=mona)
    move_branch(parent, to=third, by=mona)

    put_back(branch, parent, mona, now_of)

    assert (now_of(branch).parent, now_of(branch).article) == (parent, third)
    assert_columns_hold()


def test_a_branch_brings_back_the_tombstones_that_it_answered(elsewhere: Article, mona: User, now_of: NowOf) -> None:
    root, tombstone, branch, _reply = make_thread([[[[]]]])
    remove_comment(tombstone, by=mona, at=NOON)
    move_branch(branch, to=elsewhere, by=mona)
    assert not now_of(tombstone).listed

    put_back(branch, tombstone, mona, now_of)

    assert now_of(tombstone).listed
    assert now_of(root).reply_count == 3
    assert_columns_hold()


def test_a_removed_branch_returns_unseen(elsewhere: Article, mona: User, now_of: NowOf) -> None:
    root, branch = make_thread([[]])
    move_branch(branch, to=elsewhere, by=mona)
    remove_comment(now_of(branch), by=mona, at=NOON)

    assert put_back(branch, root, mona, now_of) is True

    assert (now_of(branch).parent, now_of(root).reply_count) == (root, 0)
    assert_columns_hold()


def test_what_moved_on_does_not_return(elsewhere: Article, mona: User, now_of: NowOf) -> None:
    root, branch = make_thread([[]])
    move_branch(branch, to=elsewhere, by=mona)
    move_branch(now_of(branch), to=ArticleFactory.create(), by=mona)

    assert return_branch(now_of(branch), to=root, away_from=elsewhere.pk, by=mona) is False
