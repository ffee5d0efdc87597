"""The tally: scores, ranks and standings are what the votes say."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment, CommentTallyMark
from forum.comments.moving import move_branch
from forum.comments.planting import Seed, plant_threads
from forum.events.hinting import wanted
from forum.votes import tallying
from forum.votes.ballots import ballot_of, ballots
from forum.votes.casting import cast_vote
from forum.votes.models import MOST
from forum.votes.ranking import best_rank, hot_rank
from forum.votes.recounting import differences
from forum.votes.tallying import TALLY_TASK, tally
from forum.votes.tasks import tally_votes
from tests.make import LONG_AGO, ArticleFactory, UserFactory, make_comment, make_thread
from tests.together import at_once, on_own_connection, until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db


def standing_of(person: User) -> int:
    return User.objects.values_list("standing", flat=True).get(pk=person.pk)


def tallied(comment: Comment) -> tuple[int, int, int]:
    row = Comment.objects.get(pk=comment.pk)
    return row.up, row.down, row.score


def nothing_differs() -> bool:
    return list(differences(fix=False)) == []


def test_a_comment_gets_what_was_voted(alice: User, bob: User, carol: User, mona: User) -> None:
    comment = make_comment(by=alice)
    for person, value in ((bob, 1), (carol, 1), (mona, -1)):
        cast_vote(comment, voter=person, value=value)

    assert tally() is False

    assert tallied(comment) == (2, 1, 1)
    assert Comment.objects.get().rank == best_rank(2, 1)
    assert standing_of(alice) == 1
    assert CommentTallyMark.objects.count() == 0
    assert nothing_differs()


def test_an_article_gets_what_was_voted_and_is_hot_for_it(alice: User, bob: User, carol: User) -> None:
    article = ArticleFactory.create(author=alice)
    for person in (bob, carol):
        cast_vote(article, voter=person, value=1)

    tally()

    row = Article.objects.get()
    assert (row.up, row.down, row.score) == (2, 0, 2)
    assert row.hot == hot_rank(2, article.began_at)
    assert standing_of(alice) == 2


def test_a_tally_twice_is_a_tally_once(alice: User, bob: User) -> None:
    comment = make_comment(by=alice)
    cast_vote(comment, voter=bob, value=1)
    tally()
    CommentTallyMark.objects.create(votable=comment)

    tally()

    assert tallied(comment) == (1, 0, 1)
    assert standing_of(alice) == 1


def test_changing_and_taking_back_is_counted_too(alice: User, bob: User) -> None:
    comment = make_comment(by=alice)
    for value, score in ((1, 1), (-1, -1), (0, 0)):
        cast_vote(comment, voter=bob, value=value)

        tally()

        assert tallied(comment)[2] == score
        assert standing_of(alice) == score


def test_what_came_with_a_file_is_the_base_of_what_is_voted_here(alice: User, bob: User) -> None:
    seed = Seed("one", None, alice.pk, LONG_AGO, text="Old.", html="<p>Old.</p>", base_up=7, base_down=2)
    [pk] = plant_threads(ArticleFactory.create(), [seed]).values()
    assert standing_of(alice) == 5
    cast_vote(Comment.objects.get(pk=pk), voter=bob, value=-1)

    tally()

    assert tallied(Comment.objects.get(pk=pk)) == (7, 3, 4)
    assert standing_of(alice) == 4
    assert nothing_differs()


def test_a_score_as_high_as_a_file_may_bring_stops_no_tally(alice: User, bob: User) -> None:
    seed = Seed("one", None, alice.pk, LONG_AGO, text="Old.", html="<p>Old.</p>", base_up=MOST)
    [pk] = plant_threads(ArticleFactory.create(), [seed]).values()
    cast_vote(Comment.objects.get(pk=pk), voter=bob, value=1)
    other = make_comment()
    cast_vote(other, voter=bob, value=1)

    tally()

    assert tallied(Comment.objects.get(pk=pk)) == (MOST, 0, MOST)
    assert tallied(other) == (1, 0, 1)
    assert nothing_differs()


def test_a_standing_sums_up_all_that_somebody_wrote(alice: User, bob: User, carol: User) -> None:
    article = ArticleFactory.create(author=alice)
    comments = [make_comment(by=alice), make_comment(on=article, by=alice)]
    make_comment(by=carol)
    cast_vote(article, voter=bob, value=1)
    for comment in comments:
        cast_vote(comment, voter=bob, value=1)
    cast_vote(comments[0], voter=carol, value=-1)

    tally()

    assert standing_of(alice) == 2
    assert standing_of(carol) == 0
    assert nothing_differs()


def test_more_than_a_chunk_is_counted_in_several(alice: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallying, "CHUNK", 3)
    comments = make_thread([[] for _ in range(7)], by=alice)
    for comment in comments:
        cast_vote(comment, voter=bob, value=1)

    with CaptureQueriesContext(connection) as captured:
        tally()

    assert set(Comment.objects.values_list("score", flat=True)) == {1}
    assert standing_of(alice) == 8
    assert len([query for query in captured if query["sql"].startswith('UPDATE "accounts_user"')]) == 3


def test_a_tally_costs_the_same_for_somebody_who_wrote_much(alice: User, bob: User) -> None:
    [comment] = make_thread([], by=alice)

    def cost() -> int:
        cast_vote(comment, voter=bob, value=1 - abs(exact))
        with CaptureQueriesContext(connection) as captured:
            tally()
        assert "SUM" not in " ".join(query["sql"] for query in captured)
        return len(captured)

    exact = 0
    before = cost()
    make_thread([[] for _ in range(50)], by=alice)
    exact = 1

    assert cost() == before


def test_an_idle_tally_looks_and_begins_no_transaction() -> None:
    with CaptureQueriesContext(connection) as captured:
        tally()

    assert len(captured) == len(ballots())
    assert all(query["sql"].startswith("SELECT DISTINCT") for query in captured)


def test_a_tally_whose_time_is_up_says_so_and_loses_nothing(alice: User, bob: User) -> None:
    comment = make_comment(by=alice)
    cast_vote(comment, voter=bob, value=1)

    assert tally(for_seconds=0) is True

    assert CommentTallyMark.objects.count() == 1
    assert tally() is False
    assert tallied(comment) == (1, 0, 1)


def test_the_task_tallies(alice: User, bob: User) -> None:
    comment = make_comment(by=alice)
    cast_vote(comment, voter=bob, value=1)

    tally_votes()

    assert tallied(comment) == (1, 0, 1)


def test_the_task_whose_time_is_up_has_another_go_on(alice: User, bob: User, settings: Settings) -> None:
    settings.REDIS_URL = ""
    cast_vote(make_comment(by=alice), voter=bob, value=1)

    tally_votes(for_seconds=0)

    assert TALLY_TASK in wanted
    wanted.clear()


def test_the_beat_table_has_the_tally_come_by_itself(settings: Settings) -> None:
    [entry] = [entry for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"] == TALLY_TASK]

    assert entry["schedule"].run_every.total_seconds() <= 2


def test_a_rank_decides_which_thread_is_best(alice: User, bob: User, carol: User) -> None:
    article = ArticleFactory.create(author=alice)
    first, second, third = (make_comment(on=article, by=alice) for _ in range(3))
    for person in (bob, carol):
        cast_vote(third, voter=person, value=1)
        cast_vote(first, voter=person, value=-1)

    tally()

    best = Comment.objects.on(article).threads().order_by("-rank", "-pk")
    assert list(best) == [third, second, first]


# -- With others ------------------------------------------------------------------------------------------------------


@pytest.fixture
def voted(transactional_db: None, alice: User, bob: User) -> Comment:
    comment = make_comment(by=alice)
    cast_vote(comment, voter=bob, value=1)
    return comment


@pytest.fixture
def elsewhere() -> Iterator[list[threading.Thread]]:
    """Threads that the test begins, joined at its end."""
    threads: list[threading.Thread] = []
    yield threads
    for thread in threads:
        thread.join(20)


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_a_second_tallier_leaves_it_to_the_first(voted: Comment) -> None:
    with transaction.atomic():
        assert tallying.is_our_turn()
        assert at_once([tally]) == [False]
        assert CommentTallyMark.objects.count() == 1

    tally()

    assert tallied(voted) == (1, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_several_talliers_at_once_count_each_vote_once(alice: User) -> None:
    comments = make_thread([[] for _ in range(4)], by=alice)
    people = UserFactory.create_batch(6)

    def vote_and_tally(person: User) -> None:
        for comment in comments:
            cast_vote(comment, voter=person, value=1)
            tally()

    at_once([partial(vote_and_tally, person) for person in people])
    tally()

    assert set(Comment.objects.values_list("score", flat=True)) == {6}
    assert standing_of(alice) == 6 * len(comments)
    assert nothing_differs()


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_a_vote_cast_during_a_tally_is_not_lost(voted: Comment, carol: User) -> None:
    ballot = ballot_of(voted)
    with transaction.atomic():
        locked = ballot.things.lock_for_tally([voted.pk])
        ballot.marks.objects.on(locked).delete()
        at_once([partial(cast_vote, voted, voter=carol, value=1)])
        tallying.write(ballot, tallying.changes_to(ballot, locked))
    assert CommentTallyMark.objects.count() == 1

    tally()

    assert tallied(voted) == (2, 0, 2)
    assert nothing_differs()


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_a_branch_that_moves_before_the_lock_is_left_for_the_next_tally(
    bob: User, elsewhere: list[threading.Thread]
) -> None:
    root, reply = make_thread([[]])
    other = ArticleFactory.create()
    cast_vote(reply, voter=bob, value=1)
    with transaction.atomic():
        move_branch(Comment.objects.get(pk=reply.pk), to=other, by=bob)
        tallier = threading.Thread(target=on_own_connection, args=(tally,))
        elsewhere.append(tallier)
        tallier.start()
        until_somebody_waits_for_a_lock()
    tallier.join(20)
    assert tallied(reply) == (0, 0, 0)
    assert CommentTallyMark.objects.count() == 1

    tally()

    assert tallied(reply) == (1, 0, 1)
    assert tallied(root) == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_tally_that_fails_leaves_everything_as_it_was(voted: Comment, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(gains: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tallying, "credit", fail)
    with pytest.raises(ZeroDivisionError):
        tally()
    monkeypatch.undo()

    assert tallied(voted) == (0, 0, 0)
    assert CommentTallyMark.objects.count() == 1
    tally()
    assert tallied(voted) == (1, 0, 1)
