"""Casting a vote: one row a person and thing, whatever arrives how often and from how many places at once.

No request touches the thing itself. On a busy thread that row, and the tree that it stands in, is what everybody who
replies waits for; a vote waits for nobody but the same person's other press of the same button.
"""

from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from forum.events.hinting import hint
from forum.votes.ballots import ballot_of
from forum.votes.models import Votable
from forum.votes.tallying import TALLY_TASK

# Votes come in flocks: so many seconds of them are one tally.
FLOCK = 0.25


def cast_vote(thing: Votable, *, voter: User, value: int) -> bool:
    """Make this somebody's vote: 1, -1, or 0 to take it back. False if it was that before.

    With the row its mark commits, so that no tally misses it; the hint that follows only brings the tally sooner.
    """
    with transaction.atomic():
        is_changed = put(thing, voter, value)
        if is_changed:
            ballot_of(thing).marks.objects.create(votable_id=thing.pk)  # type: ignore[misc]  # abstract
            transaction.on_commit(partial(hint, TALLY_TASK, after=FLOCK), robust=True)
    return is_changed


def put(thing: Votable, voter: User, value: int) -> bool:
    """Write the vote in one statement. Whether it changed anything."""
    table = connection.ops.quote_name(ballot_of(thing).votes._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (voter_id, votable_id, value, changed_at) VALUES (%s, %s, %s, %s)"  # noqa: S608 - the only name put in is our own table's
            f" ON CONFLICT (voter_id, votable_id)"
            f" DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at"
            f" WHERE {table}.value <> excluded.value RETURNING value",
            [voter.pk, thing.pk, value, timezone.now()],
        )
        return cursor.fetchone() is not None


def exact_score(thing: Votable) -> int:
    """The score as the votes have it this moment, ahead of the tally; the given thing then knows it."""
    thing.count(*ballot_of(thing).votes.objects.on([thing.pk]).counted().get(thing.pk, (0, 0)))
    return thing.score
