"""Votes: one row a person and thing, whatever arrives."""

from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import User
from forum.articles.models import Article, ArticleTallyMark
from forum.comments.models import Comment, CommentTallyMark
from forum.events.hinting import hinted, wanted
from forum.votes.ballots import ballot_of
from forum.votes.casting import cast_vote, exact_score
from forum.votes.models import MOST, Votable
from forum.votes.tallying import TALLY_TASK
from tests.make import ArticleFactory, UserFactory, make_comment
from tests.sizes import at_full_size
from tests.together import at_once

AT_ONCE = 50


@pytest.fixture(params=["comment", "article"])
def thing(request: pytest.FixtureRequest, alice: User) -> Votable:
    return make_comment(by=alice) if request.param == "comment" else ArticleFactory.create(author=alice)


def votes_on(thing: Votable) -> list[tuple[int, int]]:
    votes = ballot_of(thing).votes.objects.order_by("voter")
    return list(votes.values_list("voter", "value"))


def marks_on(thing: Votable) -> int:
    return ballot_of(thing).marks.objects.on([thing.pk]).count()


@pytest.mark.django_db
def test_a_vote_is_kept_with_its_mark(thing: Votable, bob: User) -> None:
    assert cast_vote(thing, voter=bob, value=1)

    assert votes_on(thing) == [(bob.pk, 1)]
    assert marks_on(thing) == 1


@pytest.mark.django_db
def test_the_same_vote_again_changes_nothing_and_leaves_no_mark(thing: Votable, bob: User) -> None:
    cast_vote(thing, voter=bob, value=-1)

    assert [cast_vote(thing, voter=bob, value=-1) for _ in range(50)] == [False] * 50

    assert votes_on(thing) == [(bob.pk, -1)]
    assert marks_on(thing) == 1


@pytest.mark.django_db
def test_a_vote_is_changed_and_taken_back(thing: Votable, bob: User) -> None:
    cast_vote(thing, voter=bob, value=1)
    before = ballot_of(thing).votes.objects.get().changed_at

    assert cast_vote(thing, voter=bob, value=-1)
    assert exact_score(thing) == -1
    assert cast_vote(thing, voter=bob, value=0)

    assert votes_on(thing) == [(bob.pk, 0)]
    assert exact_score(thing) == 0
    assert marks_on(thing) == 3
    assert ballot_of(thing).votes.objects.get().changed_at > before


@pytest.mark.django_db
def test_each_votes_for_themselves(thing: Votable, bob: User, carol: User, mona: User) -> None:
    for person, value in ((bob, 1), (carol, 1), (mona, -1)):
        cast_vote(thing, voter=person, value=value)

    assert votes_on(thing) == sorted([(bob.pk, 1), (carol.pk, 1), (mona.pk, -1)])
    assert exact_score(thing) == 1


@pytest.mark.django_db
def test_a_vote_does_not_touch_what_it_is_on(thing: Votable, bob: User) -> None:
    with CaptureQueriesContext(connection) as captured:
        cast_vote(thing, voter=bob, value=1)

    table = thing._meta.db_table
    assert not [query["sql"] for query in captured if f'"{table}"' in query["sql"]]
    assert type(thing)._base_manager.values("score", "up", "down").get(pk=thing.pk) == {"score": 0, "up": 0, "down": 0}


@pytest.mark.django_db
@pytest.mark.parametrize("value", [2, -2])
def test_the_database_keeps_any_other_value_out(thing: Votable, bob: User, value: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        cast_vote(thing, voter=bob, value=value)

    assert votes_on(thing) == []
    assert marks_on(thing) == 0


@pytest.mark.django_db
def test_the_database_keeps_a_second_vote_out(thing: Votable, bob: User) -> None:
    cast_vote(thing, voter=bob, value=1)
    vote = ballot_of(thing).votes.objects.get()

    vote.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        vote.save(force_insert=True)


@pytest.mark.django_db
def test_what_came_with_a_file_counts_and_stays_within_what_the_columns_hold(bob: User) -> None:
    comment = make_comment()
    comment.base_up, comment.base_down = MOST, 3
    cast_vote(comment, voter=bob, value=1)

    assert exact_score(comment) == MOST - 3


@pytest.mark.django_db
def test_a_change_hints_at_the_tally_once_it_is_committed(
    thing: Votable, bob: User, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.REDIS_URL = ""
    wanted.clear()
    with django_capture_on_commit_callbacks() as callbacks:
        cast_vote(thing, voter=bob, value=1)
        cast_vote(thing, voter=bob, value=1)
    assert TALLY_TASK not in wanted

    [callback] = callbacks
    callback()

    assert TALLY_TASK in wanted
    assert hinted.is_set()
    wanted.clear()
    hinted.clear()


@pytest.mark.django_db(transaction=True)
def test_one_person_pressing_from_many_places_at_once_has_one_vote(thing: Votable, bob: User) -> None:
    times = at_full_size(1, 20)

    for value in [1, -1, 0] * times:
        changes = at_once([partial(cast_vote, thing, voter=bob, value=value)] * 30)
        replays = [cast_vote(thing, voter=bob, value=value) for _ in range(AT_ONCE)]

        assert sum(changes) == 1
        assert not any(replays)
        assert votes_on(thing) == [(bob.pk, value)]
    assert marks_on(thing) == 3 * times


@pytest.mark.django_db(transaction=True)
def test_many_people_at_once_have_a_vote_each(thing: Votable) -> None:
    people = UserFactory.create_batch(30)

    changes = at_once([partial(cast_vote, thing, voter=person, value=1) for person in people])

    assert all(changes)
    assert votes_on(thing) == [(person.pk, 1) for person in people]
    assert exact_score(thing) == 30


@pytest.mark.django_db(transaction=True)
@pytest.mark.needs_postgres
def test_a_vote_waits_for_nobody_who_holds_the_thread(bob: User) -> None:
    comment = make_comment()

    with transaction.atomic():
        Comment.lock_for_tally([comment.pk])
        Comment.objects.filter(pk=comment.pk).update(score=7)
        [is_changed] = at_once([partial(cast_vote, comment, voter=bob, value=1)])

    assert is_changed


@pytest.mark.django_db
def test_marks_of_one_kind_are_not_those_of_the_other(bob: User) -> None:
    comment = make_comment()
    cast_vote(comment, voter=bob, value=1)

    assert CommentTallyMark.objects.count() == 1
    assert ArticleTallyMark.objects.count() == 0
    assert not Article.objects.exclude(score=0).exists()
