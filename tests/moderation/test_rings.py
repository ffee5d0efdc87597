"""Vote rings: planted ones are found, honest people are left alone, and voiding their votes is exact both ways."""

import random
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from django.utils import timezone

from accounts.models import User
from forum.comments.models import CommentVote
from forum.votes.casting import cast_vote
from forum.votes.recounting import differences
from forum.votes.tallying import tally
from moderation.models import Act, LoggedAct
from moderation.rings import Cast, rings, rings_among
from moderation.voiding import put_votes_back, void_votes
from tests.make import UserFactory, make_comment
from tests.moderation.cases import decided_by

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
RINGS, SIZE, HONEST, THINGS = 20, 5, 400, 600


def society(seed: int) -> tuple[list[Cast], dict[int, datetime]]:
    """Honest people who vote on what they like, and rings that vote for their own besides a little of the rest."""
    chance = random.Random(seed)
    quality = [chance.random() for _thing in range(THINGS)]
    joined = {pk: NOW - timedelta(days=chance.randrange(1, 900)) for pk in range(HONEST + RINGS * SIZE)}
    votes = [
        vote(pk, thing, 1 if chance.random() < quality[thing] else -1, chance)
        for pk in range(HONEST)
        for thing in chance.sample(range(THINGS), chance.randrange(5, 40))
    ]
    for ring in range(RINGS):
        targets = chance.sample(range(THINGS), 12)
        for pk in range(HONEST + ring * SIZE, HONEST + (ring + 1) * SIZE):
            votes += [vote(pk, thing, 1, chance) for thing in targets if chance.random() < 0.95]
            votes += [vote(pk, thing, 1, chance) for thing in chance.sample(range(THINGS), 1)]
    return list({(each.voter, each.thing): each for each in votes}.values()), joined


def vote(voter: int, thing: int, value: int, chance: random.Random) -> Cast:
    at = NOW - timedelta(minutes=chance.randrange(30 * 24 * 60))
    return Cast(voter, ("comment", thing), thing % 50, value, at)


@pytest.mark.parametrize("seed", range(5))
def test_planted_rings_are_found_and_honest_pairs_are_not(seed: int) -> None:
    votes, joined = society(seed)

    found = rings_among(votes, joined=joined, now=NOW)

    planted = [set(range(HONEST + n * SIZE, HONEST + (n + 1) * SIZE)) for n in range(RINGS)]
    caught = sum(any(len(ring & set(each.people)) >= SIZE - 1 for each in found) for ring in planted)
    honest = sum(all(pk < HONEST for pk in pair) for each in found for pair in combinations(each.people, 2))
    assert caught >= 0.9 * RINGS
    assert honest <= 0.01 * HONEST * (HONEST - 1) / 2


@pytest.fixture
def ring(db: None) -> list[User]:
    """Three new people who vote for Alice's six comments at once, and Bob, who likes one of them."""
    comments = [make_comment() for _each in range(6)]
    people = UserFactory.create_batch(3)
    for comment in comments:
        for person in people:
            cast_vote(comment, voter=person, value=1)
    return people


def test_the_evidence_says_why(ring: list[User], bob: User) -> None:
    [found] = rings(now=timezone.now())

    assert set(found.people) == {person.pk for person in ring}
    assert (found.together, found.at_once, found.newcomers) == (18, 1.0, 1.0)
    assert found.for_one_author == pytest.approx(1 / 6)
    assert not LoggedAct.objects.exists()
    assert CommentVote.objects.filter(value=1).count() == 18


def test_voided_votes_are_recounted_logged_and_put_back(ring: list[User], mona: User, bob: User) -> None:
    comment = CommentVote.objects.first().votable  # type: ignore[union-attr]
    cast_vote(comment, voter=bob, value=1)
    tally()
    comment.refresh_from_db()
    before = comment.score

    entry = void_votes([person.pk for person in ring], decided_by(mona), since=timezone.now() - timedelta(days=30))
    tally()
    comment.refresh_from_db()
    voided = comment.score
    assert entry is not None
    put_votes_back(entry, decided_by(mona))
    tally()
    comment.refresh_from_db()

    assert (before, voided, comment.score) == (4, 1, 4)
    assert [str(difference) for difference in differences(fix=False)] == []
    acts = list(LoggedAct.objects.order_by("number").values_list("act", "particulars__words"))
    assert acts == [(Act.VOID_VOTES, "18 votes"), (Act.PUT_VOTES_BACK, "")]


def test_where_there_is_nothing_to_void_nothing_is_logged(mona: User, bob: User, db: None) -> None:
    assert void_votes([bob.pk], decided_by(mona), since=timezone.now()) is None
    assert not LoggedAct.objects.exists()
