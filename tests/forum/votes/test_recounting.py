"""recount: the proof of what the tally wrote."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.votes import recounting
from forum.votes.casting import cast_vote
from forum.votes.ranking import best_rank
from forum.votes.tallying import tally
from tests.make import ArticleFactory, make_comment, make_thread

pytestmark = pytest.mark.django_db


def recount(*, fix: bool = False) -> tuple[str, str]:
    """What it says, and what it complains of."""
    out, err = StringIO(), StringIO()
    try:
        call_command("recount", fix=fix, stdout=out, stderr=err)
    except CommandError as error:
        err.write(f"{error}\n")
    return out.getvalue(), err.getvalue()


@pytest.fixture
def comment(alice: User, bob: User) -> Comment:
    """Voted up by Bob, and tallied."""
    comment = make_comment(on=ArticleFactory.create(author=alice), by=alice)
    cast_vote(comment, voter=bob, value=1)
    cast_vote(comment.article, voter=bob, value=1)
    tally()
    return comment


def test_what_was_tallied_does_not_differ(comment: Comment) -> None:
    assert recount() == ("0 differences; 0 things wait for the tally.\n", "")


def test_each_column_that_differs_is_named(comment: Comment, alice: User) -> None:
    Comment.objects.update(up=3, score=2, rank=0.5)
    Article.objects.update(hot=7)
    User.objects.filter(pk=alice.pk).update(standing=9)

    out, err = recount()

    article = Article.objects.get()
    article.set_rank()
    assert out.startswith("5 differences")
    assert err.splitlines() == [
        f"article {article.pk}: hot is 7, should be {article.hot}",
        f"comment {comment.pk}: up is 3, should be 1",
        f"comment {comment.pk}: score is 2, should be 1",
        f"comment {comment.pk}: rank is 0.5, should be {best_rank(1, 0)}",
        # Of the scores as they are stored: two for the comment, one for the article.
        f"user {alice.pk}: standing is 9, should be 3",
        "Run again with --fix.",
    ]


def test_a_difference_is_an_exit_status(comment: Comment) -> None:
    Comment.objects.update(score=2)

    with pytest.raises(CommandError) as raised:
        call_command("recount", stdout=StringIO(), stderr=StringIO())

    assert raised.value.returncode == 1


def test_fix_sets_all_of_it_right(comment: Comment, alice: User) -> None:
    Comment.objects.update(up=3, down=1, score=2, rank=0.5)
    Article.objects.update(hot=7, score=4)
    User.objects.filter(pk=alice.pk).update(standing=9)

    out, err = recount(fix=True)

    assert out.splitlines()[-1] == "0 differences; 0 things wait for the tally."
    assert "Run again" not in err
    row = Comment.objects.get()
    assert (row.up, row.down, row.score, row.rank) == (1, 0, 1, best_rank(1, 0))
    assert User.objects.get(pk=alice.pk).standing == 2
    assert recount() == ("0 differences; 0 things wait for the tally.\n", "")


def test_fix_of_what_is_right_writes_nothing(comment: Comment) -> None:
    assert recount(fix=True)[0].splitlines() == ["0 set right.", "0 differences; 0 things wait for the tally."]


def test_what_the_tally_has_yet_to_count_is_no_difference(comment: Comment, carol: User) -> None:
    cast_vote(comment, voter=carol, value=1)

    assert recount() == ("0 differences; 1 things wait for the tally.\n", "")
    assert Comment.objects.get().score == 1


def test_many_are_gone_through_in_parts(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "THINGS_A_QUERY", 3)
    monkeypatch.setattr(recounting, "CHUNK", 2)
    make_thread([[] for _ in range(7)], by=alice)
    Comment.objects.update(score=1)
    seen: list[int] = []

    found = list(recounting.differences(fix=False, seen=seen.append))

    assert len([difference for difference in found if difference.column == "score"]) == 8
    assert seen == [1, 3, 3, 2]
